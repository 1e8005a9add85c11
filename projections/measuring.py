"""What a metric's conditions mean for the rows of cases: the cohort, and what each case adds."""

from datetime import datetime
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from governance.policy.book import PolicyBook
from governance.policy.metrics import Condition, Metric
from governance.policy.options import Options
from governance.policy.roles import Sight
from projections.case_queries import reach
from projections.cases import cases

By = Literal["all", "grid", "unit", "category", "source", "area", "kind"]
ALL = "all"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a number depends on besides its metric and the rows."""

    start: datetime
    end: datetime
    by: By
    sight: Sight
    as_at: datetime


def column_of(by: By) -> sa.ColumnElement[Any]:
    """Give what cases are grouped by."""
    return sa.literal_column(f"'{ALL}'") if by == "all" else cases.c[by]


def in_period(metric: Metric, asked: Asked) -> sa.ColumnElement[bool]:
    """Give the condition on cases a metric looks at: their kind, its basis, what somebody sees."""
    basis = cases.c[metric.basis]
    return sa.and_(
        cases.c.kind.in_(metric.kinds), basis >= asked.start, basis < asked.end, *reach(asked.sight)
    )


def tests(conditions: tuple[Condition, ...], as_at: datetime) -> list[sa.ColumnElement[bool]]:
    """Give conditions in SQL; one that touches an unknown is unknown itself."""
    return [_condition(condition, as_at) for condition in conditions]


def _condition(condition: Condition, as_at: datetime) -> sa.ColumnElement[bool]:
    column, value = cases.c[condition.column], condition.value
    match condition.op:
        case "is":
            return column == value
        case "not":
            return column.is_distinct_from(value)
        case "in":
            return column.in_(value if isinstance(value, tuple) else (value,))
        case "set":
            return column.is_not(None)
        case "unset":
            return column.is_(None)
        case "before":
            return column <= cases.c[condition.other]
        case "above":
            return column > value
        case "past":
            return column <= as_at


def added(metric: Metric, book: PolicyBook, as_at: datetime) -> sa.ColumnElement[Any]:
    """Give what one case of the cohort adds to the numerator."""
    if metric.weight:
        weights = _weights(book.options, metric.weight)
        return sa.case(weights, value=cases.c[metric.weight], else_=0.0)
    return all_hold(tests(metric.counts, as_at))


def _weights(options: Options, listing: str) -> dict[str, float]:
    return {
        option.code: option.weight
        for option in options.choices(listing)
        if option.weight is not None
    }


def all_hold(conditions: list[sa.ColumnElement[bool]]) -> sa.ColumnElement[int]:
    """Give 1 where all hold, else 0: an unknown is a no."""
    return sa.case((sa.and_(sa.true(), *conditions), 1), else_=0)
