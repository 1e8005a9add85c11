"""A time at a door that is withdrawn or corrected: the door is as if it had been told rightly."""

from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from governance.kernel.command import SYSTEM, Command
from governance.kernel.event import Event
from governance.kernel.stream import Stream
from governance.places.stream import STREAM as PLACES
from governance.policy.context import Context
from governance.visits.commands import (
    CallOffRevisit,
    CorrectVisit,
    LogVisit,
    PlanVisit,
    SolveFinding,
    ToldAnswer,
    ToldFinding,
    WithdrawVisit,
)
from governance.visits.stream import STREAM as VISITS
from governance.visits.stream import visit_id
from projections.places.board import places
from projections.visits.table import findings, visits
from tests.builders import NOW, ask, book
from tests.projecting import rows_after
from tests.visits import DOOR, registered


def _same(held: Any, text: str, *_: Any, gone: Any = ()) -> bool:
    """Nothing is sealed here: what is no text is none."""
    return getattr(held, "text", "") == text


CONTEXT = Context(
    now=NOW,
    actor=SYSTEM,
    policy=book(),
    same=_same,
)
WHERE = {"place": DOOR, "visitee": "household", "grid": "g1", "area": "a1", "way": "door"}
HISTORIES = 60
KEPT = {"last_entry"}
"""What a door names its records by, whatever became of them."""


class House:
    """One door and what was told of it, event by event."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.tell(PLACES, registered())

    def tell(self, stream: Stream, command: Command) -> None:
        past = [event for event in self.events if event.stream == command.stream]
        for event in stream.decide(stream.fold(past), command, CONTEXT):
            at = NOW + timedelta(seconds=len(self.events))
            past.append(
                replace(event, stream=command.stream, version=len(past) + 1, recorded_at=at)
            )
            self.events.append(past[-1])

    @property
    def door(self) -> dict[str, Any]:
        row = rows_after(places, *self.events)[DOOR]
        return {name: value for name, value in row.items() if name not in KEPT}


def given(random: Random, key: UUID) -> LogVisit:
    """Give some time at the door, of the last forty days, in no order."""
    made_at = NOW - timedelta(hours=random.randrange(1, 40 * 24))
    met = random.random() < 0.7
    facts: dict[str, Any] = {"outcome": "met" if met else "not_met"}
    if random.random() < 0.6:
        facts["next_on"] = made_at.date() + timedelta(days=random.randrange(1, 20))
    if met:
        facts["keeps"] = random.random() < 0.2
        hazard = ToldFinding(number=1, title="堆物", outcome="hazard")
        solved = ToldFinding(number=2, title="灯", outcome="solved", explanation="换了")
        facts["findings"] = random.choice(((), (hazard,), (hazard, solved)))
        if random.random() < 0.5:
            note = random.choice(("", "住户不在"))
            answer = ToldAnswer(theme="safety", item="x", answer="no" if note else "yes", note=note)
            facts["answers"] = (answer,)
    return ask(LogVisit, key, made_at=made_at, **WHERE | facts)


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_door_counts_as_if_what_was_withdrawn_had_never_been_told(number):
    random = Random(number)
    house, right, wrong = House(), House(), []
    for n in range(random.randrange(2, 8)):
        command = given(random, visit_id(f"v{n}"))
        slip = random.random() < 0.4
        house.tell(VISITS, command)
        if slip:
            wrong.append(command.stream)
        else:
            right.tell(VISITS, command)
        calls_off = command.next_on and not slip and random.random() < 0.3
        for one in (house, right) if calls_off else ():
            one.tell(VISITS, ask(CallOffRevisit, command.stream, reason="外出"))
        if command.findings and random.random() < 0.4:
            solve = ask(SolveFinding, command.stream, number=1, proof=("a" * 64,))
            for one in (house,) if slip else (house, right):
                one.tell(VISITS, solve)
    for key in random.sample(wrong, len(wrong)):
        house.tell(VISITS, ask(WithdrawVisit, key, reason="记错了门户"))
    assert house.door == right.door
    rows = rows_after(visits, *house.events)
    assert {row["stage"] for row in rows.values() if row["key"] in wrong} <= {"withdrawn"}
    assert all(row["made_at"] is None for row in rows.values() if row["key"] in wrong)
    found = rows_after(findings, *house.events).values()
    assert all(
        (row["outcome"], row["found_at"], row["settled_at"]) == ("withdrawn", None, None)
        for row in found
        if row["visit"] in wrong
    )


@pytest.mark.parametrize("number", range(HISTORIES))
def test_a_door_counts_as_if_what_was_corrected_had_been_told_rightly(number):
    random = Random(1000 + number)
    house, right, commands = House(), House(), []
    for n in range(random.randrange(1, 6)):
        command = given(random, visit_id(f"v{n}"))
        as_is = command
        if random.random() < 0.5:
            at = command.made_at + timedelta(hours=random.randrange(-90, 1))
            day = at.date() + timedelta(days=random.randrange(1, 9))
            as_is = replace(command, made_at=at, next_on=random.choice((None, day)))
        house.tell(VISITS, command)
        right.tell(VISITS, as_is)
        commands.append((command, as_is))
    for command, as_is in commands:
        facts = {name: getattr(as_is, name) for name in ("made_at", "way", "visitee", "next_on")}
        house.tell(VISITS, ask(CorrectVisit, command.stream, reason="填错了", **facts))
    assert house.door == right.door
    one, other = (rows_after(findings, *each.events) for each in (house, right))
    for key, row in one.items():
        assert (row["found_at"], row["settled_at"]) == (
            other[key]["found_at"],
            other[key]["settled_at"],
        )


def test_a_plan_waits_again_when_the_visit_that_kept_it_was_none():
    house, key = House(), visit_id("planned")
    plan = {"planned_for": date(2027, 1, 1), **WHERE}
    plan.pop("way")
    house.tell(VISITS, ask(PlanVisit, key, **plan))
    house.tell(VISITS, ask(LogVisit, key, made_at=NOW, outcome="met", **WHERE))
    assert rows_after(visits, *house.events)[f"{key}:1"]["stage"] == "kept"
    house.tell(VISITS, ask(WithdrawVisit, key, reason="走访的是另一户"))
    assert rows_after(visits, *house.events)[f"{key}:1"]["stage"] == "planned"
