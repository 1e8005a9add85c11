"""How many, and what share? Figures by the metrics in force; each opens to its cases."""

import base64
import hashlib
from datetime import datetime
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa

from governance.policy.book import PolicyBook
from governance.policy.metrics import Metric
from governance.policy.roles import Sight
from projections.casework.table import cases
from projections.engine.view import View
from projections.figures.metric_sql import (
    ALL,
    Asked,
    By,
    added,
    all_hold,
    column_of,
    in_period,
    judged,
    tests,
)
from projections.places.queries import labels

__all__ = ["ALL", "BY", "By", "Figure", "Figures", "Part", "figures", "members"]

Part = Literal["numerator", "denominator", "pending", "excluded"]
BY: tuple[By, ...] = get_args(By)
CODE = 12
EXACT = 9


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one scope; `value` is None where nothing is there to take a share of.

    A count has no denominator. `pending` cases are of a limit still to come: they are in neither
    part yet, and there are none once the period is over. `code` is short and stable: the same code
    is the same number.
    """

    scope: str
    scope_label: str
    metric: str
    version: int
    numerator: float
    denominator: int | None
    value: float | None
    code: str
    pending: int = 0


class Figures(msgspec.Struct, frozen=True):
    """The figures of a period as of a position: every scope that has a case, every metric."""

    position: int
    rows: list[Figure]


def figures(
    view: View,
    book: PolicyBook,
    *,
    start: datetime,
    end: datetime,
    by: By = "all",
    metrics: tuple[str, ...] | None = None,
    sight: Sight,
    as_at: datetime,
    as_then: bool = False,
) -> Figures:
    """Give the figures of `start` <= basis < `end`, aware, seen from `as_at`.

    Limits after it are still to come, and `past` looks back from it. With `as_then` the cases are
    counted as they stood at `as_at`: how a period that is over was when it still ran. KeyError when
    a metric is not in the book.
    """
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, as_then=as_then)
    chosen = _chosen(book, metrics)
    found: dict[str, dict[str, tuple[float, int, int]]] = {metric.id: {} for metric in chosen}
    with view.connect() as connection:
        for together in _by_cohort(chosen):
            rows = connection.execute(_counted(together, book, asked)).all()
            for scope, *sums in rows:
                thirds = zip(together, sums[::3], sums[1::3], sums[2::3], strict=True)
                for metric, part, whole, later in thirds:
                    if whole or later or by == "all":
                        found[metric.id][scope or ""] = (part or 0, whole or 0, later or 0)
    names = _labels(view, book, by)
    scopes = {ALL} if by == "all" else set().union(*found.values())
    return Figures(
        view.position,
        [
            _figure(
                metric,
                scope,
                names.get(scope, scope),
                found[metric.id].get(scope, (0, 0, 0)),
                _code(metric, scope, asked, view.position),
            )
            for scope in sorted(scopes)
            for metric in chosen
        ],
    )


def members(
    view: View,
    book: PolicyBook,
    metric: str,
    *,
    start: datetime,
    end: datetime,
    by: By = "all",
    scope: str = ALL,
    part: Part = "denominator",
    sight: Sight,
    as_at: datetime,
) -> list[sa.Row[Any]]:
    """Give the rows of the cases behind a figure, oldest first.

    `pending` gives those whose limit is still to come, `excluded` those whose basis lies in the
    period and which the cohort does not want. The numerator of a weighted metric gives the cases
    that weigh anything.
    """
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at)
    (counted,) = _chosen(book, (metric,))
    cohort, now = all_hold(tests(counted.of, asked)), judged(counted, asked)
    wanted = {
        "numerator": (cohort == 1, now == 1, added(counted, book, asked) > 0),
        "denominator": (cohort == 1, now == 1),
        "pending": (cohort == 1, now == 0),
        "excluded": (cohort == 0,),
    }[part]
    query = sa.select(cases).where(in_period(counted, asked), *wanted)
    if by != "all":
        query = query.where(column_of(by) == scope)
    with view.connect() as connection:
        return list(connection.execute(query.order_by(cases.c.received_at, cases.c.key)).all())


def _chosen(book: PolicyBook, metrics: tuple[str, ...] | None) -> tuple[Metric, ...]:
    known = {metric.id: metric for metric in book.metrics.metric}
    return tuple(known[name] for name in (known if metrics is None else metrics))


def _by_cohort(metrics: tuple[Metric, ...]) -> list[list[Metric]]:
    """Give the metrics that look at the same cases together: one pass counts them all."""
    held: dict[tuple[str, tuple[str, ...]], list[Metric]] = {}
    for metric in metrics:
        held.setdefault((metric.basis, metric.kinds), []).append(metric)
    return list(held.values())


def _counted(metrics: list[Metric], book: PolicyBook, asked: Asked) -> sa.Select[Any]:
    """Give the query of a scope, then numerator, denominator, pending of each metric in turn."""
    sums: list[sa.ColumnElement[Any]] = []
    for metric in metrics:
        cohort = all_hold(tests(metric.of, asked))
        whole = cohort * judged(metric, asked)
        sums += [
            sa.func.sum(each)
            for each in (whole * added(metric, book, asked), whole, cohort - whole)
        ]
    query = sa.select(column_of(asked.by), *sums).where(in_period(metrics[0], asked))
    return query if asked.by == "all" else query.group_by(column_of(asked.by))


def _figure(
    metric: Metric, scope: str, label: str, found: tuple[float, int, int], code: str
) -> Figure:
    part, whole, later = found
    numerator = round(part, EXACT) if metric.weight else int(part)
    share = metric.unit == "percent"
    value = (numerator / whole if whole else None) if share else float(numerator)
    return Figure(
        scope=scope,
        scope_label=label,
        metric=metric.id,
        version=metric.version,
        numerator=numerator,
        denominator=whole if share else None,
        value=value,
        code=code,
        pending=later,
    )


def _code(metric: Metric, scope: str, asked: Asked, position: int) -> str:
    """Give the code of everything a number depends on."""
    looks_back = any(test.op == "past" for test in (*metric.of, *metric.counts))
    waits = metric.by_limit and asked.as_at < asked.end
    told = msgspec.json.encode(
        [
            metric.id,
            metric.version,
            asked.by,
            scope,
            int(asked.start.timestamp()),
            int(asked.end.timestamp()),
            position,
            []
            if asked.sight.everything
            else [sorted(asked.sight.grids), sorted(asked.sight.units)],
            int(asked.as_at.timestamp()) if looks_back or waits or asked.as_then else 0,
            *(["as then"] if asked.as_then else []),
        ]
    )
    return base64.b32encode(hashlib.sha256(told).digest()).decode()[:CODE]


def _labels(view: View, book: PolicyBook, by: By) -> dict[str, str]:
    """Give the names of scopes that have one."""
    match by:
        case "category":
            return {row.code: book.categories.name(row.code) for row in book.categories.category}
        case "grid" | "area":
            return labels(view, by)
        case _:
            return {}
