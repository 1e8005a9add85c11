"""Which limits would be others, and when would the cases that run be due if they opened today?

Limits that were said stand as they were said: no edition ever moves them.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from itertools import islice, product

import msgspec
import sqlalchemy as sa

from governance.casework.kind import KINDS
from governance.kernel.errors import Refused
from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.categories import Condition
from governance.policy.deadlines import LimitError
from projections.casework.queries import has
from projections.casework.table import cases
from projections.policies.effects.proposed import Proposed

OTHER = ""
"""Stands for every code that no rule names."""
MOST = 1000
"""Combinations of facts tried for one clock."""
AHEAD = timedelta(days=366)
COLUMNS = {"kind": "type", "urgency": "urgency", "category": "category", "source": "source"}
"""The column of a case behind each fact a rule may ask for."""
Facts = tuple[tuple[str, str], ...]


class Limit(msgspec.Struct, frozen=True):
    """One clock whose limit would be another: for the cases of which facts, from what to what."""

    stream: str
    clock: str
    before: str
    after: str
    cases: tuple[Facts, ...]


class Limits(msgspec.Struct, frozen=True):
    """The limits that would change; `same` counts the kinds of cases whose limit stays."""

    changed: tuple[Limit, ...]
    same: int


class Filing(msgspec.Struct, frozen=True):
    """A filing condition whose limit would be another; empty where there is no such condition."""

    category: str
    name: str
    text: str
    before: str
    after: str


class Filings(msgspec.Struct, frozen=True):
    """The filing conditions with another limit; `same` counts those whose limit stays."""

    changed: tuple[Filing, ...]
    same: int


class Reopened(msgspec.Struct, frozen=True):
    """Running cases that would be due otherwise if they opened now; None where no rule fits."""

    stream: str
    clock: str
    before: datetime | None
    after: datetime | None
    count: int


class Running(msgspec.Struct, frozen=True):
    """The clocks that run, each as if it began now; `same` counts those that end as before."""

    changed: tuple[Reopened, ...]
    same: int


class Day(msgspec.Struct, frozen=True):
    """A day that would count, or count no more, and the occasion."""

    day: date
    works: bool
    name: str


class Days(msgspec.Struct, frozen=True):
    """The days of a year from today that would be others."""

    days: tuple[Day, ...]


def limits(asked: Proposed) -> Limits:
    """Try every rule of both editions: each clock, with each fact its rules ask for."""
    changed: list[Limit] = []
    same = 0
    for clock in needs.CLOCKS:
        codes = _codes(asked, clock)
        found: dict[tuple[str, str], list[Facts]] = {}
        for chosen in islice(product(*codes.values()), MOST):
            facts = tuple(zip(codes, chosen, strict=True))
            before = _limit(asked.before, clock.stream, clock.clock, dict(facts))
            after = _limit(asked.after, clock.stream, clock.clock, dict(facts))
            if _means(asked.before, before) == _means(asked.after, after):
                same += 1
            else:
                found.setdefault((before, after), []).append(facts)
        changed += [
            Limit(clock.stream, clock.clock, before, after, tuple(_together(which, codes)))
            for (before, after), which in found.items()
        ]
    return Limits(tuple(changed), same)


def _codes(asked: Proposed, clock: needs.Clock) -> dict[str, list[str]]:
    """Give by fact the codes that rules of the clock name, and the one that stands for others."""
    rules = [
        rule
        for book in (asked.before, asked.after)
        for rule in book.deadlines.rule
        if (rule.stream, rule.clock) == (clock.stream, clock.clock)
    ]
    named = {
        name: dict.fromkeys(code for rule in rules for code in rule.when.get(name, ()))
        for name in clock.facts
    }
    return {name: [*codes, OTHER] for name, codes in named.items() if codes}


def _together(which: list[Facts], codes: Mapping[str, list[str]]) -> list[Facts]:
    """Leave out a fact that makes no difference: with every code of it the rest is the same."""
    for name, every in codes.items():
        rests: dict[Facts, set[str]] = {}
        for facts in which:
            rest = tuple(pair for pair in facts if pair[0] != name)
            rests.setdefault(rest, set()).add(dict(facts)[name])
        if all(len(held) == len(every) for held in rests.values()):
            which = list(rests)
    return which


def _limit(book: PolicyBook, stream: str, clock: str, facts: Mapping[str, str]) -> str:
    try:
        return book.deadlines.rule_for(stream, clock, **facts).limit
    except KeyError:
        return ""


def _means(book: PolicyBook, limit: str) -> object:
    """Give what a limit in words says: two words for one unit are no change."""
    try:
        return book.deadlines.limit(limit)
    except LimitError:
        return limit


def filings(asked: Proposed) -> Filings:
    """Compare the filing conditions one by one."""
    old, new = _conditions(asked.before), _conditions(asked.after)
    changed, same = [], 0
    for key in dict.fromkeys((*old, *new)):
        was, is_now = old.get(key), new.get(key)
        before, after = (one.limit if one else "" for one in (was, is_now))
        if _means(asked.before, before) == _means(asked.after, after):
            same += 1
            continue
        book = asked.after if is_now else asked.before
        text = (is_now or was or book.categories.fallback).text
        name = book.categories.name(key[0]) if key[0] else ""
        changed.append(Filing(key[0], name, text, before, after))
    return Filings(tuple(changed), same)


def _conditions(book: PolicyBook) -> dict[tuple[str, str], Condition]:
    """Give the conditions by category and code; the one of all other categories has none."""
    held = {
        (row.code, condition.code): condition
        for row in book.categories.category
        for condition in row.condition
        if not row.closed
    }
    return {("", ""): book.categories.fallback} | held


def running(asked: Proposed) -> Running:
    """Start every clock that runs anew, now, under both editions; what was given stays as given.

    An issue is taken under the usual condition of its category: which one it was filed under is
    not asked again.
    """
    found: dict[tuple[str, str, datetime | None, datetime | None], int] = {}
    ends = {id(book): _Ends(book, asked.now) for book in (asked.before, asked.after)}
    columns = [cases.c[name] for name in COLUMNS.values()]
    same = 0
    with asked.view.connect() as connection:
        for kind, clock in ((each, one.name) for each in KINDS.values() for one in each.clocks):
            rows = connection.execute(
                sa.select(*columns, sa.func.count())
                .where(
                    cases.c.kind == kind.name,
                    has(cases.c.clocks, clock),
                    cases.c[f"{clock}_due"].is_not(None),
                )
                .group_by(*columns)
            )
            for *codes, count in rows:
                facts = dict(zip(COLUMNS, codes, strict=True))
                before, after = (
                    ends[id(book)].of(kind.stream, clock, facts)
                    for book in (asked.before, asked.after)
                )
                if before == after:
                    same += count
                else:
                    key = (kind.stream, clock, before, after)
                    found[key] = found.get(key, 0) + count
    changed = sorted(found.items(), key=lambda one: (one[0][:2], -one[1]))
    return Running(tuple(Reopened(*key, count) for key, count in changed), same)


class _Ends:
    """When a clock that begins now ends under a book; every limit is counted once."""

    def __init__(self, book: PolicyBook, now: datetime) -> None:
        self.book, self.now = book, now
        self.known: dict[str, datetime | None] = {}
        self.facts = {(one.stream, one.clock): set(one.facts) for one in needs.CLOCKS}

    def of(self, stream: str, clock: str, facts: Mapping[str, str]) -> datetime | None:
        """Give the moment; None where no rule fits."""
        if (stream, clock) == ("issues", "handle"):
            usual = self.book.categories.usual(facts["category"])
            limit = (usual or self.book.categories.fallback).limit
        else:
            asked = self.facts[stream, clock]
            values = {name: code for name, code in facts.items() if name in asked}
            limit = _limit(self.book, stream, clock, values)
        if limit not in self.known:
            self.known[limit] = self._counted(limit)
        return self.known[limit]

    def _counted(self, limit: str) -> datetime | None:
        try:
            return self.book.limited(self.now, limit, rule="", source="").due
        except Refused:
            return None


def days(asked: Proposed) -> Days:
    """Compare the calendars day by day, from today for a year."""
    old, new = asked.before.calendar, asked.after.calendar
    first = new.local(asked.now).date()
    every = (first + timedelta(days=n) for n in range(AHEAD.days))
    return Days(
        tuple(
            Day(day, new.is_working(day), new.reason(day)[1] or old.reason(day)[1])
            for day in every
            if new.is_working(day) != old.is_working(day)
        )
    )
