"""Figures of a period that still runs: limits to come stand apart, an earlier one as it stood."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from projections.engine.paging import ALL
from projections.figures.queries import BY, Part, figures, members
from tests.builders import moment
from tests.unit.projections.test_figures import BOOK, END, EVERYTHING, START, asked, some_rows, view

__all__ = ["view"]  # a fixture

DAY_6 = moment("2026-03-07 10:00")
SAME_DISTANCE = moment("2026-02-21 10:00")
THIS: dict[str, Any] = {"start": moment("2026-03-02 00:00"), "end": moment("2026-03-16 00:00")}
BEFORE = {"start": moment("2026-02-16 00:00"), "end": moment("2026-03-02 00:00")}
PARTS: tuple[Part, ...] = ("denominator", "pending", "excluded")
WHOLE: tuple[Part, ...] = ("numerator", *PARTS)


def case(name, due, handled="", closed="", *, received="2026-02-10 09:00", stage="closed"):
    """Give a row by its moments; those of a case that is not done are left empty."""
    values = {
        "handle_due": due,
        "received_at": received,
        "handled_at": handled,
        "closed_at": closed,
    }
    return (
        some_rows(0)[0]
        | {column: moment(text) if text else None for column, text in values.items()}
        | {
            "key": UUID(int=int(name, 36)),
            "serial": name,
            "kind": "ticket",
            "stage": stage if closed or stage == "void" else "dispatched",
            "outcome": "solved",
            "contacted": "yes",
        }
    )


ROWS = [
    case("a", "2026-03-03 10:00", "2026-03-02 10:00", "2026-03-03 09:00"),
    case("b", "2026-03-04 10:00"),
    case("c", "2026-03-05 10:00", "2026-03-06 10:00", "2026-03-06 11:00"),
    case("early", "2026-03-10 10:00", "2026-03-06 10:00", "2026-03-07 09:00"),
    case("e", "2026-03-12 10:00", received="2026-03-05 10:00"),
    case("void", "2026-03-06 10:00", stage="void"),
    case("ka", "2026-02-17 10:00", "2026-02-16 10:00", "2026-02-18 10:00"),
    case("kb", "2026-02-18 10:00", "2026-02-25 10:00", "2026-02-26 10:00"),
    case("kc", "2026-02-24 10:00", "2026-02-20 10:00", "2026-02-20 11:00"),
    case("kd", "2026-02-20 10:00", "2026-02-19 10:00", "2026-02-27 10:00"),
    case("ke", "2026-03-20 10:00", received="2026-02-25 10:00"),
]


def values(held, metric, **more):
    """Give numerator, denominator and pending of a metric."""
    (row,) = figures(held, BOOK, sight=EVERYTHING, metrics=(metric,), **more).rows
    return row.numerator, row.denominator, row.pending


def test_on_the_sixth_day_only_limits_that_have_come_are_judged(view):
    held = view(ROWS)
    assert values(held, "closure_rate", as_at=DAY_6, **THIS) == (2, 3, 2)
    assert values(held, "on_time_of_due", as_at=DAY_6, **THIS) == (1, 3, 2)
    serials = {
        part: {
            row["serial"]
            for row in members(
                held,
                BOOK,
                "closure_rate",
                part=part,
                sight=EVERYTHING,
                as_at=DAY_6,
                **THIS,
            ).rows
        }
        for part in WHOLE
    }
    assert serials == {
        "numerator": {"a", "c"},
        "denominator": {"a", "b", "c"},
        "pending": {"early", "e"},
        "excluded": {"void"},
    }


def test_once_the_period_is_over_nothing_is_pending(view):
    held = view(ROWS)
    assert values(held, "closure_rate", as_at=THIS["end"], **THIS) == (3, 5, 0)
    assert values(held, "on_time_of_due", as_at=THIS["end"], **THIS) == (2, 5, 0)


def test_before_it_begins_everything_is(view):
    ahead = {"start": THIS["end"], "end": THIS["end"] + timedelta(days=14)}
    assert values(view(ROWS), "closure_rate", as_at=DAY_6, **ahead) == (0, 0, 1)


def test_the_one_before_is_seen_as_it_stood_on_its_own_sixth_day(view):
    held = view(ROWS)
    then = {"as_at": SAME_DISTANCE, "as_then": True, **BEFORE}
    assert values(held, "closure_rate", **then) == (1, 3, 1)
    assert values(held, "on_time_of_due", **then) == (2, 3, 1)
    assert values(held, "overdue_open", **then)[0] == 1
    assert values(held, "closed", **then)[0] == 2
    assert values(held, "received", **then)[0] == 0
    whole = {"as_at": DAY_6, **BEFORE}
    assert values(held, "closure_rate", **whole) == (4, 4, 0)
    assert values(held, "overdue_open", **whole)[0] == 0
    assert values(held, "closed", **whole)[0] == 4
    assert values(held, "received", **whole)[0] == 1


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("day", [-1, 0, 6, 13, 20, 30])
def test_every_case_of_a_period_is_in_one_part(view, seed, day):
    rows, as_at = some_rows(seed), START + timedelta(days=day)
    held = view(rows)
    more: dict[str, Any] = {"start": START, "end": END, "sight": EVERYTHING, "as_at": as_at}
    for figure in asked(held, as_at=as_at).rows:
        metric = BOOK.metrics.named(figure.metric)
        parts = {
            part: {
                row["key"]
                for row in members(held, BOOK, metric.id, part=part, size=ALL, **more).rows
            }
            for part in PARTS
        }
        counted = {
            row["key"]
            for row in rows
            if row["kind"] in metric.kinds
            and row[metric.basis]
            and START <= row[metric.basis] < END
        }
        assert sum(map(len, parts.values())) == len(counted)
        assert set().union(*parts.values()) == counted
        assert figure.pending == len(parts["pending"])
        assert not figure.pending or metric.by_limit
        if figure.denominator is not None and not metric.weight:
            missed = figure.denominator - figure.numerator
            assert missed >= 0
            assert figure.numerator + missed + figure.pending + len(parts["excluded"]) == len(
                counted
            )


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("by", BY)
def test_as_it_stood_is_without_whatever_happened_later(view, seed, by):
    cut, rows = START + timedelta(days=8), some_rows(seed)
    happened = ("handled_at", "closed_at")
    then = [
        row | {name: None for name in happened if row[name] and row[name] > cut}
        for row in rows
        if row["received_at"] and row["received_at"] <= cut
    ]

    def numbers(rows_, **more):
        found = asked(view(rows_), by=by, as_at=cut, **more).rows
        return {
            (f.scope, f.metric): (f.numerator, f.denominator, f.pending)
            for f in found
            if f.numerator or f.denominator or f.pending
        }

    assert numbers(rows, as_then=True) == numbers(then)
    assert numbers(rows, as_then=True) != numbers(rows)
