"""What a row says a case waits for is what its state says, after any life it may have had."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.casework import commands as shared
from governance.casework.kind import KINDS
from governance.hotline import commands as ticket
from governance.hotline.events import DisagreementSettled
from governance.hotline.stream import STREAM as HOTLINE
from governance.issues import commands as issue
from governance.issues.stream import STREAM as ISSUES
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import NOBODY, Event
from governance.kernel.stream import Stream
from projections.casework.table import cases
from tests.builders import NOW, SOME, context
from tests.projecting import row_after

REPORT = {"facts": "true", "appeal": "reasonable", "site_visited": "yes", "result": "solved"}
HANDLED = REPORT | {"site_visited_at": NOW, "reply_way": "phone", "replied_at": NOW, "reply": "好"}
SAID: dict[type[Command], list[dict[str, Any]]] = {
    shared.NoteProgress: [{"note": "已到场"}],
    shared.AttachFiles: [{"photos": ("a" * 64,)}],
    shared.RequestReturn: [{"reason": "not_ours"}],
    shared.GrantReturn: [{}],
    shared.DeclineReturn: [{"note": "属本单位"}],
    shared.RequestExtension: [{"reason": "complex"}],
    shared.GrantExtension: [{}],
    shared.DeclineExtension: [{"note": "不必"}],
    shared.FlagCrossing: [{"kinds": ("trade",), "units": ("甲", "乙"), "reason": "两家"}],
    shared.ClearCrossing: [{"result": "已办"}],
    shared.Chase: [{"clock": clock} for clock in ("contact", "handle", "callback", "check")],
    shared.Correct: [{"field": "title", "new": "电梯停运", "reason": "误录"}],
    shared.RequestCorrection: [{"field": "outcome", "new": "explained", "reason": "误录"}],
    shared.GrantCorrection: [{}],
    shared.DeclineCorrection: [{"note": "没有错"}],
    shared.Reopen: [{"reason": "called_again"}],
    ticket.ContactCaller: [
        {"contacted_at": NOW, "note": "约了"},
        {"contacted_at": NOW, "not_reached": "refused"},
        {"contacted_at": NOW, "not_reached": "no_answer"},
    ],
    ticket.DispatchTicket: [{"unit": "城建办"}, {"unit": "平安办"}],
    ticket.HandleTicket: [HANDLED],
    ticket.CallBack: [
        {"called_back_at": NOW, "reached": False},
        {"called_back_at": NOW, "reached": False, "not_reached": "refused"},
        {"called_back_at": NOW, "reached": True, "satisfaction": "satisfied", "solved": "yes"},
        {"called_back_at": NOW, "reached": True, "satisfaction": "dissatisfied", "solved": "no"},
    ],
    ticket.CloseTicket: [{}],
    ticket.SettleDisagreement: [
        {"field": field, "taken": taken, "reason": "核实"}
        for field in ("unit", "outcome", "satisfaction")
        for taken in (True, False)
    ],
    issue.VerifyIssue: [{}],
    issue.VoidIssue: [{"reason": "not_real"}],
    issue.FileIssue: [{"category": "p0401", "condition": "p0401b"}],
    issue.DispatchIssue: [{"unit": "城建办"}, {"unit": "平安办"}],
    issue.HandleIssue: [{"result": "已修"}],
    issue.CheckIssue: [{"passed": True}, {"passed": False, "reason": "not_done"}],
    issue.CloseIssue: [{"outcome": "solved"}],
    issue.NoteVisitWithdrawn: [{"visit": NOBODY, "reason": "重复"}],
}
OPENED: dict[str, Command] = {
    "ticket": ticket.ReceiveTicket(
        command_id=SOME,
        stream=SOME,
        serial="1",
        source="12345",
        received_at=NOW,
        kind="help",
        title="路灯不亮",
    ),
    "issue": issue.ReportIssue(
        command_id=SOME, stream=SOME, serial="WG-1", source="patrol", reported_at=NOW, title="井盖"
    ),
}
AGAIN: dict[str, list[Command]] = {
    "ticket": [
        replace(OPENED["ticket"], batch="b1", **said)
        for said in (
            {"unit": "城建办"},
            {"unit": "城管"},
            {"outcome": "explained", "satisfaction": "satisfied"},
            {"outcome": "solved", "satisfaction": "dissatisfied"},
            {"cleared": ("outcome",)},
            {"closed_at": NOW, "outcome": "other"},
        )
    ],
    "issue": [],
}
"""What a sheet says of what is there already."""
STREAMS: dict[str, Stream] = {"ticket": HOTLINE, "issue": ISSUES}


def asks(kind: str) -> list[Command]:
    """Give everything that may be said to a case of a kind once it is there."""
    shared_by = {own: base for base, own in KINDS[kind].commands.items()}
    return [
        command(command_id=uuid4(), stream=SOME, **values)
        for command in STREAMS[kind].commands
        for values in SAID.get(shared_by.get(command, command), [])
    ] + [replace(again, command_id=uuid4()) for again in AGAIN[kind]]


def life(kind: str, picked: list[tuple[int, int]]) -> tuple[Event, ...]:
    """Give the events of a life: each time one of the things that are possible then is said."""
    stream = STREAMS[kind]
    now, past = NOW, list[Event]()
    said = [OPENED[kind]]
    for number, hours in [(0, 0), *picked]:
        now += timedelta(hours=hours)
        state, at = stream.fold(past), context(now)
        if past:
            said = [a for a in asks(kind) if not stream.hindrance(type(a), state, at)]
        if not said:
            break
        command = said[number % len(said)]
        if isinstance(command, ticket.CallBack):
            command = replace(command, called_back_at=now)
        if isinstance(command, ticket.ContactCaller):
            command = replace(command, contacted_at=now)
        try:
            new = stream.decide(state, command, at)
        except Refused:
            continue
        past += [
            replace(fact, stream=SOME, version=len(past) + n, recorded_at=now, actor=f"{number}")
            for n, fact in enumerate(new, 1)
        ]
    return tuple(past)


LIVES = st.lists(st.tuples(st.integers(0, 199), st.integers(0, 60)), min_size=1, max_size=40)


@pytest.mark.parametrize("kind", ["ticket", "issue"])
@given(picked=LIVES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_row_waits_for_what_its_state_waits_for(kind: str, picked: list[tuple[int, int]]) -> None:
    past = life(kind, picked)
    state, row = STREAMS[kind].fold(past), row_after(cases, *past)
    assert (row["stage"], row["unit"], row["round"]) == (state.stage, state.unit, state.round)
    assert row["clocks"].split() == state.running()
    awaited = KINDS[kind].awaited(state.stage, state.fact)
    assert row["awaited"].split() == [step.name for step in awaited]
    for clock in state.running():
        assert row[f"{clock}_due"] == state.due(clock).due
    for name in ("return_asked", "extension_asked", "contact_over", "called_back", "contacted_at"):
        if hasattr(state, name):
            assert row[name] == state.fact(name), name


@given(picked=LIVES)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_row_disagrees_as_its_state_does_in_logs_of_any_age(
    picked: list[tuple[int, int]],
) -> None:
    past = life("ticket", picked)
    before = tuple(event for event in past if not isinstance(event, DisagreementSettled))
    for log in (past, before):
        state = HOTLINE.fold(log)
        assert row_after(cases, *log)["disagreed"] == state.disagreements


@pytest.mark.parametrize("kind", ["ticket", "issue"])
def test_every_act_has_something_to_say(kind: str) -> None:
    """The lives above are said of all commands there are, or they prove less than they seem to."""
    shared_by = {own: base for base, own in KINDS[kind].commands.items()}
    opening = type(OPENED[kind])
    values = {c for c in STREAMS[kind].commands if shared_by.get(c, c) in SAID}
    assert values == {*STREAMS[kind].commands} - {opening}
