"""What a metric's conditions mean for the rows it counts: the cohort, and what each row adds."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa

from governance.policy.book import PolicyBook
from governance.policy.calendar import Calendar
from governance.policy.metrics import Condition, Metric, is_limit
from governance.policy.options import Options
from governance.policy.roles import Sight
from projections.engine.counted import Counted, Scope

By = Literal["all", "month", Scope]
BY: tuple[By, ...] = ("all", *get_args(Scope), "month")
ALL = "all"
HAPPENED = "_at"
"""How the names of the columns end that hold when something happened."""
MONTH = timedelta(days=31)
"""Longer than none, shorter than two."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a number depends on besides its metric and the rows.

    With `as_then`, what happened after `as_at` had not happened yet; what has no moment of its own,
    such as a limit that was extended since, is taken as it is known now. Days are the calendar's.
    """

    start: datetime
    end: datetime
    by: By
    sight: Sight
    as_at: datetime
    as_then: bool = False
    calendar: Calendar

    def months(self) -> list[datetime]:
        """Give the first moments of all months after the one the period begins in."""
        found: list[datetime] = []
        at = self.calendar.local(self.start).date()
        while (first := self.calendar.at(at := _next_month(at), time.min)) < self.end:
            found.append(first)
        return found


class Counting:
    """One metric over the rows of what it counts, in SQL."""

    def __init__(self, metric: Metric, thing: Counted, asked: Asked) -> None:
        self.metric = metric
        self.thing = thing
        self.asked = asked

    @property
    def applies(self) -> bool:
        """Whether the rows can be distinguished as it is asked."""
        return self.asked.by in {ALL, "month"} or bool(self.thing.scope(self.asked.by))

    def scope(self) -> sa.ColumnElement[Any]:
        """Give what rows are grouped by."""
        if self.asked.by == ALL:
            return sa.literal_column(f"'{ALL}'")
        if self.asked.by == "month":
            return self._month()
        return self.thing.table.c[self.thing.scope(self.asked.by)]

    def in_period(self) -> sa.ColumnElement[bool]:
        """Give the condition on rows a metric looks at: their kind, its basis, what one sees."""
        asked, metric, basis = self.asked, self.metric, self.thing.table.c[self.metric.basis]
        kinds = [self.thing.table.c.kind.in_(metric.kinds)] if self.thing.kinds else []
        return sa.and_(
            *kinds,
            basis >= self._at(metric.basis, asked.start),
            basis < self._at(metric.basis, asked.end),
            *(self._there() if asked.as_then else ()),
            *self._reach(),
        )

    def judged(self) -> sa.ColumnElement[int]:
        """Give 1 where a row can be judged, 0 where its limit is still to come."""
        come = self._known(self.metric.basis) <= self.asked.as_at
        return all_hold([come] if self.metric.by_limit else [])

    def cohort(self) -> sa.ColumnElement[int]:
        """Give 1 where the metric wants a row."""
        return all_hold(self._tests(self.metric.of))

    def added(self, book: PolicyBook) -> sa.ColumnElement[Any]:
        """Give what one row of the cohort adds to the numerator."""
        if self.metric.weight:
            weights = _weights(book.options, self.metric.weight)
            return sa.case(weights, value=self.thing.table.c[self.metric.weight], else_=0.0)
        return all_hold(self._tests(self.metric.counts))

    def late(self) -> sa.ColumnElement[int]:
        """Give 1 where a row was entered, or a fact of it corrected, when the period was over."""
        names = (self.thing.told.get(self.metric.basis, ""), self.thing.corrected)
        told = [self.thing.table.c[name] >= self.asked.end for name in names if name]
        return sa.case((sa.or_(sa.false(), *told), 1), else_=0)

    def order(self) -> tuple[sa.ColumnElement[Any], ...]:
        """Give the order of rows: the oldest first."""
        table = self.thing.table
        return table.c[self.thing.since or self.metric.basis], *table.primary_key

    def _reach(self) -> list[sa.ColumnElement[bool]]:
        """Give the conditions that keep rows to what somebody sees; those of nobody, to none."""
        sight, table = self.asked.sight, self.thing.table
        if sight.everything:
            return []
        held = (("grid", sight.grids), ("unit", sight.units))
        return [
            sa.or_(
                sa.false(),
                *(table.c[name].in_(seen) for by, seen in held if (name := self.thing.scope(by))),
            )
        ]

    def _there(self) -> list[sa.ColumnElement[bool]]:
        """Give what held of rows that were there at `as_at`: begun, and the basis no later."""
        names = {self.thing.since} if self.thing.since else set()
        if self.metric.basis.endswith(HAPPENED):
            names.add(self.metric.basis)
        return [self.thing.table.c[name] <= self.asked.as_at for name in sorted(names)]

    def _tests(self, conditions: tuple[Condition, ...]) -> list[sa.ColumnElement[bool]]:
        """Give conditions in SQL; one that touches an unknown is unknown itself."""
        return [self._condition(condition) for condition in conditions]

    def _condition(self, condition: Condition) -> sa.ColumnElement[bool]:
        column, value = self._known(condition.column), condition.value
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
                return column <= self._known(condition.other)
            case "above":
                return column > value
            case "past":
                return self._past(condition.column)

    def _known(self, name: str) -> sa.ColumnElement[Any]:
        """Give a column, empty where it tells of what had not happened yet, or of no day."""
        column = self.thing.table.c[name]
        if self._is_day(name):
            return sa.func.nullif(column, "")
        if self.asked.as_then and name.endswith(HAPPENED):
            return sa.case((column <= self.asked.as_at, column))
        return column

    def _past(self, name: str) -> sa.ColumnElement[bool]:
        """Give what holds where a limit has passed or a day is over at `as_at`, or a moment come.

        A limit is still kept at its very moment.
        """
        column = self._known(name)
        if self._is_day(name) or is_limit(name):
            return column < self._at(name, self.asked.as_at)
        return column <= self.asked.as_at

    def _is_day(self, name: str) -> bool:
        return self.thing.fields[name].day

    def _at(self, name: str, moment: datetime) -> str | datetime:
        """Give a moment as a column would hold it: as such, or the day it is in."""
        local = self.asked.calendar.local
        return local(moment).date().isoformat() if self._is_day(name) else moment

    def _month(self) -> sa.ColumnElement[Any]:
        """Give the month a row falls into, as 2026-03."""
        basis, name, asked = self.thing.table.c[self.metric.basis], self.metric.basis, self.asked
        local = asked.calendar.local
        last = f"{local(asked.start):%Y-%m}"
        whens = []
        for begins in asked.months():
            whens.append((basis < self._at(name, begins), sa.literal(last)))
            last = f"{local(begins):%Y-%m}"
        return sa.case(*whens, else_=sa.literal(last)) if whens else sa.literal(last)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + MONTH).replace(day=1)


def _weights(options: Options, listing: str) -> dict[str, float]:
    return {
        option.code: option.weight for option in options.rows(listing) if option.weight is not None
    }


def all_hold(conditions: list[sa.ColumnElement[bool]]) -> sa.ColumnElement[int]:
    """Give 1 where all hold, else 0: an unknown is a no."""
    return sa.case((sa.and_(sa.true(), *conditions), 1), else_=0)
