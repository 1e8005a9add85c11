"""历史资料: old tickets of a sheet stand in the figures of their day and in no queue."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from governance.casework import commands as asks
from governance.hotline.commands import DispatchTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.kernel.errors import Refused
from governance.policy.roles import Sight
from projections.agenda.candidates import candidates
from projections.casework.queries import WAITING, Filter, case_list
from projections.casework.running_deadlines import running
from projections.engine.runtime import Runtime
from projections.figures.queries import figures
from scripts import recount
from tests.builders import moment
from tests.deployment import deployed, tell
from tests.sheets import NOW, ROWS, counts, row_of, take
from web.imports.past import Past

ALL = Past("all")
EVERYTHING = Sight(everything=True)
MARCH: dict[str, Any] = {"start": moment("2026-03-01 00:00"), "end": moment("2026-04-01 00:00")}
LATE = ["A4", "2026-02-24 11:00", "井盖", "井盖松动", "", "", "", "执法队", "2026-03-15 12:00", ""]


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        yield runtime


def queued(runtime: Runtime) -> set[str]:
    """Give the numbers that any queue, clock or agenda has."""
    filters = [Filter(flag=flag) for flag in WAITING]
    filters += [Filter(due=due) for due in ("overdue", "handling", "running", "today")]
    filters += [Filter(stage="open")]
    view = runtime.live()
    found = {
        row.serial
        for wanted in filters
        for row in case_list(view, wanted, EVERYTHING, now=NOW).rows
    }
    clocks = {late.stream for late in running(view, NOW)}
    found |= {row[0] for row in (*ROWS, LATE) if ticket_id("12345", row[0]) in clocks}
    meets = {"meets_at": NOW, "next_meets_at": moment("2026-04-07 10:00"), "now": NOW}
    for grid in ("g1", ""):
        found |= {one.serial for one in candidates(view, view.book(), grid, **meets) if one.serial}
    return found


def figure(runtime: Runtime, metric: str) -> tuple[Any, Any]:
    view = runtime.live()
    (row,) = figures(
        view, view.book(), **MARCH, metrics=(metric,), sight=EVERYTHING, as_at=NOW
    ).rows or (None,)
    return (row.numerator, row.denominator) if row else (0, 0)


def test_history_is_in_no_queue_and_would_be_without_the_mark(runtime):
    take(runtime, *ROWS, past=ALL)
    assert queued(runtime) == set()
    for serial, stage in (("A1", "past"), ("A2", "past"), ("A3", "closed")):
        row = row_of(runtime, serial)
        assert (row.stage, row.historical) == (stage, True)


def test_the_control_is_queued(runtime):
    take(runtime, *ROWS)
    assert queued(runtime) == {"A1", "A2"}


def test_it_stands_in_the_figures_of_its_day(runtime):
    take(runtime, *ROWS, LATE, past=ALL)
    assert figure(runtime, "received") == (3, None)
    assert figure(runtime, "closed") == (2, None)
    assert figure(runtime, "on_time_of_closed") == (1, 2)
    assert figure(runtime, "closure_rate") == (2, 2)
    assert figure(runtime, "overdue_open") in {(0, None), (0, 0)}


def test_an_independent_count_agrees_with_every_figure(runtime):
    take(runtime, *ROWS, LATE, past=ALL)
    took_up(runtime, ticket_id("12345", "A1"), note="来电人又来反映")
    again(runtime, ticket_id("12345", "A3"))
    things = recount.read(runtime.data / "events.db")
    mine = recount.recount(things, (MARCH["start"], MARCH["end"]), NOW, "all")
    view = runtime.live()
    for row in figures(view, view.book(), **MARCH, sight=EVERYTHING, as_at=NOW).rows:
        part, whole, later = mine.get(row.metric, {}).get(row.scope, [0, 0, 0])
        count = row.denominator is None
        counted = (whole if count else round(part, 9), None if count else whole, later)
        assert (row.numerator, row.denominator, row.pending) == counted, row.metric


def took_up(runtime: Runtime, stream: UUID, note: str) -> None:
    tell(runtime, TICKET.command(asks.Reopen), stream, reason=asks.TAKEN_UP, note=note)


def again(runtime: Runtime, stream: UUID) -> None:
    tell(runtime, TICKET.command(asks.Reopen), stream, reason="recurred")


def test_it_comes_to_life_by_an_act_with_a_reason(runtime):
    take(runtime, *ROWS, past=ALL)
    stream = ticket_id("12345", "A1")
    with pytest.raises(Refused, match=r"hotline\.historical"):
        tell(runtime, DispatchTicket, stream, unit="平安办")
    with pytest.raises(Refused, match=r"hotline\.taken_up_without_reason"):
        took_up(runtime, stream, " ")
    took_up(runtime, stream, "来电人又来反映")
    row = row_of(runtime, "A1")
    assert (row.stage, row.historical, row.round, row.next_clock) == (
        "dispatched",
        False,
        0,
        "handle",
    )
    assert row.next_due > NOW
    assert queued(runtime) == {"A1"}
    assert [late for late in running(runtime.live(), NOW) if late.stream == stream] == []


def test_a_later_sheet_meets_it_and_brings_how_it_ended(runtime):
    take(runtime, *ROWS, past=ALL)
    later = [*ROWS[1]]
    later[7], later[8] = "城建办", "2026-03-09 09:00"
    assert counts(take(runtime, later)) == (0, 0, 1, 0)
    row = row_of(runtime, "A2")
    assert (row.stage, row.unit, row.historical) == ("closed", "城建办", True)
    assert row.handle_due is not None
    assert queued(runtime) == set()


def test_a_sheet_that_tells_more_does_not_bring_it_to_life(runtime):
    take(runtime, *ROWS, past=ALL)
    later = [*ROWS[1]]
    later[7] = "城建办"
    assert counts(take(runtime, later)) == (0, 0, 1, 0)
    assert (row_of(runtime, "A2").stage, row_of(runtime, "A2").unit) == ("past", "城建办")
    assert queued(runtime) == set()


def test_what_is_worked_on_here_stays_so(runtime):
    take(runtime, *ROWS)
    assert counts(take(runtime, *ROWS, past=ALL)) == (0, 3, 0, 0)
    assert queued(runtime) == {"A1", "A2"}


def test_the_same_sheet_again_changes_nothing(runtime):
    take(runtime, *ROWS, past=ALL)
    take(runtime, *ROWS, past=ALL)
    position = runtime.ledger.position()
    assert counts(take(runtime, *ROWS, past=ALL)) == (0, 3, 0, 0)
    assert runtime.ledger.position() == position


@pytest.mark.parametrize(
    ("past", "marked"),
    [
        (Past(), set()),
        (ALL, {"A1", "A2", "A3", "A4"}),
        (Past("closed"), {"A3", "A4"}),
        (Past("before", date(2026, 3, 1)), {"A4"}),
        (Past("before", date(2026, 2, 24)), set()),
    ],
)
def test_a_part_of_a_sheet_may_be_history(runtime, past, marked):
    tried = take(runtime, *ROWS, LATE, past=past, dry_run=True)
    take(runtime, *ROWS, LATE, past=past)
    every = [row_of(runtime, row[0]) for row in (*ROWS, LATE)]
    assert {row.serial for row in every if row.historical} == marked
    assert tried.historical == len(marked)


def test_a_round_of_history_after_another_is_history(runtime):
    take(runtime, ROWS[2], past=ALL)
    second = [*ROWS[2]]
    second[1], second[8] = "2026-03-10 09:00", ""
    assert counts(take(runtime, second, past=ALL)) == (0, 0, 1, 0)
    row = row_of(runtime, "A3")
    assert (row.stage, row.round, row.historical, row.handle_due) == ("past", 1, True, None)
    assert queued(runtime) == set()
