"""Figures against a second, naive counting of the same rows."""

import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from governance.policy.metrics import CASES
from governance.policy.roles import Sight
from projections.boards import BOARDS
from projections.casework.table import cases
from projections.engine.database import open_sqlite
from projections.engine.paging import ALL
from projections.engine.rows import metadata
from projections.engine.view import View
from projections.figures.queries import BY, figures, members, sizes
from projections.places.board import places
from projections.policies.board import editions
from tests.builders import NOW, SHANGHAI, of_cases

BOOK = of_cases()
EVERYTHING = Sight(everything=True)
START, END = NOW - timedelta(days=20), NOW
ROWS = 400
OF_CASES = {one.id: one for one in BOOK.metrics.metric if one.rows == CASES}


def some_rows(seed):
    """Give rows of every stage; a third of the moments miss, half lie outside of the period."""
    dice = random.Random(seed)

    def day():
        return dice.choice(
            [None, START, END, *(NOW + timedelta(hours=dice.randint(-900, 300)) for _ in "abcd")]
        )

    return [
        {
            "key": UUID(int=dice.getrandbits(128)),
            "kind": dice.choice(["ticket", "ticket", "issue"]),
            "serial": f"S{n}",
            "grid": dice.choice(["g1", "g2", ""]),
            "unit": dice.choice(["城建办", "平安办", ""]),
            "area": dice.choice(["a1", "a2"]),
            "category": dice.choice(["", "unknown"]),
            "source": dice.choice(["12345", "visit"]),
            "stage": dice.choice(["received", "dispatched", "handled", "closed", "void"]),
            "received_at": day(),
            "handle_due": day(),
            "handled_at": day(),
            "closed_at": day(),
            "contacted": dice.choice(["", "yes", "no"]),
            "outcome": dice.choice(["", "solved", "explained", "other"]),
            "satisfaction": dice.choice(
                ["", "satisfied", "fairly", "average", "dissatisfied", "none"]
            ),
            "round": dice.choice([0, 0, 1, 2]),
            "returns": dice.choice([0, 0, 1]),
            "crossing": (),
            "crossing_units": (),
            "evidence": {},
        }
        for n in range(ROWS)
    ]


def holds(test, row):
    """Say in plain words what the SQL says."""
    held = row[test.column]
    match test.op:
        case "is":
            return held == test.value
        case "not":
            return held != test.value
        case "in":
            return held in test.value
        case "set":
            return held is not None
        case "unset":
            return held is None
        case "before":
            other = row[test.other]
            return held is not None and other is not None and held <= other
        case "above":
            return held > test.value
        case "past":
            return held is not None and held < NOW


def naive(metric, rows, as_at=NOW):
    cohort = [
        row
        for row in rows
        if row["kind"] in metric.kinds
        and row[metric.basis]
        and START <= row[metric.basis] < END
        and all(holds(test, row) for test in metric.of)
        and not (metric.by_limit and row[metric.basis] > as_at)
    ]
    if metric.weight:
        weights = [BOOK.options.weight(metric.weight, row[metric.weight]) for row in cohort]
        return sum(weight or 0 for weight in weights), len(cohort)
    return sum(all(holds(test, row) for test in metric.counts) for row in cohort), len(cohort)


def within(row, metric, by, scope):
    """Say whether a row is of a scope, month by the month its basis lies in here."""
    if by == "month":
        return (
            bool(row[metric.basis]) and f"{row[metric.basis].astimezone(SHANGHAI):%Y-%m}" == scope
        )
    return by == "all" or row[by] == scope


def a_view(engine, rows):
    metadata.drop_all(engine, tables=[cases, places, editions])
    metadata.create_all(engine, tables=[cases, places, editions])
    with engine.begin() as connection:
        connection.execute(sa.insert(cases), rows)
    return View(engine, 7, boards=BOARDS)


@pytest.fixture
def view(tmp_path):
    engine = open_sqlite(tmp_path / "views.db", writer=True)
    yield lambda rows: a_view(engine, rows)
    engine.dispose()


def asked(view, **more):
    values: dict[str, Any] = {"start": START, "end": END, "sight": EVERYTHING, "as_at": NOW}
    values |= {"metrics": tuple(OF_CASES)} | more
    return figures(view, BOOK, **values)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("by", BY)
