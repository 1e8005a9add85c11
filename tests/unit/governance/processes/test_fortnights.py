"""A year of meetings: no open resolution leaves the agenda without an act of its own."""

from collections import defaultdict
from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.meetings import commands as meeting
from governance.meetings.events import AgendaFrozen
from governance.meetings.rules import Candidate
from governance.meetings.stream import STREAM as MEETINGS
from governance.meetings.stream import meeting_id
from governance.policy.book import PolicyBook
from governance.processes.meeting_cycle import KnownMeeting, composed, draft
from governance.resolutions import commands as resolution
from governance.resolutions.stream import STREAM as RESOLUTIONS
from governance.resolutions.stream import resolution_id
from tests.builders import ask, book, context, moment

FORTNIGHTS = 26


class Grid:
    """A grid that meets 26 times, with a secretary who does whatever chance tells."""

    def __init__(self, seed: int, policy: PolicyBook) -> None:
        self.chance = Random(seed)
        self.policy = policy
        self.lives: defaultdict[UUID, list[Event]] = defaultdict(list)
        self.resolutions: list[UUID] = []
        self.refused: list[str] = []
        self.papers: list[AgendaFrozen] = []
        self.lost: list[UUID] = []

    def tell(self, stream, command, now, by="sun"):
        past = self.lives[command.stream]
        given = context(now, actor=by, policy=self.policy)
        try:
            events = stream.decide(stream.fold(past), command, given)
        except Refused as no:
            self.refused.append(no.code)
            return
        past += [replace(e, stream=command.stream, actor=by, recorded_at=now) for e in events]

    @property
    def position(self):
        return sum(map(len, self.lives.values()))

    def state(self, key):
        return RESOLUTIONS.fold(self.lives[key])

    def candidates(self, now):
        for number, key in enumerate(self.resolutions):
            state = self.state(key)
            if not state.ended:
                late = state.due is not None and now > state.due
                yield Candidate(
                    kind="resolution",
                    key=f"resolution:{key}",
                    stream=key,
                    subject=state.adopted["matter"],
                    grid="g1",
                    facts={"overdue_days": 1 if late else 0, "claimed": state.stage == "claimed"},
                )
                yield Candidate(
                    kind="ticket",
                    key=f"case:{number}",
                    subject=f"工单{number}",
                    grid="g1",
                    facts={"overdue_days": self.chance.randrange(9)},
                )

    def by_hand(self, held, now):
        items = MEETINGS.fold(self.lives[held]).draft.items()
        for item in items:
            if self.chance.random() < 0.3:
                strike = ask(meeting.StrikeAgendaItem, held, key=item.key, reason="不议")
                self.tell(MEETINGS, strike, now)
        items = [item.key for item in MEETINGS.fold(self.lives[held]).draft.items()]
        self.chance.shuffle(items)
        self.tell(MEETINGS, ask(meeting.ReorderAgenda, held, keys=tuple(items)), now)

    def work(self, now):
        for key in self.resolutions:
            for command, by in (
                (ask(resolution.ReportProgress, key, percent=self.chance.randrange(101)), "chen"),
                (ask(resolution.ClaimCompletion, key, evidence=f"{now}"), "chen"),
                (ask(resolution.DeclineClaim, key, reason=f"{now}"), "sun"),
                (
                    ask(resolution.CloseResolution, key, note="已看"),
                    self.chance.choice(["chen", "sun"]),
                ),
            ):
                if self.chance.random() < 0.3:
                    self.tell(RESOLUTIONS, command, now, by)

    def fortnight(self, window):
        calendar = self.policy.calendar
        meets_at = self.policy.cycles.meets_at("g1", window, calendar)
        now = meets_at - timedelta(days=1)
        held = meeting_id("g1", window.number)
        row = KnownMeeting(grid="g1", window=window.number, start=window.start, meets_at=meets_at)
        plan = ask(
            meeting.ScheduleMeeting,
            held,
            grid="g1",
            window=window.number,
            start=window.start,
            end=window.end,
            meets_at=meets_at,
            place="",
            host="li",
        )
        self.tell(MEETINGS, plan, now)
        for _ in range(2):
            proposal = composed(self.policy, "g1", meets_at, self.candidates(now))
            self.tell(MEETINGS, draft(row, proposal, self.policy, self.position, uuid4()), now)
            self.by_hand(held, now)
            self.tell(MEETINGS, ask(meeting.FreezeAgenda, held, position=self.position), now)
        self.check(held)
        hold = ask(
            meeting.HoldMeeting, held, held_at=meets_at, attended=("li",), host="li", recorder="sun"
        )
        self.tell(MEETINGS, hold, meets_at)
        for number in range(self.chance.randrange(3)):
            self.adopt(held, number, meets_at)
        self.work(meets_at + timedelta(days=1))
        if self.resolutions and self.chance.random() < 0.2:
            key = self.chance.choice(self.resolutions)
            withdraw = ask(resolution.WithdrawResolution, key, meeting=held, reason="不再需要")
            self.tell(RESOLUTIONS, withdraw, meets_at)

    def adopt(self, held, number, now):
        key = resolution_id(held, number)
        day = self.policy.calendar.local(now).date() + timedelta(days=20)
        adopt = ask(
            resolution.AdoptResolution,
            key,
            serial=f"{len(self.resolutions)}",
            meeting=held,
            grid="g1",
            item="case:1",
            matter=f"事项{len(self.resolutions)}",
            owner="城建办",
            due=day if self.chance.random() < 0.8 else None,
        )
        self.tell(RESOLUTIONS, adopt, now)
        self.resolutions.append(key)

    def check(self, held):
        paper = MEETINGS.fold(self.lives[held]).frozen
        self.papers.append(paper)
        on_paper = {item.case_stream for item in paper.items}
        for key in self.resolutions:
            ended = {"ResolutionClosed", "ResolutionWithdrawn"} & {
                type(event).__name__ for event in self.lives[key]
            }
            if bool(ended) == (key in on_paper):
                self.lost.append(key)


def a_year(seed, policy=None):
    grid = Grid(seed, policy or book())
    window = grid.policy.cycles.window(moment("2026-01-05 09:00").date())
    for _ in range(FORTNIGHTS):
        grid.fortnight(window)
        window = grid.policy.cycles.next(window)
    return grid


@given(st.integers(0, 2**32))
@settings(max_examples=12, deadline=None)
def test_no_open_resolution_ever_disappears_and_no_closed_one_returns(seed):
    year = a_year(seed)
    assert len(year.papers) == FORTNIGHTS
    assert year.lost == []


def test_the_year_tries_what_it_must_not_be_able_to_do():
    year = a_year(7)
    ended = [key for key in year.resolutions if year.state(key).ended]
    assert 0 < len(ended) < len(year.resolutions)
    assert {"meetings.item_fixed", "resolutions.own_claim"} <= set(year.refused)
    assert max(paper.number for paper in year.papers) == 2


def test_without_the_fixed_section_resolutions_do_disappear():
    loose = tuple(replace(section, fixed=False) for section in book().agenda.section)
    policy = PolicyBook(book().editions)
    policy.agenda = replace(book().agenda, section=loose)
    assert a_year(7, policy).lost
