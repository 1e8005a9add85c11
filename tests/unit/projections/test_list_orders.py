"""Lists of cases in an order, and counts of queues: an index gives them, live and in the past."""

import pytest
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.boards import BOARDS
from projections.casework.queries import SORTS, Filter, case_list, counts
from projections.casework.table import cases
from projections.engine.asof import AsOf
from projections.engine.database import open_sqlite
from projections.engine.view import View
from tests.builders import NOW
from web.today.queues import QUEUES

EVERYTHING = Sight(everything=True)
# Of the past, what began later is passed over by an index: these orders are then sorted for.
SORTED_THEN = ("serial", "title", "received", "closed")
ORDERS = ["", *SORTS, *(f"-{name}" for name in SORTS)]
NARROWED = [Filter(kind="ticket"), Filter(grid="g1"), Filter(unit="城建"), Filter(stage="closed")]


@pytest.fixture(params=["live", "past"])
def view(request, sqlite_runtime, tmp_path):
    """Rows as they stand, or as they stood."""
    if request.param == "live":
        yield sqlite_runtime.live()
        return
    past = AsOf(sqlite_runtime.ledger, tmp_path / "asof")
    yield past.at(0)
    past.close()


def plans(view, ask):
    """Give how the database goes about what is asked of it."""
    asked = []

    def note(_connection, _cursor, statement, parameters, *_):
        asked.append((statement, parameters))

    sa.event.listen(view.engine, "before_cursor_execute", note)
    ask()
    sa.event.remove(view.engine, "before_cursor_execute", note)
    with view.connect() as connection:
        return [
            [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given)]
            for one, given in asked
        ]


def listed(view, wanted, sort=""):
    *_, plan = plans(view, lambda: case_list(view, wanted, EVERYTHING, now=NOW, sort=sort))
    return plan


@pytest.mark.parametrize("sort", ORDERS)
def test_no_order_of_the_list_sorts_the_table(view, sort):
    if not view.live and sort.removeprefix("-") in SORTED_THEN:
        return
    first, *rest = listed(view, Filter(), sort)
    assert "USING INDEX" in first
    assert "USE TEMP B-TREE FOR ORDER BY" not in rest


@pytest.mark.parametrize("wanted", NARROWED, ids=str)
def test_nor_does_the_usual_order_of_a_part_of_it(view, wanted):
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

    def closed(sort):
        rows = case_list(view, Filter(), EVERYTHING, now=NOW, sort=sort).rows
        return [row["closed_at"] and row["closed_at"].year for row in rows]

    assert closed("closed") == [day.year, 2030, None]
    assert closed("-closed") == [2030, day.year, None]
    assert closed("")[0] is None
    assert closed("-due")[-1] is None
    engine.dispose()
