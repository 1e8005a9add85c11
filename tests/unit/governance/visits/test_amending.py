"""更正 and 撤回 of a time at a door: what follows from it is as if it had been told rightly."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.context import Context
from governance.visits.commands import (
    CallOffRevisit,
    CancelPlan,
    CorrectVisit,
    PlanVisit,
    ReopenFinding,
    SolveFinding,
    WithdrawVisit,
)
from governance.visits.events import VisitCorrected, VisitMissed, VisitWithdrawn
from governance.visits.stream import STREAM
from tests.builders import NOW, ask, book
from tests.visits import DOOR, ISSUE, LAMP, LATER_ISSUE, VISIT, escalated, logged


def _same(held: Any, text: str, *_: Any, gone: Any = ()) -> bool:
    """Nothing is sealed here: what is no text is none."""
    return getattr(held, "text", "") == text


CONTEXT = Context(
    now=NOW,
    actor=SYSTEM,
    policy=book(),
    same=_same,
)
DAY = NOW.date()


def lived(*commands):
    """Give the events of commands, each decided on what came before."""
    events: list[Event] = []
    for command in commands:
        state = STREAM.fold(events)
        for event in STREAM.decide(state, command, CONTEXT):
            version = len(events) + 1
            happened = event.happened_at
            events.append(replace(event, stream=VISIT, version=version, happened_at=happened))
    return events


def after(*commands):
    return STREAM.fold(lived(*commands))


def refusal(*commands):
    with pytest.raises(Refused) as no:
        lived(*commands)
    return no.value.code


def missed(**values):
    return logged(outcome="not_met", findings=(), **values)


PLAN = ask(
    PlanVisit,
    VISIT,
    place=DOOR,
    visitee="household",
    grid="g1",
    area="a101",
    planned_for=DAY + timedelta(1),
)
WITHDRAW = ask(WithdrawVisit, VISIT, reason="记错了门户")


def right(**values):
    facts = {"made_at": NOW - timedelta(hours=1), "way": "door", "visitee": "household"}
    return ask(CorrectVisit, VISIT, reason="填错了", **facts | values)


def test_a_visit_withdrawn_leaves_what_was_there_before():
    assert after(logged(), WITHDRAW).stage == "withdrawn"
    assert after(PLAN, logged(), WITHDRAW).stage == "planned"
    assert after(PLAN, ask(CancelPlan, VISIT, reason="搬走"), logged(), WITHDRAW).stage == (
        "cancelled"
    )
    state = after(PLAN, missed(next_on=DAY), logged(), WITHDRAW)
    assert (state.stage, type(state.last), state.agreed) == ("missed", VisitMissed, DAY)
    assert state.findings == {}


def test_it_says_what_was_found_and_what_became_of_it():
    (*_, event) = lived(logged(), escalated(), WITHDRAW)
    assert isinstance(event, VisitWithdrawn)
    assert (event.entry, event.numbers, event.issues) == (1, (1, 2), (ISSUE, LATER_ISSUE))


def test_an_earlier_try_may_be_the_wrong_one():
    state = after(missed(next_on=DAY), logged(), replace(WITHDRAW, entry=1))
    assert state.stage == "made"
    assert state.findings == {1: "escalated", 2: "hazard"}
    assert refusal(missed(), logged(), replace(WITHDRAW, entry=1), replace(WITHDRAW, entry=1)) == (
        "visits.no_such_entry"
    )


@pytest.mark.parametrize(
    ("commands", "code"),
    [
        ((WITHDRAW,), "visits.unknown"),
        ((PLAN, WITHDRAW), "visits.nothing_logged"),
        ((PLAN, right()), "visits.nothing_logged"),
        ((logged(), WITHDRAW, WITHDRAW), "visits.nothing_logged"),
        ((logged(), WITHDRAW, logged()), "visits.withdrawn"),
        ((logged(), WITHDRAW, ask(SolveFinding, VISIT, number=2)), "visits.nothing_found"),
        (
            (logged(next_on=DAY), WITHDRAW, ask(CallOffRevisit, VISIT, reason="")),
            "visits.nothing_agreed",
        ),
        ((PLAN, logged(), WITHDRAW, logged()), "visits.finding_told_twice"),
        ((logged(), right(made_at=NOW + timedelta(1))), "visits.in_the_future"),
        ((logged(), right(next_on=DAY - timedelta(30))), "visits.next_before_visit"),
        ((logged(), right(way="rocket")), "visits.no_such_option"),
        ((logged(), right(entry=7)), "visits.no_such_entry"),
    ],
)
def test_what_cannot_be_is_refused(commands, code):
    assert refusal(*commands) == code


def test_a_plan_carried_out_after_all_numbers_its_findings_on():
    again = logged(replace(LAMP, number=3))
    state = after(PLAN, logged(), WITHDRAW, again)
    assert (state.stage, state.findings, state.numbered) == ("made", {3: "hazard"}, 3)


def test_a_correction_tells_what_was_and_what_is():
    earlier = NOW - timedelta(days=2)
    events = lived(logged(next_on=DAY), right(made_at=earlier, way="phone", narrative="补记"))
    (_, event) = events
    assert isinstance(event, VisitCorrected)
    assert (event.old_made_at, event.made_at) == (NOW - timedelta(hours=1), earlier)
    assert (event.old_way, event.way, event.old_revisit_on, event.revisit_on) == (
        "door",
        "phone",
        DAY,
        None,
    )
    state = STREAM.fold(events)
    assert (state.last.made_at, state.last.way, state.agreed) == (earlier, "phone", None)
    assert state.last.narrative == event.narrative


def test_what_says_the_same_corrects_nothing():
    assert len(lived(logged(), right())) == 1
    assert len(lived(missed(), right())) == 1


def test_a_day_called_off_stays_so_unless_another_is_given():
    call_off = ask(CallOffRevisit, VISIT, reason="住户外出")
    agreed = logged(next_on=DAY)
    assert after(agreed, call_off, right(next_on=DAY, way="phone")).agreed is None
    later = DAY + timedelta(5)
    assert after(agreed, call_off, right(next_on=later)).agreed == later


def test_what_was_said_to_be_solved_is_open_again():
    solved = ask(SolveFinding, VISIT, number=2, proof=("a" * 64,))
    again = ask(ReopenFinding, VISIT, number=2, reason="还在")
    assert after(logged(), solved, again).findings[2] == "hazard"
    assert after(logged(), solved, again, replace(solved, command_id=VISIT)).findings[2] == "solved"
    assert refusal(logged(), again) == "visits.none_solved"
    wrong = ask(ReopenFinding, VISIT, number=1, reason="还在")
    assert refusal(logged(), solved, wrong) == "visits.not_solved"
    assert refusal(logged(), solved, replace(wrong, number=9)) == "visits.no_such_finding"
