"""What a metric's conditions mean for the rows it counts: the cohort, and what each row adds."""

from datetime import date, datetime, time, timedelta
from typing import Any, Literal, get_args

import msgspec
import sqlalchemy as sa
from msgspec.structs import replace

from governance.policy.book import PolicyBook
from governance.policy.metrics import Condition, Metric, is_limit
from governance.policy.roles import Sight
from projections.engine.counted import Counted, Scope
from projections.engine.database import Moment

By = Literal["all", "month", Scope]
BY: tuple[By, ...] = ("all", *get_args(Scope), "month")
ALL = "all"
HAPPENED = "_at"
"""How the names of the columns end that hold when something happened."""
START, END, AS_AT = "start", "end", "as_at"
DAY = "day_of_"
"""What queries leave open: one of a kind of figures is made once, and asked for every period."""
MONTH = timedelta(days=31)
"""Longer than none, shorter than two."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What a number depends on besides its metric and the rows.

    With `as_then`, what happened after `as_at` had not happened yet; what has no moment of its own,
    such as a limit that was extended since, is taken as it is known now. Days and weights are those
    of the book.
    """

    start: datetime
    end: datetime
    by: By
    sight: Sight
    as_at: datetime
    as_then: bool = False
    book: PolicyBook

    @property
    def moments(self) -> dict[str, datetime | str]:
        """Give what queries leave open, each as the moment and as the day it is in."""
        local = self.book.calendar.local
        held = {START: self.start, END: self.end, AS_AT: self.as_at}
        return held | {DAY + name: f"{local(at):%Y-%m-%d}" for name, at in held.items()}

    def months(self) -> list[datetime]:
        """Give the first moments of all months after the one the period begins in."""
        found: list[datetime] = []
        at = self.book.calendar.local(self.start).date()
        while (first := self.book.calendar.at(at := _next_month(at), time.min)) < self.end:
            found.append(first)
        return found


class Tally(msgspec.Struct, frozen=True):
    """Which rows of a period are counted, or weighed: metrics that say the same share one.

    `judged` leaves out those whose limit is still to come, `late` keeps to those entered or
    corrected when the period was over. `kinds` is None where all there are may be.
    """

    kinds: tuple[str, ...] | None
    tests: tuple[Condition, ...]
    judged: bool = False
    late: bool = False
    weight: str = ""


class Counting:
    """One metric over the rows of what it counts, in SQL.

    A figure is made of four tallies: `numerator`, `denominator`, the `cohort` whether it can be
    judged yet or not, and those of it that were told `late`.
    """

    def __init__(self, metric: Metric, thing: Counted, asked: Asked) -> None:
        self.metric = metric
        self.thing = thing
        self.asked = asked
        kinds = None if {*thing.kinds} <= {*metric.kinds} else metric.kinds
        self.cohort = Tally(kinds, metric.of)
        self.denominator = replace(self.cohort, judged=metric.by_limit)
        self.numerator = (
            replace(self.denominator, weight=metric.weight)
            if metric.weight
            else replace(self.denominator, tests=(*metric.of, *metric.counts))
        )
        self.late = replace(self.cohort, late=True)
        self.tallies = (self.numerator, self.denominator, self.cohort, self.late)

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
        """Give the condition on the rows of a basis, whatever is asked of them: time, and reach."""
        asked, basis = self.asked, self.thing.table.c[self.metric.basis]
        return sa.and_(
            basis >= self._at(self.metric.basis, START),
            basis < self._at(self.metric.basis, END),
            *(self._there() if asked.as_then else ()),
            *self._reach(),
        )

    def total(self, tally: Tally) -> sa.ColumnElement[Any]:
        """Give how many rows of a period a tally has, or the sum of what they weigh."""
        counted = sa.func.sum(self._weight(tally.weight)) if tally.weight else sa.func.count()
        held = [*self._of_kinds(tally.kinds), *self._held(tally)]
        return counted.filter(*held) if held else counted

    def within(self) -> sa.ColumnElement[bool]:
        """Give the condition on the rows of a period a metric looks at: their kind too.

        It is in no words an index understands: that of kinds would find all rows there are.
        """
        kinds = self._of_kinds(self.cohort.kinds)
        return sa.and_(self.in_period(), *([_surely(kinds)] if kinds else ()))

    def holds(self, tally: Tally) -> sa.ColumnElement[bool]:
        """Give the condition on rows a metric looks at that a tally counts, or that weigh there."""
        weighs = [self._weight(tally.weight) > 0] if tally.weight else []
        return _surely([*self._held(tally), *weighs])

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
        return [self.thing.table.c[name] <= _moment(AS_AT) for name in sorted(names)]

    def _held(self, tally: Tally) -> list[sa.ColumnElement[bool]]:
        """Give conditions in SQL; one that touches an unknown is unknown itself."""
        held = [self._condition(condition) for condition in tally.tests]
        if tally.judged:
            held.append(self._known(self.metric.basis) <= _moment(AS_AT))
        if tally.late:
            names = (self.thing.entered.get(self.metric.basis, ""), self.thing.corrected)
            entered = [self.thing.table.c[name] >= _moment(END) for name in names if name]
            held.append(sa.or_(sa.false(), *entered))
        return held

    def _of_kinds(self, kinds: tuple[str, ...] | None) -> list[sa.ColumnElement[bool]]:
        return [] if kinds is None else [self.thing.table.c.kind.in_(kinds)]

    def _weight(self, listing: str) -> sa.ColumnElement[float]:
        weights = {
            option.code: option.weight
            for option in self.asked.book.options.rows(listing)
            if option.weight is not None
        }
        return sa.case(weights, value=self.thing.table.c[listing], else_=0.0)

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
            return sa.case((column <= _moment(AS_AT), column))
        return column

    def _past(self, name: str) -> sa.ColumnElement[bool]:
        """Give what holds where a limit has passed or a day is over at `as_at`, or a moment come.

        A limit is still kept at its very moment.
        """
        column = self._known(name)
        if self._is_day(name) or is_limit(name):
            return column < self._at(name, AS_AT)
        return column <= _moment(AS_AT)

    def _is_day(self, name: str) -> bool:
        return self.thing.fields[name].day

    def _at(self, name: str, moment: str) -> sa.ColumnElement[Any]:
        """Give what is left open as a column would hold it: the moment, or the day it is in."""
        return (
            sa.bindparam(DAY + moment, type_=sa.String()) if self._is_day(name) else _moment(moment)
        )

    def _month(self) -> sa.ColumnElement[Any]:
        """Give the month a row falls into, as 2026-03."""
        basis, name, asked = self.thing.table.c[self.metric.basis], self.metric.basis, self.asked
        local = asked.book.calendar.local
        last = f"{local(asked.start):%Y-%m}"
        whens = []
        for begins in asked.months():
            first = f"{local(begins):%Y-%m-%d}" if self._is_day(name) else begins
            whens.append((basis < first, sa.literal(last)))
            last = f"{local(begins):%Y-%m}"
        return sa.case(*whens, else_=sa.literal(last)) if whens else sa.literal(last)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + MONTH).replace(day=1)


def _surely(conditions: list[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """Give the condition that all hold; what is unknown does not."""
    return sa.case((sa.and_(sa.true(), *conditions), 1), else_=0) == 1


def _moment(name: str) -> sa.ColumnElement[datetime]:
    return sa.bindparam(name, type_=Moment())
