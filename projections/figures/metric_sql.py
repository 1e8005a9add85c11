"""What a metric's conditions mean for the rows of cases: the cohort, and what each case adds."""

from datetime import datetime
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from governance.policy.book import PolicyBook
from governance.policy.metrics import Condition, Metric
from governance.policy.options import Options
from governance.policy.roles import Sight
from projections.casework.queries import reach
from projections.casework.table import cases

By = Literal["all", "grid", "unit", "category", "source", "area", "kind"]
ALL = "all"
RECEIVED = "received_at"
HAPPENED = "_at"
"""How the names of the columns end that hold when something happened."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a number depends on besides its metric and the rows.

    With `as_then`, what happened after `as_at` had not happened yet; what has no moment of its own,
    such as a limit that was extended since, is taken as it is known now.
    """

    start: datetime
    end: datetime
    by: By
    sight: Sight
    as_at: datetime
    as_then: bool = False


def column_of(by: By) -> sa.ColumnElement[Any]:
    """Give what cases are grouped by."""
    return sa.literal_column(f"'{ALL}'") if by == "all" else cases.c[by]


def in_period(metric: Metric, asked: Asked) -> sa.ColumnElement[bool]:
    """Give the condition on cases a metric looks at: their kind, its basis, what somebody sees."""
    basis = cases.c[metric.basis]
    return sa.and_(
        cases.c.kind.in_(metric.kinds),
        basis >= asked.start,
        basis < asked.end,
        *(_there(metric, asked) if asked.as_then else ()),
        *reach(asked.sight),
    )


def _there(metric: Metric, asked: Asked) -> list[sa.ColumnElement[bool]]:
    """Give what held of cases that were there at `as_at`: received, and the basis no later."""
    names = {RECEIVED, metric.basis} if metric.basis.endswith(HAPPENED) else {RECEIVED}
    return [cases.c[name] <= asked.as_at for name in sorted(names)]


def judged(metric: Metric, asked: Asked) -> sa.ColumnElement[int]:
    """Give 1 where a case can be judged, 0 where its limit is still to come."""
    return all_hold([cases.c[metric.basis] <= asked.as_at] if metric.by_limit else [])


def tests(conditions: tuple[Condition, ...], asked: Asked) -> list[sa.ColumnElement[bool]]:
    """Give conditions in SQL; one that touches an unknown is unknown itself."""
    return [_condition(condition, asked) for condition in conditions]


def _condition(condition: Condition, asked: Asked) -> sa.ColumnElement[bool]:
    column, value = _known(condition.column, asked), condition.value
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
            return column <= _known(condition.other, asked)
        case "above":
            return column > value
        case "past":
            return column <= asked.as_at


def _known(name: str, asked: Asked) -> sa.ColumnElement[Any]:
    """Give a column, empty where it tells of what had not happened yet."""
    column = cases.c[name]
    if asked.as_then and name.endswith(HAPPENED):
        return sa.case((column <= asked.as_at, column))
    return column


def added(metric: Metric, book: PolicyBook, asked: Asked) -> sa.ColumnElement[Any]:
    """Give what one case of the cohort adds to the numerator."""
    if metric.weight:
        weights = _weights(book.options, metric.weight)
        return sa.case(weights, value=cases.c[metric.weight], else_=0.0)
    return all_hold(tests(metric.counts, asked))


def _weights(options: Options, listing: str) -> dict[str, float]:
    return {
        option.code: option.weight for option in options.rows(listing) if option.weight is not None
    }


def all_hold(conditions: list[sa.ColumnElement[bool]]) -> sa.ColumnElement[int]:
    """Give 1 where all hold, else 0: an unknown is a no."""
    return sa.case((sa.and_(sa.true(), *conditions), 1), else_=0)
