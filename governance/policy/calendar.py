"""The working calendar: which days count, when business begins and ends, how far it is known."""

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped

DAY = timedelta(days=1)
WEEK = 7


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day that differs from its week, with the name of the occasion."""

    day: date
    name: str


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day the sub-district sets itself."""

    day: date
    working: bool
    name: str
    source: str


class Business(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The periods of a working day, as pairs of local times such as `08:00`."""

    periods: tuple[tuple[str, str], ...]
    confirmed: bool
    source: str


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """工作日历: an edition as stored. `weekend` counts from Monday = 0.

    The notices cover `confirmed_*`.
    """

    timezone: str
    weekend: tuple[int, ...]
    confirmed_from: date
    confirmed_through: date
    source: str
    business: Business
    overrides: tuple[Override, ...] = ()
    holidays: tuple[Named, ...] = ()
    makeup: tuple[Named, ...] = ()


class Calendar:
    """An edition, ready to be asked. Days are local dates; moments are aware.

    What the sub-district sets itself goes before make-up days (调休), these before holidays, these
    before the week. Beyond the days listed only the week is known.
    """

    def __init__(self, content: Content) -> None:
        self.content = content
        refuse(_faults(content))
        self.zone = ZoneInfo(content.timezone)
        self.confirmed_from = content.confirmed_from
        self.confirmed_through = content.confirmed_through
        self.periods = [(_hour(opens), _hour(closes)) for opens, closes in content.business.periods]
        self.opens, self.closes = self.periods[0][0], self.periods[-1][1]
        self.length = sum((_length(*period) for period in self.periods), timedelta())
        self._reasons: dict[date, tuple[bool, str, str]] = {}
        for row in content.holidays:
            self._reasons[row.day] = (False, "holiday", row.name)
        for row in content.makeup:
            self._reasons[row.day] = (True, "makeup", row.name)
        for rule in content.overrides:
            self._reasons[rule.day] = (rule.working, "override", rule.name)
        self._weekend = frozenset(content.weekend)
        self._week = [sum(day not in self._weekend for day in range(n)) for n in range(WEEK + 1)]
        changed = [(day, known[0]) for day, known in sorted(self._reasons.items())]
        self._added = [day for day, on in changed if on and day.weekday() in self._weekend]
        self._removed = [
            day for day, on in changed if not on and day.weekday() not in self._weekend
        ]
        self._own = frozenset(rule.day for rule in content.overrides)

    def is_working(self, day: date) -> bool:
        """Whether a day counts."""
        known = self._reasons.get(day)
        return known[0] if known else day.weekday() not in self._weekend

    def reason(self, day: date) -> tuple[str, str]:
        """Give (working | weekend | holiday | makeup | override, name of the occasion)."""
        known = self._reasons.get(day)
        if known:
            return known[1], known[2]
        return ("working" if self.is_working(day) else "weekend"), ""

    def confirmed(self, day: date) -> bool:
        """Whether a published notice, or the sub-district itself, has settled the day."""
        return self.confirmed_from <= day <= self.confirmed_through or day in self._own

    def add_working_days(self, day: date, count: int) -> date:
        """Give the count-th working day after `day` (before it when negative)."""
        step = DAY if count >= 0 else -DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def working_day(self, day: date) -> date:
        """Give the day itself when it counts, else the next that does."""
        while not self.is_working(day):
            day += DAY
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Give how many working days lie after `start` up to and including `end`; negative back."""
        return self._working_days_until(end) - self._working_days_until(start)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """Give how much working time lies between two moments; negative back."""
        first, last = self.local(start), self.local(end)
        days = self.working_days_between(first.date() - DAY, last.date() - DAY)
        return days * self.length + self._worked(last) - self._worked(first)

    def periods_after(self, day: date, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give what is left of a day's working periods after a moment, in UTC."""
        if self.is_working(day):
            for opens, closes in self.periods:
                begin, end = max(self.at(day, opens), moment), self.at(day, closes)
                if begin < end:
                    yield begin, end

    def local(self, moment: datetime) -> datetime:
        """Give a moment on the wall clock local."""
        return moment.astimezone(self.zone)

    def at(self, day: date, hour: time) -> datetime:
        """Give the UTC moment of a local wall clock time."""
        return datetime.combine(day, hour, self.zone).astimezone(UTC)

    def closing(self, day: date) -> datetime:
        """Give the moment business ends on a day."""
        return self.at(day, self.closes)

    def in_business(self, moment: datetime) -> bool:
        """Whether a moment lies in a working period of a working day."""
        local = self.local(moment)
        starts = [start for start, _ in self.periods]
        slot = bisect_right(starts, local.time()) - 1
        return self.is_working(local.date()) and slot >= 0 and local.time() < self.periods[slot][1]

    def _working_days_until(self, day: date) -> int:
        """Count from the first day of all, a Monday: by the week, then what differs from it."""
        weeks, rest = divmod(day.toordinal(), WEEK)
        by_the_week = weeks * self._week[WEEK] + self._week[rest]
        return by_the_week + bisect_right(self._added, day) - bisect_right(self._removed, day)

    def _worked(self, local: datetime) -> timedelta:
        """Give how much of its day's working time is over at a local moment."""
        if not self.is_working(local.date()):
            return timedelta()
        now = local.time()
        lengths = (_length(opens, min(now, closes)) for opens, closes in self.periods)
        return sum((length for length in lengths if length > timedelta()), timedelta())


def _hour(text: str) -> time:
    return time.fromisoformat(text).replace(tzinfo=None)


def _length(start: time, end: time) -> timedelta:
    return datetime.combine(date.min, end) - datetime.combine(date.min, start)


def _faults(content: Content) -> Iterator[Fault]:
    try:
        ZoneInfo(content.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield fault("no_such_zone", "timezone", name=content.timezone)
    yield from _period_faults(content.business)
    if not set(content.weekend) < set(range(WEEK)):
        yield fault("no_weekend", "weekend")
    if content.confirmed_through < content.confirmed_from:
        yield fault("ends_before_it_begins", "confirmed_through")
    for name in ("holidays", "makeup", "overrides"):
        rows = enumerate(getattr(content, name))
        yield from twice((row.day.isoformat(), (name, n, "day")) for n, row in rows)
    for n, row in enumerate(content.makeup):
        if row.day.weekday() not in content.weekend:
            yield fault("makes_up_for_nothing", "makeup", n, "day", name=row.day.isoformat())


def _period_faults(business: Business) -> Iterator[Fault]:
    hours: list[time] = []
    for n, period in enumerate(business.periods):
        for m, text in enumerate(period):
            try:
                hours.append(_hour(text))
            except ValueError:
                yield fault("no_such_hour", "business", "periods", n, m, name=text)
    if not hours or hours != sorted(set(hours)):
        yield fault("periods_overlap", "business", "periods")


SHAPE = Content


def read(content: dict[str, Any]) -> Calendar:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return Calendar(shaped(content, Content))
