"""Lists of cases in an order, and counts of queues: an index gives them, live and in the past."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.boards import BOARDS
from projections.casework.queries import SORTS, Filter, case_list, counts, open_stages
from projections.casework.table import cases
from projections.engine.asof import AsOf
from projections.engine.database import open_sqlite
from projections.engine.runtime import Runtime
from projections.engine.view import View
from tests.builders import NOW
from tests.statements import plans
from web.today.queues import QUEUES

EVERYTHING = Sight(everything=True)
ORDERS = ["", *SORTS, *(f"-{name}" for name in SORTS)]
# Of the past, what began later is passed over by an index: other orders are sorted for.
BY_INDEX_THEN = [f"{sign}{name}" for name in ("grid", "unit", "stage") for sign in ("", "-")]
NARROWED = [Filter(kind="ticket"), Filter(grid="g1"), Filter(unit="城建"), Filter(stage="closed")]


@pytest.fixture
def past(sqlite_runtime: Runtime, tmp_path: Path) -> Iterator[View]:
    """Rows as they stood."""
    past = AsOf(sqlite_runtime.ledger, tmp_path / "asof")
    yield past.at(0)
    past.close()


def listed(view, wanted, sort=""):
    *_, plan = plans(view, lambda: case_list(view, wanted, EVERYTHING, now=NOW, sort=sort))
    return plan


@pytest.mark.parametrize("sort", ORDERS)
def test_no_order_of_the_list_sorts_the_table(sqlite_runtime, sort):
    first, *rest = listed(sqlite_runtime.live(), Filter(), sort)
    assert "USING INDEX" in first
    assert "USE TEMP B-TREE FOR ORDER BY" not in rest


@pytest.mark.parametrize(
    "sort", ["", "due", "-due", "grid", "-grid", "unit", "-unit", "stage", "-stage"]
)
def test_nor_do_these_of_the_past_sort_it(past, sort):
    first, *rest = listed(past, Filter(), sort)
    assert "USING INDEX" in first
    assert "USE TEMP B-TREE FOR ORDER BY" not in rest


@pytest.mark.parametrize("wanted", NARROWED, ids=str)
def test_nor_does_the_usual_order_of_a_part_of_it(sqlite_runtime, past, wanted):
    for view in (sqlite_runtime.live(), past):
        first, *rest = listed(view, wanted)
        assert first.startswith("SEARCH")
        assert "_ahead" in first
        assert "USE TEMP B-TREE FOR ORDER BY" not in rest


@pytest.mark.parametrize("role", QUEUES)
def test_queues_are_counted_over_what_is_open(sqlite_runtime, role):
    view = sqlite_runtime.live()
    queues = {name: wanted for name, _, wanted in QUEUES[role]}
    *_, plan = plans(view, lambda: counts(view, EVERYTHING, NOW, queues))
    assert not [step for step in plan if step.startswith("SCAN")]


def test_the_order_by_what_a_case_may_lack_puts_that_last_either_way(tmp_path):
    engine = open_sqlite(tmp_path / "rows.db", writer=True)
    cases.metadata.create_all(engine)
    number, day = iter(range(1, 9)), NOW
    with engine.begin() as connection:
        for closed, due in ((None, day), (day, None), (day.replace(year=2030), None)):
            connection.execute(
                sa.insert(cases).values(
                    key=sa.type_coerce(f"{next(number):032x}", sa.String),
                    received_at=day,
                    stage="closed" if closed else "received",
                    closed_at=closed,
                    next_due=due,
                )
            )
    view = View(engine, 0, boards=BOARDS)

    def years(sort: str) -> list[int | None]:
        rows = case_list(view, Filter(), EVERYTHING, now=NOW, sort=sort).rows
        return [row.closed_at.year if row.closed_at else None for row in rows]

    assert years("closed") == [day.year, 2030, None]
    assert years("-closed") == [2030, day.year, None]
    assert years("")[0] is None
    assert years("-due")[-1] is None
    engine.dispose()


def test_without_a_kind_of_case_no_list_says_that_nothing_is_open(monkeypatch):
    monkeypatch.setattr("projections.casework.queries.KINDS", {})
    with pytest.raises(LookupError):
        open_stages()
