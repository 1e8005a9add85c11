"""How many, and what share? Figures by the metrics in force; each opens to the rows it counts."""

from collections.abc import Iterable
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
from projections.figures.passes import Sums, passes
from projections.places.queries import labels

__all__ = [
    "ALL",
    "BY",
    "By",
    "Figure",
    "Figures",
    "Part",
    "figures",
    "members",
    "over",
    "sizes",
    "thing",
]

Part = Literal["numerator", "denominator", "pending", "excluded", "late"]
NONE: Sums = (0, 0, 0, 0)


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
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, as_then=as_then, book=book)
    return _figures(view, metrics, [asked])[0]


def over(
    view: View,
    book: PolicyBook,
    periods: Iterable[tuple[datetime, datetime]],
    *,
    metrics: tuple[str, ...] | None = None,
    sight: Sight,
    as_at: datetime,
) -> list[Figures]:
    """Give what `figures` gives of each of several periods, all together, as they stood at once."""
    asked = [
        Asked(start=start, end=end, by="all", sight=sight, as_at=as_at, book=book)
        for start, end in periods
    ]
    return _figures(view, metrics, asked) if asked else []


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
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, book=book)
    (one,) = _chosen(view, (metric,), asked)
    table = one.thing.table
    names = dict.fromkeys([one.thing.key, *one.thing.fields])
    query = (
        sa.select(*(table.c[name] for name in names))
        .where(*_within(one, scope), _parts(one)[part])
        .order_by(*one.order())
    )
    return paged_columns(view, query.params(asked.moments), page, size)


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
    asked = Asked(start=start, end=end, by=by, sight=sight, as_at=as_at, book=book)
    (one,) = _chosen(view, (metric,), asked)
    parts = _parts(one)
    query = sa.select(
        *(sa.func.count(sa.case((held, 1))).label(name) for name, held in parts.items())
    ).where(*_within(one, scope))
    with view.connect() as connection:
        return dict(connection.execute(query, asked.moments).mappings().one())


def thing(view: View, metric: Metric) -> Counted:
    """Give what a metric counts; KeyError when nobody declares it."""
    return counted(view.boards)[metric.rows]


def _within(one: Counting, scope: str) -> list[sa.ColumnElement[bool]]:
    """Give the condition on rows of a scope; there are none of what cannot be distinguished so."""
    if one.asked.by == ALL:
        return [one.within()]
    if not one.applies:
        return [sa.false()]
    return [one.within(), sa.func.coalesce(one.scope(), "") == scope]


def _parts(one: Counting) -> dict[Part, sa.ColumnElement[bool]]:
    return {
        "numerator": one.holds(one.numerator),
        "denominator": one.holds(one.denominator),
        "pending": sa.and_(one.holds(one.cohort), sa.not_(one.holds(one.denominator))),
        "excluded": sa.not_(one.holds(one.cohort)),
        "late": one.holds(one.late),
    }


def _chosen(view: View, metrics: tuple[str, ...] | None, asked: Asked) -> list[Counting]:
    known = {metric.id: metric for metric in asked.book.metrics.metric}
    chosen = [known[name] for name in (known if metrics is None else metrics)]
    return [Counting(metric, thing(view, metric), asked) for metric in chosen]


def _figures(view: View, metrics: tuple[str, ...] | None, periods: list[Asked]) -> list[Figures]:
    """Give the figures of periods that are asked for alike."""
    first = periods[0]
    chosen = [one for one in _chosen(view, metrics, first) if one.applies]
    together = passes(chosen)
    with view.connect() as connection:
        sums = [
            dict(found for one in together for found in one.sums(connection, period))
            for period in periods
        ]
    placed = labels(view, first.by) if first.by in {"grid", "area"} else {}
    names = {one.metric.id: placed or _labels(first.book, first.by, one) for one in chosen}
    return [_named(view, chosen, *one, names) for one in zip(periods, sums, strict=True)]


def _named(
    view: View,
    chosen: list[Counting],
    asked: Asked,
    sums: dict[tuple[str, str], Sums],
    names: dict[str, dict[str, str]],
) -> Figures:
    """Give every metric of every scope that has a row; of all together, whether there is one."""
    scopes = {ALL} if asked.by == ALL else {scope for scope, _ in sums}
    return Figures(
        view.position,
        [
            figure_of(
                one.metric,
                scope,
                names[one.metric.id].get(scope, scope),
                sums.get((scope, one.metric.id), NONE),
                code_of(one.metric, scope, asked, view.position),
            )
            for scope in sorted(scopes)
            for one in chosen
        ],
    )


def _labels(book: PolicyBook, by: By, one: Counting) -> dict[str, str]:
    """Give the names of the scopes of a metric: from the lists of the kinds it counts.

    What two lists of its kinds call differently has both names.
    """
    if by in {ALL, "month", "grid", "area"}:
        return {}
    field = one.thing.fields[one.thing.scope(by)]
    kinds = one.metric.kinds or one.thing.kinds
    own = tuple(field.of_kind[kind] for kind in kinds if kind in field.of_kind)
    named: dict[str, list[str]] = {}
    for listing in dict.fromkeys(own or field.lists):
        for code, label in _listed(book, listing).items():
            named.setdefault(code, []).append(label)
    return {code: "／".join(dict.fromkeys(said)) for code, said in named.items()} | {**field.codes}


def _listed(book: PolicyBook, listing: str) -> dict[str, str]:
    if listing == needs.CATEGORY:
        return {row.code: book.categories.name(row.code) for row in book.categories.category}
    return book.options.labels(listing)