def test_every_figure_is_what_counting_by_hand_gives(view, seed, by):
    rows = some_rows(seed)
    found = asked(view(rows), by=by).rows
    assert {figure.metric for figure in found} == set(OF_CASES)
    for figure in found:
        metric = BOOK.metrics.named(figure.metric)
        part, whole = naive(metric, [r for r in rows if within(r, metric, by, figure.scope)])
        assert figure.numerator == pytest.approx(part)
        if metric.unit == "count":
            assert (figure.denominator, figure.value) == (None, part if metric.counts else whole)
        else:
            assert figure.denominator == whole
            assert figure.value == (pytest.approx(part / whole) if whole else None)


@pytest.mark.parametrize("metric", OF_CASES)
def test_a_figure_opens_to_the_cases_it_counts(view, metric):
    held = view(some_rows(1))
    values: dict[str, Any] = {"start": START, "end": END, "sight": EVERYTHING, "as_at": NOW}
    for figure in asked(held, by="unit", metrics=(metric,)).rows:
        parts = {
            part: list(
                members(
                    held,
                    BOOK,
                    metric,
                    by="unit",
                    scope=figure.scope,
                    part=part,
                    size=ALL,
                    **values,
                ).rows
            )
            for part in ("numerator", "denominator", "excluded")
        }
        counted = sizes(held, BOOK, metric, by="unit", scope=figure.scope, **values)
        assert {part: counted[part] for part in parts} == {p: len(r) for p, r in parts.items()}
        if BOOK.metrics.named(metric).weight:
            assert all(row["satisfaction"] != "dissatisfied" for row in parts["numerator"])
        else:
            assert len(parts["numerator"]) == figure.numerator
        if figure.denominator is not None:
            assert len(parts["denominator"]) == figure.denominator
        keys = {row["key"] for row in parts["denominator"]}
        assert {row["key"] for row in parts["numerator"]} <= keys
        assert not keys & {row["key"] for row in parts["excluded"]}


def test_an_open_overdue_case_counts_among_those_due(view):
    late = some_rows(0)[0] | {
        "kind": "ticket",
        "stage": "dispatched",
        "handle_due": NOW - timedelta(days=1),
        "handled_at": None,
        "closed_at": None,
    }
    found = {figure.metric: figure for figure in asked(view([late])).rows}
    assert (found["on_time_of_due"].denominator, found["on_time_of_due"].value) == (1, 0)
    assert found["overdue_open"].numerator == 1
    assert (found["on_time_of_closed"].denominator, found["on_time_of_closed"].value) == (0, None)


def test_somebody_sees_the_cases_of_their_grids_and_unit(view):
    rows = some_rows(3)
    held = view(rows)
    sight = Sight(everything=False, grids=frozenset({"g1"}), units=frozenset({"城建办"}))
    mine = [row for row in rows if row["grid"] == "g1" or row["unit"] == "城建办"]
    (figure,) = asked(held, metrics=("received",), sight=sight).rows
    assert figure.numerator == naive(BOOK.metrics.named("received"), mine)[1] > 0
    (nothing,) = asked(held, metrics=("received",), sight=Sight(everything=False)).rows
    assert nothing.numerator == 0


def test_a_code_stands_for_one_number(view):
    held = view(some_rows(2))
    codes = [figure.code for figure in asked(held, by="unit").rows]
    assert codes == [figure.code for figure in asked(held, by="unit").rows]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 12 for code in codes)
    held.position = 8
    assert not set(codes) & {figure.code for figure in asked(held, by="unit").rows}


@pytest.mark.parametrize("as_then", [False, True])
def test_a_code_stands_still_once_nothing_can_change_the_number(view, as_then):
    held = view(some_rows(2))

    def same(first, second):
        codes = [
            {(f.metric, f.code) for f in asked(held, as_at=at, as_then=as_then).rows}
            for at in (first, second)
        ]
        return {metric for metric, _ in codes[0] & codes[1]}

    every, hour = set(OF_CASES), timedelta(hours=1)
    by_limit = {name for name, one in OF_CASES.items() if one.by_limit}
    looks_back = {
        name
        for name, one in OF_CASES.items()
        if any(test.op == "past" for test in (*one.of, *one.counts))
    }
    assert by_limit >= {"closure_rate", "on_time_of_due"}
    assert looks_back >= {"overdue_open"}
    assert same(END, END + hour) == (set() if as_then else every - looks_back)
    assert same(END - hour, END - 2 * hour) == (set() if as_then else every - looks_back - by_limit)


def test_an_unknown_metric_is_a_mistake(view):
    with pytest.raises(KeyError):
        asked(view(some_rows(0)), metrics=("no_such",))
