"""Every concept's rows, counted by every kind of metric, against a naive counting in Python."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from governance.policy.book import Edition, PolicyBook
from governance.policy.checks import unfit
from governance.policy.roles import Sight
from projections.boards import BOARDS
from projections.engine.counted import TYPES
from projections.engine.database import open_sqlite
from projections.engine.paging import ALL
from projections.engine.projection import counted, tables
from projections.engine.view import View
from projections.figures.queries import BY, figures, members, sizes
from tests.builders import NOW, SHANGHAI, book

THINGS = counted(BOARDS)
START = NOW.astimezone(SHANGHAI).replace(hour=0) - timedelta(days=40)
END = START + timedelta(days=60)
TODAY = f"{NOW.astimezone(SHANGHAI):%Y-%m-%d}"
ROWS = 200
SOME = Sight(everything=False, grids=frozenset({"g1"}), units=frozenset({"甲"}))


def some_value(dice, thing, name):
    field, kind = thing.fields.get(name), TYPES.get(type(thing.table.c[name].type))
    moment = START + timedelta(hours=dice.randint(-400, 1900))
    if kind == "moment":
        return dice.choice([None, START, END, moment])
    if kind == "number":
        return dice.choice([0, 0, 1, 3])
    if kind == "flag":
        return dice.choice([False, True])
    if field and field.day:
        return dice.choice(["", f"{moment:%Y-%m-%d}", f"{START:%Y-%m-%d}", f"{END:%Y-%m-%d}"])
    if field and name == "kind" and thing.kinds:
        return dice.choice(thing.kinds)
    if name == thing.scope("grid"):
        return dice.choice(["g1", "g2", ""])
    if name == thing.scope("unit"):
        return dice.choice(["甲", "乙", ""])
    if field:
        return dice.choice([*field.codes, "x", ""])
    return None


def some_rows(thing, seed):
    dice = random.Random(seed)
    made = []
    for number in range(ROWS):
        row = {c.name: some_value(dice, thing, c.name) for c in thing.table.columns}
        for column in thing.table.columns:
            if isinstance(column.type, sa.Uuid):
                row[column.name] = UUID(int=dice.getrandbits(128))
        first = next(iter(thing.table.primary_key))
        if not isinstance(first.type, sa.Uuid):
            row[first.name] = f"{number}"
        made.append(row)
    return made


Trial = tuple[dict[str, Any], Callable[..., Any]]


def trials_of(thing):
    """Give a test of every kind on some column that bears it, with what it means in Python."""
    columns = thing.countable.columns
    found: list[Trial] = []
    for name, column in columns.items():
        match column.type:
            case "text" if column.codes:
                code = next(iter(column.codes))
                found.append(
                    (
                        {"column": name, "op": "is", "value": code},
                        lambda r, n=name, c=code: r[n] == c,
                    )
                )
                found.append(
                    (
                        {"column": name, "op": "not", "value": code},
                        lambda r, n=name, c=code: r[n] != c,
                    )
                )
            case "number":
                found.append(
                    ({"column": name, "op": "above", "value": 0}, lambda r, n=name: r[n] > 0)
                )
            case "flag":
                found.append(
                    ({"column": name, "op": "is", "value": 1}, lambda r, n=name: r[n] is True)
                )
            case "moment":
                found.append(
                    ({"column": name, "op": "past"}, lambda r, n=name: bool(r[n]) and r[n] <= NOW)
                )
                found.append(({"column": name, "op": "unset"}, lambda r, n=name: r[n] is None))
            case "day":
                found.append(({"column": name, "op": "past"}, lambda r, n=name: "" < r[n] < TODAY))
                found.append(({"column": name, "op": "set"}, lambda r, n=name: r[n] != ""))
    for kind in ("moment", "day"):
        times = [name for name, column in columns.items() if column.type == kind]
        for one, other in pairwise(times):
            found.append(
                (
                    {"column": one, "op": "before", "other": other},
                    lambda r, a=one, b=other: bool(r[a] and r[b]) and r[a] <= r[b],
                )
            )
    return found


def metrics_of(thing):
    """Give a share for every basis and test: of the rows the next test wants."""
    tests, made, holds = trials_of(thing), [], {}
    for basis in thing.bases:
        for n, (test, held) in enumerate(tests):
            wanted, wants = tests[(n + 1) % len(tests)]
            name = f"{basis}-{n}"
            holds[name] = (basis, wants, held)
            made.append(
                {
                    "id": name,
                    "label": name,
                    "version": 1,
                    "unit": "percent",
                    "rows": thing.name,
                    "kinds": list(thing.kinds),
                    "basis": basis,
                    "of": [wanted],
                    "counts": [test],
                    "definition": "测试",
                    "source": "测试",
                }
            )
    return {"source": "测试", "metric": made}, holds


def period(thing, row, basis):
    """Give the month of a row's basis, None outside of the period."""
    held = row[basis]
    if not held:
        return None
    if thing.fields[basis].day:
        return held[:7] if f"{START:%Y-%m-%d}" <= held < f"{END:%Y-%m-%d}" else None
    return f"{held.astimezone(SHANGHAI):%Y-%m}" if START <= held < END else None


