"""How many, and what share? Figures by the metrics in force; each opens to the rows it counts."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.metrics import Metric
from governance.policy.roles import Sight
from projections.engine.counted import Counted
from projections.engine.paging import SIZE, Page, paged_columns
from projections.engine.projection import counted
from projections.engine.view import View
from projections.figures.figure import Figure, Figures, code_of, figure_of
from projections.figures.metric_sql import ALL, BY, Asked, By, Counting
from projections.places.queries import labels

__all__ = ["ALL", "BY", "By", "Figure", "Figures", "Part", "figures", "members", "sizes", "thing"]

Part = Literal["numerator", "denominator", "pending", "excluded", "late"]
SUMS = 4
NONE = (0, 0, 0, 0)
SCOPE = "of_scope"


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

    Limits after it are still to come, and `past` looks back from it. With `as_then` the rows are
    counted as they stood at `as_at`: how a period that is over was when it still ran. Metrics whose
    rows cannot be distinguished `by` what is asked are left out. KeyError when a metric is not in
    the book.
    """
    asked = Asked(
        start=start,
        end=end,
        by=by,
        sight=sight,
        as_at=as_at,
        as_then=as_then,
        calendar=book.calendar,
    )
    chosen = [one for one in _chosen(view, book, metrics, asked) if one.applies]
    found: dict[str, dict[str, tuple[float, int, int, int]]] = {one.metric.id: {} for one in chosen}
    with view.connect() as connection:
        for together in _by_cohort(chosen):
            rows = connection.execute(_counted(together, book)).all()
            for scope, *sums in rows:
                held = [tuple(sum_ or 0 for sum_ in sums[n::SUMS]) for n in range(SUMS)]
                for one, part, whole, later, late in zip(together, *held, strict=True):
                    if whole or later or by == ALL:
                        found[one.metric.id][scope or ""] = (part, whole, later, late)
    names = _labels(view, book, by, [one.thing for one in chosen])
    scopes = {ALL} if by == ALL else set().union(*found.values())
    return Figures(
        view.position,
        [
            figure_of(
                one.metric,
                scope,
                names.get(scope, scope),
                found[one.metric.id].get(scope, NONE),
                code_of(one.metric, scope, asked, view.position),
            )
            for scope in sorted(scopes)
            for one in chosen
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
    page: int = 1,
    size: int = SIZE,
) -> Page[dict[str, Any]]:
    """Give a page of the rows behind a figure, oldest first: what is declared of each, and its key.

    `pending` gives those whose limit is still to come, `excluded` those whose basis lies in the
    period and which the cohort does not want, `late` those told when the period was over. The
    numerator of a weighted metric gives the rows that weigh anything.
    """
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, calendar=book.calendar)
    (one,) = _chosen(view, book, (metric,), asked)
    table = one.thing.table
    names = dict.fromkeys([one.thing.key, *one.thing.fields])
    query = (
        sa.select(*(table.c[name] for name in names))
        .where(*_within(one, scope), _parts(one, book)[part])
        .order_by(*one.order())
    )
    return paged_columns(view, query, page, size)


def sizes(
    view: View,
    book: PolicyBook,
    metric: str,
    *,
    start: datetime,
    end: datetime,
    by: By = "all",
    scope: str = ALL,
    sight: Sight,
    as_at: datetime,
) -> dict[str, int]:
    """Give how many rows each part of a figure has, in one pass over them."""
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, calendar=book.calendar)
    (one,) = _chosen(view, book, (metric,), asked)
    parts = _parts(one, book)
    query = sa.select(
        *(sa.func.count(sa.case((held, 1))).label(name) for name, held in parts.items())
    ).where(*_within(one, scope))
    with view.connect() as connection:
        return dict(connection.execute(query).mappings().one())


def thing(view: View, metric: Metric) -> Counted:
    """Give what a metric counts; KeyError when nobody declares it."""
    return counted(view.boards)[metric.rows]


def _within(one: Counting, scope: str) -> list[sa.ColumnElement[bool]]:
    """Give the condition on rows of a scope; there are none of what cannot be distinguished so."""
    if one.asked.by == ALL:
        return [one.in_period()]
    if not one.applies:
        return [sa.false()]
    return [one.in_period(), sa.func.coalesce(one.scope(), "") == scope]


def _parts(one: Counting, book: PolicyBook) -> dict[Part, sa.ColumnElement[bool]]:
    cohort, now = one.cohort(), one.judged()
    return {
        "numerator": sa.and_(cohort == 1, now == 1, one.added(book) > 0),
        "denominator": sa.and_(cohort == 1, now == 1),
        "pending": sa.and_(cohort == 1, now == 0),
        "excluded": cohort == 0,
        "late": sa.and_(cohort == 1, one.late() == 1),
    }


def _chosen(
    view: View, book: PolicyBook, metrics: tuple[str, ...] | None, asked: Asked
) -> list[Counting]:
    known = {metric.id: metric for metric in book.metrics.metric}
    chosen = [known[name] for name in (known if metrics is None else metrics)]
    return [Counting(metric, thing(view, metric), asked) for metric in chosen]


def _by_cohort(chosen: list[Counting]) -> list[list[Counting]]:
    """Give the metrics that look at the same rows together: one pass counts them all."""
    held: dict[tuple[str, str, tuple[str, ...]], list[Counting]] = {}
    for one in chosen:
        alike = (one.thing.name, one.metric.basis, one.metric.kinds)
        held.setdefault(alike, []).append(one)
    return list(held.values())


def _counted(together: list[Counting], book: PolicyBook) -> sa.Select[Any]:
    """Give the query of a scope, then the four sums of each metric in turn."""
    sums: list[sa.ColumnElement[Any]] = []
    for one in together:
        cohort = one.cohort()
        whole = cohort * one.judged()
        parts = (whole * one.added(book), whole, cohort - whole, cohort * one.late())
        sums += [sa.func.sum(each) for each in parts]
    first = together[0]
    query = sa.select(first.scope().label(SCOPE), *sums).where(first.in_period())
    return query if first.asked.by == ALL else query.group_by(SCOPE)


def _labels(view: View, book: PolicyBook, by: By, things: list[Counted]) -> dict[str, str]:
    """Give the names of scopes that have one."""
    if by == "month":
        return {}
    if by in {"grid", "area"}:
        return labels(view, by)
    named: dict[str, str] = {}
    for one in things:
        field = one.fields[one.scope(by)] if by != ALL else None
        for listing in field.lists if field else ():
            named |= _listed(book, listing)
        named |= field.codes if field else {}
    return named


def _listed(book: PolicyBook, listing: str) -> dict[str, str]:
    if listing == needs.CATEGORY:
        return {row.code: book.categories.name(row.code) for row in book.categories.category}
    return book.options.labels(listing)
