"""走访到期: on which day is a door due for a visit, and what asks for it?

What was agreed at the door goes before the interval: until that day nothing else asks. Without it a
door is due its interval after somebody was last met there, and at once where nobody ever was. A try
in vain moves nothing but the reason. Days are days here: a door is due from the first minute on.
"""

from datetime import date, datetime, time, timedelta

import msgspec

from governance.policy.calendar import DAY, Calendar
from governance.policy.checks.lists import LONGEST_INTERVAL
from governance.policy.options import Options

DOORS = ("household", "shop", "enterprise", "site")
"""The kinds of place that are visited."""
INTERVALS = "visit_intervals"
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

    @property
    def usual(self) -> timedelta:
        """How long a door without an interval of its own may go unvisited."""
        return self.spans.get(USUAL, timedelta(days=LONGEST_INTERVAL))

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
        ends = seen and seen + self.spans.get(door.interval, self.usual)
        return Due("interval", self.calendar.local(ends).date() if ends else None)

    def is_due(self, door: Door) -> bool:
        """Whether a door is due for a visit today."""
        due = self.due(door)
        return due is not None and (due.day is None or due.day <= self.today)


def due_rule(options: Options, calendar: Calendar, at: datetime) -> DueRule:
    """Give the rule as editions say it, for the day `at` lies in.

    An early edition may name no days, or more than there is time: such doors are hardly ever due.
    """
    spans = {}
    for row in options.rows(INTERVALS):
        known = row.weight and 0 < row.weight < LONGEST_INTERVAL
        spans[row.code] = timedelta(days=row.weight if known and row.weight else LONGEST_INTERVAL)
    return DueRule(spans, calendar, calendar.local(at).date())
