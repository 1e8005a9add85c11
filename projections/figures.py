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
from projections.cases import cases
from projections.measuring import ALL, Asked, By, added, all_hold, column_of, in_period, tests
from projections.place_queries import labels
from projections.view import View

__all__ = ["ALL", "BY", "By", "Figure", "Figures", "Part", "figures", "members"]

Part = Literal["numerator", "denominator", "excluded"]
BY: tuple[By, ...] = get_args(By)
CODE = 12
EXACT = 9


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one scope; `value` is None where nothing is there to take a share of.

    A count has no denominator. `code` is short and stable: the same code is the same number.
    """

    scope: str
    scope_label: str
    metric: str
    version: int
    numerator: float
    denominator: int | None
    value: float | None
    code: str


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
) -> Figures:
    """Give the figures of `start` <= basis < `end`, aware; `as_at` is what `past` looks back from.

    KeyError when a metric is not in the book.
    """
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at)
    chosen = _chosen(book, metrics)
    found: dict[str, dict[str, tuple[float, int]]] = {metric.id: {} for metric in chosen}
    with view.connect() as connection:
        for together in _by_cohort(chosen):
            rows = connection.execute(_counted(together, book, asked)).all()
            for scope, *sums in rows:
                for metric, part, whole in zip(together, sums[::2], sums[1::2], strict=True):
                    if whole or by == "all":
                        found[metric.id][scope or ""] = (part or 0, whole or 0)
    names = _labels(view, book, by)
    scopes = {ALL} if by == "all" else set().union(*found.values())
    return Figures(
        view.position,
        [
            _figure(
                metric,
                scope,
                names.get(scope, scope),
                found[metric.id].get(scope, (0, 0)),
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

    `excluded` gives those whose basis lies in the period and which the cohort does not want. The
    numerator of a weighted metric gives the cases that weigh anything.
    """
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at)
    (counted,) = _chosen(book, (metric,))
    cohort = all_hold(tests(counted.of, as_at))
    wanted = {
        "numerator": (cohort == 1, added(counted, book, as_at) > 0),
        "denominator": (cohort == 1,),
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
    """Give the query of a scope, then numerator and denominator of each metric in turn."""
    sums: list[sa.ColumnElement[Any]] = []
    for metric in metrics:
        cohort = all_hold(tests(metric.of, asked.as_at))
        sums += [sa.func.sum(cohort * added(metric, book, asked.as_at)), sa.func.sum(cohort)]
    query = sa.select(column_of(asked.by), *sums).where(in_period(metrics[0], asked))
    return query if asked.by == "all" else query.group_by(column_of(asked.by))


def _figure(metric: Metric, scope: str, label: str, found: tuple[float, int], code: str) -> Figure:
    part, whole = found
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
    )


def _code(metric: Metric, scope: str, asked: Asked, position: int) -> str:
    """Give the code of everything a number depends on."""
    looks_back = any(test.op == "past" for test in (*metric.of, *metric.counts))
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
            int(asked.as_at.timestamp()) if looks_back else 0,
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
