"""走访到期: on which day is a door due for a visit, and what asks for it?

What was agreed at the door goes before the interval: until that day nothing else asks. Without it a
door is due its interval after somebody was last met there, and at once where nobody ever was. A try
in vain moves nothing but the reason. Where something found is still open, the interval is that of a
second look, if it is the shorter one. Days are days here: a door is due from the first minute on.
"""

from datetime import date, datetime, time, timedelta

import msgspec
from msgspec.structs import replace

from governance.policy.calendar import DAY, Calendar
from governance.policy.checks.lists import LONGEST_INTERVAL
from governance.policy.options import Options

DOORS = ("household", "shop", "enterprise", "site")
"""The kinds of place that are visited."""
INTERVALS = "visit_intervals"
FOLLOW_UPS = "follow_ups"
USUAL = "usual"
"""The interval of a door that was never given one, or one the edition does not have."""


class Door(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a place that a visit to it can be due for; `revisit_on` was agreed last."""

    kind: str
    retired: bool = False
    interval: str = ""
    revisit_on: date | None = None
    visited_at: datetime | None = None
    tried_at: datetime | None = None
    open_findings: int = 0


class Due(msgspec.Struct, frozen=True):
    """What asks for a visit, one of `revisit_reasons`, and from which day on; no day: at once."""

    rule: str
    day: date | None


class DueRule(msgspec.Struct, frozen=True):
    """When visits are due, as the policies of one moment say, and the day that is then."""

    spans: dict[str, timedelta]
    calendar: Calendar
    today: date
    second_look: timedelta | None = None
    """After how long a door with something open is due; an early edition does not say."""

    @property
    def usual(self) -> timedelta:
        """How long a door without an interval of its own may go unvisited."""
        return self.spans.get(USUAL, timedelta(days=LONGEST_INTERVAL))

    @property
    def midnight(self) -> datetime:
        """The moment today began."""
        return self.calendar.at(self.today, time.min)

    @property
    def first_of_month(self) -> datetime:
        """The moment the month of today began."""
        return self.calendar.at(self.today.replace(day=1), time.min)

    @property
    def tomorrow(self) -> datetime:
        """The moment up to which a time that is over is over today."""
        return self.calendar.at(self.today + DAY, time.min)

    def due(self, door: Door) -> Due | None:
        """Give what asks for the next visit, however far ahead; None where nobody visits."""
        if door.retired or door.kind not in DOORS:
            return None
        seen, tried = door.visited_at, door.tried_at
        if door.revisit_on:
            missed = tried and (seen is None or tried > seen)
            rule = "missed" if missed else "follow_up" if door.open_findings else "promised"
            return Due(rule, door.revisit_on)
        if seen is None:
            return Due("interval", None)
        wait = self.wait(door)
        rule = "follow_up" if wait < self.wait(replace(door, open_findings=0)) else "interval"
        return Due(rule, self.calendar.local(seen + wait).date())

    def wait(self, door: Door) -> timedelta:
        """Give how long a door may go unvisited after somebody was met there."""
        span = self.spans.get(door.interval, self.usual)
        looks = self.second_look is not None and door.open_findings
        return min(span, self.second_look or span) if looks else span

    def is_due(self, door: Door) -> bool:
        """Whether a door is due for a visit today."""
        due = self.due(door)
        return due is not None and (due.day is None or due.day <= self.today)


def due_rule(options: Options, calendar: Calendar, at: datetime) -> DueRule:
    """Give the rule as editions say it, for the day `at` lies in.

    An early edition may name no days, or more than there is time: such doors are hardly ever due.
    """
    spans = {row.code: _span(row.weight) for row in options.rows(INTERVALS)}
    looks = [_span(row.weight) for row in options.choices(FOLLOW_UPS)]
    return DueRule(spans, calendar, calendar.local(at).date(), min(looks, default=None))


def _span(days: float | None) -> timedelta:
    known = days and 0 < days < LONGEST_INTERVAL
    return timedelta(days=days if known and days else LONGEST_INTERVAL)
