"""A small street at work: what must go on under every edition that was accepted."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from flask.testing import FlaskClient

from governance.casework import commands as asks
from governance.hotline import commands as ticket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.issues import commands as issue
from governance.issues.serial import serial_of
from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM, Actor, Command
from governance.kernel.errors import Refused
from governance.meetings.commands import DraftAgenda
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policies.commands import PublishEdition
from governance.policies.events import EditionPublished
from governance.policies.stream import POLICY_STREAM
from governance.processes.meeting_cycle import draft, to_draft
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from projections.agenda.proposal import known_meetings, proposal
from projections.engine.runtime import Runtime
from scripts import jobs
from tests.builders import ask
from tests.deployment import Clock
from tests.expecting import existing
from tests.functional.conftest import PASSWORD, ROLES
from web.frame.app import create_app

DOOR = place_id("household", "H1")
REPORT = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "已办好",
}
PAGES = {
    "grid_leader": ("/", "/figures", "/meetings"),
    "hotline_desk": ("/", "/cases", "/tickets/new"),
    "grid_worker": ("/", "/visits", "/visits/new", "/visits/new?place={door}", "/issues/new"),
    "secretary": ("/figures?by=category", "/figures?by=source", "/register", "/meetings/{meeting}"),
    "auditor": ("/policies", "/disclosures", "/accounts", "/replay/{ticket}"),
    "administrator": ("/", "/policies", "/accounts"),
}
ALLOWED = (200, 403)  # what a role may not open is the policy's to say
Step = tuple[str, type[Command], dict[str, Any]]
CASES = ("received", "handled", "reported", "dispatched")


class Street:
    """An office with a case at every stage, and what everybody does there."""

    def __init__(self, runtime: Runtime, clock: Clock) -> None:
        self.runtime, self.clock, self.serial = runtime, clock, 0
        self.app = create_app(runtime)
        self.app.testing = False
        self.clients = {role: self._client(role) for role in ROLES}
        door = ask(
            RegisterPlace, DOOR, kind="household", code="H1", name="1号101室", grid="g1", area="a1"
        )
        runtime.execute(door, actor=SYSTEM)
        self.first = dict(runtime.governance.book.editions)
        jobs.prepare_meetings(runtime)
        self.held = {"door": DOOR, **self._cases()}
        self.meeting = min(
            (row for row in known_meetings(runtime.live()) if row.grid == "g1"),
            key=lambda row: row.start,
        )
        self.held["meeting"] = self._meeting()

    def publish(self, policy: str, content: dict[str, Any]) -> None:
        """Publish an edition as from a page; Refused when it is."""
        self.runtime.execute(
            PublishEdition(
                command_id=uuid4(),
                stream=POLICY_STREAM,
                policy=policy,
                content=content,
                source="测试",
            ),
            actor=SYSTEM,
        )

    def restore(self) -> None:
        """Put the first editions in force again."""
        for policy, edition in self.first.items():
            self.publish(policy, edition.content)

    def broken(self) -> Iterator[str]:
        """Give what meets a fault now: pages and acts, each with what went wrong."""
        for name, do in self._work():
            try:
                said = do()
            except Refused as no:
                yield f"{name}: refused {no.code}"
            except Exception as error:  # noqa: BLE001  (whatever goes wrong is what is asked)
                yield f"{name}: {type(error).__name__} {error}"[:200]
            else:
                if isinstance(said, int) and said not in ALLOWED:
                    yield f"{name}: {said}"

    def _work(self) -> Iterator[tuple[str, Callable[[], object]]]:
        for role, pages in PAGES.items():
            for page in pages:
                path = page.format(**self.held)
                yield f"{role} {path}", partial(self._open, role, path)
        for stage in CASES:
            yield f"case {stage}", partial(self._open, "secretary", f"/cases/{self.held[stage]}")
        for name in ("ticket", "issue", "visit", "agenda"):
            yield name, getattr(self, f"_{name}")
        for job in (jobs.prepare_meetings, jobs.chase):
            yield job.__name__, partial(self._run, job)

    def _client(self, role: str) -> FlaskClient:
        client = self.app.test_client()
        values = {"account": role, "password": PASSWORD}
        assert client.post("/login", data=values).status_code == 303
        return client

    def _open(self, role: str, path: str) -> int:
        return self.clients[role].get(path).status_code

    def _run(self, job: Callable[[Runtime], object]) -> None:
        job(self.runtime)

    def _do(self, *commands: Command, by: str = "system") -> None:
        self.runtime.execute(*commands, actor=Actor(by, SYSTEM.roles))

    def _ticket(self, until: str = "redone", **values: Any) -> UUID:
        self.serial += 1
        now = self.clock()
        key = ticket_id("12345", f"T{self.serial}")
        words = {"kind": "complaint", "urgency": "normal", "title": "路灯不亮"} | values
        life: tuple[Step, ...] = (
            ("received", ticket.ReceiveTicket,
             {"serial": f"T{self.serial}", "source": "12345", "received_at": now, "grid": "g1",
              **words}),
            ("contacted", ticket.ContactCaller, {"contacted_at": now, "note": "约了时间"}),
            ("dispatched", ticket.DispatchTicket, {"unit": "城建办"}),
            ("asked", TICKET.command(asks.RequestExtension), {"reason": "complex"}),
            ("extended", TICKET.command(asks.GrantExtension), {}),
            ("handled", ticket.HandleTicket, REPORT),
            ("redone", ticket.CallBack,
             {"called_back_at": now, "reached": True, "satisfaction": "dissatisfied",
              "solved": "unsolved"}),
        )  # fmt: skip
        for stage, kind, facts in life:
            self._do(kind(command_id=uuid4(), stream=key, **facts))
            if stage == until:
                break
        return key

    def _issue(self, until: str = "failed") -> UUID:
        self.serial += 1
        serial = serial_of(uuid4())
        key = issue_id(serial)
        life: tuple[Step, ...] = (
            ("reported", issue.ReportIssue,
             {"serial": serial, "source": "patrol", "reported_at": self.clock(),
              "title": "井盖破损", "grid": "g1", "found_as": "safety"}),
            ("verified", issue.VerifyIssue, {}),
            ("filed", issue.FileIssue, {"category": "p0101", "condition": "p0101a"}),
            ("dispatched", issue.DispatchIssue, {"unit": "城建办"}),
            ("handled", issue.HandleIssue, {"result": "修好了"}),
            ("failed", issue.CheckIssue, {"passed": False, "reason": "not_done"}),
        )  # fmt: skip
        for stage, kind, facts in life:
            self._do(kind(command_id=uuid4(), stream=key, **facts), by=stage)
            if stage == until:
                break
        return key

    def _visit(self) -> None:
        self._do(
            LogVisit(
                command_id=uuid4(),
                stream=visit_id(str(uuid4())),
                place=DOOR,
                visitee="household",
                grid="g1",
                area="a1",
                made_at=self.clock(),
                outcome="met",
                way="door",
            )
        )

    def _agenda(self) -> None:
        book, view = self.runtime.governance.book, self.runtime.live()
        held, meets_at = self.meeting, existing(self.meeting.meets_at)
        made = proposal(view, book, held.grid, meets_at, self.clock())
        made_draft = draft(held, made, book, view.position, uuid4())
        assert isinstance(made_draft, DraftAgenda)
        self.runtime.governance.consider(made_draft, actor=SYSTEM)
        to_draft(book, known_meetings(view), meets_at - timedelta(hours=1))

    def _meeting(self) -> UUID:
        from governance.meetings.stream import meeting_id  # noqa: PLC0415

        return meeting_id(self.meeting.grid, self.meeting.window)

    def _cases(self) -> dict[str, UUID]:
        return {
            "ticket": (first := self._ticket("redone")),
            "handled": first,
            "received": self._ticket("received", urgency="urgent"),
            "reported": self._issue("reported"),
            "dispatched": self._issue("dispatched"),
        }


def in_force(runtime: Runtime, policy: str, content: dict[str, Any]) -> None:
    """Put an edition in force as an earlier release would have, whatever it says."""
    book = runtime.governance.book
    event = EditionPublished(
        stream=POLICY_STREAM,
        version=len(runtime.history(POLICY_STREAM)) + 1,
        recorded_at=runtime.clock(),
        happened_at=runtime.clock(),
        actor="administrator",
        command_id=uuid4(),
        policy=policy,
        number=book.number(policy) + 1,
        content=content,
        source="旧版程序发布",
    )
    runtime.ledger.append([event])
    runtime.live()
