"""What tickets and issues share, proven for both."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from governance.casework import events as shared
from governance.hotline import events as ticket_facts
from governance.hotline.stream import STREAM as HOTLINE
from governance.issues import events as issue_facts
from governance.issues.stream import STREAM as ISSUES
from governance.kernel.command import Command
from governance.kernel.event import EVENTS, Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Stream
from governance.policy.context import Context
from tests.builders import NOW, SOME, amended, ask, book, context, deadline, happened, moment
from tests.expecting import being, existing
from tests.given import given, refusal, then, when

DUE = deadline(moment("2026-03-10 18:00"), start=moment("2026-03-03 09:00"), limit="5工作日")
LATE = context(moment("2026-03-10 18:01"))
TICKET = happened(
    ticket_facts.TicketReceived(
        serial="1",
        source="12345",
        received_at=NOW,
        kind="help",
        title="路灯不亮",
        contact_due=deadline(),
        handle_due=DUE,
    )
)
ISSUE = happened(
    issue_facts.IssueReported(
        serial="WG-1", source="patrol", reported_at=NOW, title="路灯不亮", verify_due=deadline()
    )
)
FILED = happened(
    issue_facts.IssueFiled(
        category="p0102", condition="p0102a", dispatch_due=deadline(), handle_due=DUE
    )
)


def named(commands: tuple[type[Command], ...], name: str) -> type[Command]:
    """Give the command of a name."""
    return next(command for command in commands if command.__name__ == name)


class Life:
    """One stream with its words and its past: open, sent to a unit, ended."""

    def __init__(self, stream: Stream, opened: tuple[Event, ...]) -> None:
        self.stream, self.opened = stream, opened
        self.name = stream.name
        sent = "TicketDispatched" if stream is HOTLINE else "IssueDispatched"
        closed = "TicketClosed" if stream is HOTLINE else "IssueClosed"
        self.sent = (*opened, happened(self.fact(sent, unit="市政")))
        self.ended = (
            *self.sent,
            happened(self.fact(closed, closed_at=NOW, outcome="")),
        )

    def ask(self, name: str, **values: Any) -> Command:
        return ask(named(self.stream.commands, name), SOME, **values)

    def fact(self, name: str, **values: Any) -> Event:
        return EVENTS[f"{self.name}.{name}"](**values)

    def when(
        self, past: tuple[Event, ...], command: Command, at: Context | None = None
    ) -> list[Event]:
        return when(self.stream, past, command, at)

    def refusal(self, past: tuple[Event, ...], command: Command, at: Context | None = None) -> str:
        code = refusal(self.stream, past, command, at)
        assert code.startswith(f"{self.name}.")
        return code.removeprefix(f"{self.name}.")

    def then(
        self, past: tuple[Event, ...], command: Command, at: Context | None = None
    ) -> tuple[Event, ...]:
        return then(self.stream, past, command, at)

    def state(self, past):
        return given(self.stream, *past)


@pytest.fixture(params=["hotline", "issues"])
def life(request: pytest.FixtureRequest) -> Life:
    if request.param == "hotline":
        return Life(HOTLINE, (TICKET,))
    return Life(ISSUES, (ISSUE, FILED))


def test_progress(life: Life) -> None:
    note = life.ask("NoteProgress", note="已联系电力公司")
    noted = life.fact("ProgressNoted", note=personal("已联系电力公司"))
    assert life.when(life.sent, note) == [noted]
    assert life.when((*life.sent, noted), note) == [noted]
    assert life.refusal((), note) == "unknown"
    assert life.refusal(life.ended, note) == "already_closed"


def test_return_asked_and_granted(life: Life) -> None:
    want = life.ask("RequestReturn", reason="not_ours", note="属电力公司")
    grant = life.ask("GrantReturn", note="改派")
    wanted = life.fact("ReturnRequested", reason="not_ours", note="属电力公司")
    assert life.when(life.sent, want) == [wanted]
    assert life.refusal((*life.sent, wanted), want) == "not_returnable"
    granted = life.fact("ReturnGranted", unit="市政", reason="not_ours", note="改派")
    assert life.when((*life.sent, wanted), grant) == [granted]
    assert life.refusal((*life.sent, wanted, granted), grant) == "no_return_asked"
    state = life.state((*life.sent, wanted, granted))
    assert (state.stage, state.unit) == (life.state(life.opened).stage, "")


def test_return_declined(life: Life) -> None:
    past = life.then(life.sent, life.ask("RequestReturn", reason="not_ours"))
    decline = life.ask("DeclineReturn", note="属本单位职责")
    assert life.when(past, decline) == [life.fact("ReturnDeclined", note="属本单位职责")]
    assert life.refusal(life.then(past, decline), decline) == "no_return_asked"
    assert life.state(life.then(past, decline)) == replace(life.state(life.sent), returns=1)


def test_return_is_for_units_that_have_the_case(life: Life) -> None:
    want = life.ask("RequestReturn", reason="not_ours")
    assert life.refusal(life.opened, want) == "not_returnable"
    other = life.ask("RequestReturn", reason="duplicate")
    assert life.refusal(life.then(life.sent, want), other) == "not_returnable"
    nonsense = life.ask("RequestReturn", reason="no_mood")
    assert life.refusal(life.sent, nonsense) == "no_such_option"


def test_no_dispatch_while_a_return_is_pending(life: Life) -> None:
    past = life.then(life.sent, life.ask("RequestReturn", reason="not_ours"))
    name = "DispatchTicket" if life.stream is HOTLINE else "DispatchIssue"
    assert life.refusal(past, life.ask(name, unit="绿化")) == "return_pending"


def test_extension_asked_and_granted(life: Life) -> None:
    want = life.ask("RequestExtension", reason="works", note="需开挖")
    wanted = life.fact("ExtensionRequested", reason="works", note="需开挖")
    assert life.when(life.sent, want) == [wanted]
    assert life.refusal((*life.sent, wanted), want) == "extension_pending"
    grant = life.ask("GrantExtension", note="同意")
    granted = life.fact(
        "ExtensionGranted",
        handle_due=book().extended(life.name, DUE),
        old_due=DUE.due,
        reason="works",
        note="同意",
    )
    assert life.when((*life.sent, wanted), grant) == [granted]
    assert isinstance(granted, shared.ExtensionGranted)
    assert granted.handle_due.due > DUE.due
    assert life.state((*life.sent, wanted, granted)).due("handle") == granted.handle_due
    assert life.refusal((*life.sent, wanted, granted), grant) == "no_extension_asked"


def test_extension_declined(life: Life) -> None:
    past = life.then(life.sent, life.ask("RequestExtension", reason="works"))
    decline = life.ask("DeclineExtension", note="可以按期完成")
    assert life.when(past, decline) == [life.fact("ExtensionDeclined", note="可以按期完成")]
    assert life.refusal(life.then(past, decline), decline) == "no_extension_asked"
    assert life.state(life.then(past, decline)) == life.state(life.sent)


def test_extension_is_for_units_with_a_running_limit(life: Life) -> None:
    want = life.ask("RequestExtension", reason="works")
    assert life.refusal(life.opened, want) == "not_dispatched"
    assert life.refusal(life.sent, want, LATE) == "overdue_not_extended"
    other = life.ask("RequestExtension", reason="caller")
    assert life.refusal(life.then(life.sent, want), other) == "extension_pending"
    nonsense = life.ask("RequestExtension", reason="no_mood")
    assert life.refusal(life.sent, nonsense) == "no_such_option"


def test_extensions_are_counted_and_declined_ones_are_not(life: Life) -> None:
    want = life.ask("RequestExtension", reason="works")
    past = life.then(life.then(life.sent, want), life.ask("DeclineExtension", note="不同意"))
    for _ in range(book().deadlines.extension_of(life.name).most):
        past = life.then(life.then(past, want), life.ask("GrantExtension"))
    assert life.refusal(past, want) == "extensions_used_up"


def test_crossing(life: Life) -> None:
    values = {"kinds": ("department",), "units": ("市政", "城管"), "reason": "权属不清"}
    flag, clear = life.ask("FlagCrossing", **values), life.ask("ClearCrossing", result="已会商")
    flagged = life.fact("CrossingFlagged", **values)
    assert life.when(life.sent, flag) == [flagged]
    assert life.when((*life.sent, flagged), flag) == [flagged]
    why = {"reason": "街道会商认定"}
    assert life.when((*life.sent, flagged), life.ask("FlagCrossing", **values | why)) == [
        life.fact("CrossingFlagged", **values | why)
    ]
    assert life.when((*life.sent, flagged), clear) == [
        life.fact("CrossingCleared", result="已会商")
    ]
    assert life.refusal(life.sent, clear) == "not_crossing"
    cleared = life.then((*life.sent, flagged), clear)
    assert life.refusal(cleared, clear) == "not_crossing"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"units": ("市政", "市政")}, "crossing_needs_units"),
        ({"kinds": ()}, "crossing_needs_units"),
        ({"kinds": ("weather",)}, "no_such_option"),
    ],
)
def test_what_is_no_crossing(life: Life, changes: dict[str, Any], code: str) -> None:
    values = {"kinds": ("department",), "units": ("市政", "城管"), "reason": "权属不清"}
    assert life.refusal(life.sent, life.ask("FlagCrossing", **values | changes)) == code


def test_a_passed_limit_is_chased_once(life: Life) -> None:
    name = "ChaseTicket" if life.stream is HOTLINE else "ChaseIssue"
    fact = "TicketChased" if life.stream is HOTLINE else "IssueChased"
    chase = life.ask(name, clock="handle")
    assert life.when(life.sent, chase, context(DUE.due)) == []
    chased = life.fact(fact, clock="handle", due=DUE.due, unit="市政")
    assert life.when(life.sent, chase, LATE) == [chased]
    assert life.when((*life.sent, chased), chase, LATE) == []
    assert life.when(life.ended, chase, LATE) == []
    assert life.when(life.sent, life.ask(name, clock="lunch"), LATE) == []


def test_a_later_limit_is_chased_again(life: Life) -> None:
    name = "ChaseTicket" if life.stream is HOTLINE else "ChaseIssue"
    chase = life.ask(name, clock="handle")
    past = life.then(life.sent, life.ask("RequestExtension", reason="works"))
    past = life.then(life.then(past, chase, LATE), life.ask("GrantExtension"), LATE)
    assert life.when(past, chase, LATE) == []
    due = life.state(past).due("handle").due
    (again,) = life.when(past, chase, context(due + timedelta(minutes=1)))
    assert being(shared.Chased, again).due == due


def test_handling_ends_what_was_asked_before(life: Life) -> None:
    past = life.then(life.sent, life.ask("RequestReturn", reason="not_ours"))
    past = life.then(past, life.ask("RequestExtension", reason="works"))
    if life.stream is HOTLINE:
        contacted = ticket_facts.CallerContacted(contacted_at=NOW)
        report = {"facts": "true", "appeal": "reasonable", "site_visited": "yes"}
        answer = {"result": "solved", "reply_way": "phone", "reply": "已修复"}
        handle = life.ask("HandleTicket", **report, **answer)
        past = life.then((*past, contacted), handle)
    else:
        past = life.then(past, life.ask("HandleIssue", result="已修复"))
    assert life.refusal(past, life.ask("GrantReturn")) == "no_return_asked"
    assert life.refusal(past, life.ask("GrantExtension")) == "no_extension_asked"


@pytest.mark.parametrize(
    ("want", "answers"),
    [
        ("Return", ("GrantReturn", "DeclineReturn")),
        ("Extension", ("GrantExtension", "DeclineExtension")),
    ],
)
def test_another_person_answers_what_somebody_asked_for(
    life: Life, want: str, answers: tuple[str, ...]
) -> None:
    reason = {"Return": "not_ours", "Extension": "works"}[want]
    wanted = life.when(life.sent, life.ask(f"Request{want}", reason=reason))
    past = (*life.sent, happened(wanted[0], by="wang"))
    for name in answers:
        said = {} if name.startswith("Grant") else {"note": "不同意"}
        answer = life.ask(name, **said)
        assert life.refusal(past, answer, context(actor="wang")) == "asked_by_yourself"
        assert life.when(past, answer, context(actor="zhao"))
        alone = amended("conduct", asking={"answered_by_another": False, "source": "test"})
        assert life.when(past, answer, context(actor="wang", policy=alone))


def test_returns_are_counted_and_limited(life: Life) -> None:
    want = life.ask("RequestReturn", reason="not_ours")
    most = existing(book().conduct.returns).most
    past = life.sent
    for number in range(most):
        assert life.state(past).returns == number
        past = life.then(life.then(past, want), life.ask("DeclineReturn", note="属本单位"))
    assert life.refusal(past, want) == "returns_used_up"
    assert life.when(past, want, context(policy=amended("conduct", returns=None)))
