"""What is asked of all doors at once is the rule asked of each: the same doors, the same order."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import example, given
from hypothesis import strategies as some

from governance.visits.due import DOORS, Door, DueRule, due_rule
from projections.boards import BOARDS
from projections.engine.database import open_sqlite
from projections.engine.view import View
from projections.places.board import places
from projections.places.doors import PlaceFilter, place_list
from projections.places.due import due_of
from projections.visits.due import due_doors
from projections.visits.table import visits
from tests.builders import NOW, book, moment
from tests.unit.projections.test_figures import EVERYTHING

TODAY = NOW.date()
INTERVALS = book().options.labels("visit_intervals")
BOUNDS = [
    moment("2026-03-06 00:00") - timedelta(days=days, microseconds=least)
    for days in (1, 15, 29, 30, 31, 90, 180, 365)
    for least in (0, 1, 36 * 10**9)
]
moments = some.sampled_from(BOUNDS) | some.integers(1, 10**9).map(
    lambda seconds: NOW - timedelta(seconds=seconds / 10)
)
days = some.dates(date(2026, 2, 20), date(2026, 3, 20)) | some.just(TODAY)
doors = some.builds(
    Door,
    kind=some.sampled_from([*DOORS, "grid", "building"]),
    retired=some.sampled_from([False, False, False, True]),
    interval=some.sampled_from(["", "gone", *INTERVALS]),
    revisit_on=some.none() | days,
    visited_at=some.none() | moments,
    tried_at=some.none() | moments,
    open_findings=some.integers(0, 2),
)
rules = some.builds(
    DueRule,
    spans=some.just(due_rule(book().options, book().calendar, NOW).spans)
    | some.dictionaries(
        some.sampled_from(list(INTERVALS)),
        some.floats(0.5, 3660).map(lambda n: timedelta(days=n)),
    ),
    calendar=some.just(book().calendar),
    today=some.sampled_from([TODAY, TODAY, TODAY - timedelta(days=1)]),
    second_look=some.sampled_from([None, timedelta(days=15), timedelta(days=100)]),
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    engine = open_sqlite(tmp_path_factory.mktemp("due") / "views.db", writer=True)
    places.create(engine)
    visits.create(engine)
    return View(engine, 1, boards=BOARDS)


def keep(view: View, held: list[Door]) -> None:
    """Put these doors, and no others, in the register; each is known by its number."""
    rows = [
        msgspec.structs.asdict(door)
        | {"key": UUID(int=n), "code": f"{n:04}", "grid": "g1"}
        | {"revisit_on": door.revisit_on.isoformat() if door.revisit_on else ""}
        for n, door in enumerate(held)
    ]
    with view.engine.begin() as connection:
        connection.execute(sa.delete(places))
        connection.execute(sa.insert(places), rows)


def in_order(rule: DueRule, held: list[Door]) -> list[int]:
    """Give the doors due: agreed days, then the never seen, then those whose interval is over."""

    def order(n: int) -> tuple[Any, ...]:
        door = held[n]
        if door.revisit_on:
            ends = door.visited_at and door.visited_at + rule.wait(door)
            return 0, door.revisit_on, bool(ends), ends or 0, n
        if door.visited_at is None:
            return 1, n
        return 2, door.visited_at + rule.wait(door), n

    return sorted((n for n, door in enumerate(held) if rule.is_due(door)), key=order)


@example(
    held=[
        Door(kind="household", interval=code, visited_at=at, revisit_on=agreed)
        for at in (None, *BOUNDS)
        for code in ("", *INTERVALS)
        for agreed in (None, TODAY)
    ],
    rule=due_rule(book().options, book().calendar, NOW),
)
@given(held=some.lists(doors, min_size=15, max_size=40), rule=rules)
def test_the_doors_due_are_those_of_the_rule(view, held, rule):
    keep(view, held)
    asked = due_doors(view, EVERYTHING, rule, limit=len(held))
    assert [row.key.int for row in asked.rows] == in_order(rule, held)
    assert asked.total == len(list(asked.rows))
    for retired in (False, True):
        found = place_list(
            view, PlaceFilter(due=rule, retired=retired), EVERYTHING, size=len(held)
        ).rows
        due = {n for n, door in enumerate(held) if rule.is_due(door) and door.retired == retired}
        assert {row.key.int for row in found} == due
    for retired in (False, True):
        for row in place_list(view, PlaceFilter(retired=retired), EVERYTHING, size=len(held)).rows:
            assert due_of(row, rule) == rule.due(held[row.key.int])