def judged(thing, row, basis):
    if basis.rpartition("_")[2] != "due":
        return True
    return row[basis] <= NOW


def scope(thing, row, basis, by):
    if by == "all":
        return "all"
    return period(thing, row, basis) if by == "month" else row[thing.scope(by)]


@pytest.fixture(params=list(THINGS))
def case(request, tmp_path):
    thing = THINGS[request.param]
    content, holds = metrics_of(thing)
    policies = PolicyBook(
        book().editions | {"metrics": Edition("metrics", 2, content)}, book().known
    )
    rows = some_rows(thing, request.param)
    engine = open_sqlite(tmp_path / "views.db", writer=True)
    with engine.begin() as connection:
        for table in tables(BOARDS):
            table.create(connection)
        connection.execute(sa.insert(thing.table), rows)
    yield thing, rows, policies, holds, View(engine, 7, boards=BOARDS)
    engine.dispose()


def test_such_metrics_may_be_published(case):
    _, _, policies, holds, _ = case
    assert unfit(policies.editions["metrics"], book()) == []
    assert {one.id for one in policies.metrics.metric} == set(holds)


@pytest.mark.parametrize("by", BY)
def test_every_figure_is_what_counting_by_hand_gives(case, by):
    thing, rows, policies, holds, view = case
    found = figures(
        view,
        policies,
        start=START,
        end=END,
        by=by,
        sight=Sight(everything=True),
        as_at=NOW,
    ).rows
    if by not in {"all", "month"} and not thing.scope(by):
        assert found == []
        return
    values = {
        (one.metric, one.scope): (one.numerator, one.denominator, one.pending) for one in found
    }
    for name, (basis, wants, held) in holds.items():
        mine = [row for row in rows if period(thing, row, basis) and wants(row)]
        parts: list[Counter[str]] = [Counter(), Counter(), Counter()]
        for row in mine:
            at = scope(thing, row, basis, by)
            if not judged(thing, row, basis):
                parts[2][at] += 1
                continue
            parts[1][at] += 1
            parts[0][at] += held(row)
        for at in set().union(*parts):
            assert values[name, at] == tuple(part[at] for part in parts), (name, at)


def test_a_figure_opens_to_as_many_rows_as_it_counts_for_whoever_sees_them(case):
    thing, rows, policies, holds, view = case
    grid, unit = thing.scope("grid"), thing.scope("unit")
    seen = [row for row in rows if (grid and row[grid] == "g1") or (unit and row[unit] == "甲")]
    assert 0 < len(seen) < len(rows)
    for name, (basis, wants, held) in holds.items():
        values: dict[str, Any] = {"start": START, "end": END, "sight": SOME, "as_at": NOW}
        mine = [row for row in seen if period(thing, row, basis)]
        counted_ = sizes(view, policies, name, **values)
        assert counted_["excluded"] == sum(not wants(row) for row in mine)
        assert counted_["numerator"] == sum(
            wants(row) and judged(thing, row, basis) and held(row) for row in mine
        )
        for part in ("numerator", "excluded"):
            page = members(view, policies, name, part=part, size=ALL, **values)
            listed = list(page.rows)
            assert len(listed) == page.total == counted_[part]
            assert all(set(row) == {thing.key, *thing.fields} for row in listed)


@pytest.mark.parametrize("name", THINGS)
def test_nothing_sealed_or_structured_is_declared(name):
    thing = THINGS[name]
    kinds = {type(thing.table.c[column].type) for column in thing.fields}
    assert kinds <= set(TYPES)
