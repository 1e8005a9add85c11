"""Limits: rules as data, one way of counting that also explains itself, pauses and lights.

How days are counted follows 民法典 第二百零一条 (the day it begins does not count) and
第二百零三条 (a last day that is a holiday moves on; where there are business hours, it ends when
business ends). Working hours run inside the working periods only; `urgent_` units run on the wall
clock, day and night, and touch no calendar.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from governance.policy.calendar import DAY, Calendar
from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped

Unit = Literal["working_day", "working_hour", "urgent_hour", "urgent_minute", "calendar_day"]
Light = Literal["ok", "near", "late"]
AMOUNT = re.compile(r"(\d{1,4})\s*(\S+)")
CLOCK: dict[Unit, timedelta] = {
    "urgent_hour": timedelta(hours=1),
    "urgent_minute": timedelta(minutes=1),
}


class LimitError(ValueError):
    """A limit in words is nonsense under the units of the edition."""


class Deadline(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as it stands in events: the moment, and the rule and editions that gave it.

    `provisional` says that the count touched days no published notice covers yet.
    """

    due: datetime
    start: datetime
    limit: str
    rule: str
    edition: int
    calendar: int
    provisional: bool = False
    source: str = ""


class Limit(msgspec.Struct, frozen=True):
    """An amount of a unit."""

    amount: int
    unit: Unit


class Step(msgspec.Struct, frozen=True):
    """One day of a count: whether it counted, why, and how much had counted by its end.

    `reason` is one of `Calendar.reason`, or received (the day it began), closed (business was over
    when it began), moved (the last day fell on a day off, and ends here), clock (counted by the
    wall clock). `number` is in days; in minutes where the limit is in hours or minutes.
    """

    day: date
    counted: bool
    reason: str
    name: str
    number: int
    confirmed: bool


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A limit for one clock of one stream, under conditions on facts."""

    id: str
    stream: str
    clock: str
    limit: str
    confirmed: bool
    source: str
    when: dict[str, tuple[str, ...]] = {}


class Extension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often a limit may be extended, and to what total; no total adds the limit once more."""

    stream: str
    most: int
    total: str
    confirmed: bool
    source: str


class Lights(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a limit turns yellow: working days left, today among them, or the share of it left."""

    days: int
    share: float
    confirmed: bool
    source: str


class Deadlines(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """办理时限: as read from an edition. `units` and `reasons` hold its Chinese words."""

    source: str
    units: dict[Unit, tuple[str, ...]]
    reasons: dict[str, str]
    lights: Lights
    rule: tuple[Rule, ...]
    extension: tuple[Extension, ...]

    def limit(self, text: str) -> Limit:
        """Read a limit in words, such as `5工作日`; LimitError when it is nonsense."""
        found = AMOUNT.fullmatch(text.strip())
        if found and int(found[1]):
            for unit, words in self.units.items():
                if found[2] in words:
                    return Limit(int(found[1]), unit)
        raise LimitError(f"not a limit: {text!r}")

    def unit_of(self, text: str) -> Unit | None:
        """Give the unit of a limit in words; None when it is none, or the word is not known now."""
        try:
            return self.limit(text).unit
        except LimitError:
            return None

    def rule_for(self, stream: str, clock: str, **facts: str | int) -> Rule:
        """Give the first rule that fits; KeyError when the policy has none for the clock."""
        for rule in self.rule:
            fits = all(str(facts.get(name, "")) in values for name, values in rule.when.items())
            if rule.stream == stream and rule.clock == clock and fits:
                return rule
        raise KeyError(f"no rule for {stream}.{clock}")

    def extension_of(self, stream: str) -> Extension:
        """Give the rule of extensions of a stream; without one nothing is extended."""
        none = Extension(stream=stream, most=0, total="", confirmed=False, source="")
        return next((rule for rule in self.extension if rule.stream == stream), none)

    def resume(
        self, deadline: Deadline, paused_at: datetime, resumed_at: datetime, calendar: Calendar
    ) -> Deadline:
        """Give the limit of a clock that stood still from `paused_at` until `resumed_at`.

        What was left of it, in its own time, is left again: working time for working days and
        hours, wall clock time for the urgent units and natural days; of these the last still ends
        with the business of a working day. A limit that had passed already stays as it is.
        ValueError when it resumes before it paused.
        """
        if resumed_at < paused_at:
            raise ValueError("a clock resumes after it paused")
        if paused_at >= deadline.due:
            return deadline
        unit, moved = self.limit(deadline.limit).unit, deadline.due + (resumed_at - paused_at)
        if unit in CLOCK:
            return replace(deadline, due=moved)
        if unit == "calendar_day":
            day = calendar.working_day(calendar.local(moved).date())
            if calendar.closing(day) < moved:
                day = calendar.add_working_days(day, 1)
            due, known = calendar.closing(day), calendar.confirmed(day)
        else:
            left = calendar.working_time_between(paused_at, deadline.due)
            steps, due = _hours(resumed_at, left, calendar)
            known = all(step.confirmed for step in steps)
        return replace(deadline, due=due, provisional=deadline.provisional or not known)

    def light(self, deadline: Deadline, now: datetime, calendar: Calendar) -> Light:
        """Give the light of a running limit, measured in its own time.

        The number of days warns of limits longer than it; a shorter one would never be green.
        """
        if now > deadline.due:
            return "late"
        whole, left = deadline.due - deadline.start, deadline.due - now
        if self.unit_of(deadline.limit) not in CLOCK:
            begun, today, last = (
                calendar.local(moment).date() for moment in (deadline.start, now, deadline.due)
            )
            days = calendar.working_days_between(today, last)
            if days < self.lights.days < calendar.working_days_between(begun, last):
                return "near"
            whole, left = (
                calendar.working_time_between(moment, deadline.due)
                for moment in (deadline.start, now)
            )
        return "near" if left <= min(self.lights.share, 1) * whole else "ok"


def count(start: datetime, limit: Limit, calendar: Calendar) -> tuple[datetime, bool]:
    """Give the moment a limit from `start` (aware) ends, and whether that is provisional."""
    steps, due = explain(start, limit, calendar)
    return due, not all(step.confirmed for step in steps)


def explain(start: datetime, limit: Limit, calendar: Calendar) -> tuple[list[Step], datetime]:
    """Give every day of the count, from the day of `start` to the last, and the moment it ends."""
    if limit.unit in CLOCK:
        return _clock(start, limit.amount * CLOCK[limit.unit], calendar)
    if limit.unit == "working_hour":
        return _hours(start, timedelta(hours=limit.amount), calendar)
    return _days(start, limit, calendar)


def _days(start: datetime, limit: Limit, calendar: Calendar) -> tuple[list[Step], datetime]:
    working = limit.unit == "working_day"
    day, number = calendar.local(start).date(), 0
    steps = [Step(day, False, "received", "", number, calendar.confirmed(day))]
    while number < limit.amount or not calendar.is_working(day):
        day += DAY
        counted = number < limit.amount and (not working or calendar.is_working(day))
        moved = number == limit.amount and calendar.is_working(day)
        number += counted
        reason, name = ("moved", "") if moved else calendar.reason(day)
        steps.append(Step(day, counted, reason, name, number, calendar.confirmed(day)))
    return steps, calendar.closing(day)


def _hours(start: datetime, length: timedelta, calendar: Calendar) -> tuple[list[Step], datetime]:
    steps: list[Step] = []
    day, left, due = calendar.local(start).date(), length, None
    while due is None:
        counted = False
        for begin, end in calendar.periods_after(day, start):
            counted = True
            if left <= end - begin:
                due, left = begin + left, timedelta()
                break
            left -= end - begin
        reason, name = calendar.reason(day)
        if not counted and calendar.is_working(day):
            reason, name = "closed", ""
        number = (length - left) // timedelta(minutes=1)
        steps.append(Step(day, counted, reason, name, number, calendar.confirmed(day)))
        day += DAY
    return steps, due


def _clock(start: datetime, length: timedelta, calendar: Calendar) -> tuple[list[Step], datetime]:
    due = start + length
    day, last = calendar.local(start).date(), calendar.local(due).date()
    steps: list[Step] = []
    while day <= last:
        passed = min(calendar.at(day + DAY, datetime.min.time()), due) - start
        steps.append(Step(day, True, "clock", "", passed // timedelta(minutes=1), True))
        day += DAY
    return steps, due


SHAPE = Deadlines


def read(content: dict[str, Any]) -> Deadlines:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    policy = shaped(content, Deadlines)
    refuse(_faults(policy))
    return policy


def _faults(policy: Deadlines) -> Iterator[Fault]:
    yield from twice(
        (word, ("units", unit, n))
        for unit, words in policy.units.items()
        for n, word in enumerate(words)
    )
    yield from twice((rule.id, ("rule", n, "id")) for n, rule in enumerate(policy.rule))
    yield from twice((e.stream, ("extension", n, "stream")) for n, e in enumerate(policy.extension))
    limits = [(rule.limit, ("rule", n, "limit")) for n, rule in enumerate(policy.rule)]
    limits += [(e.total, ("extension", n, "total")) for n, e in enumerate(policy.extension)]
    for text, place in limits:
        if (text or "limit" in place) and policy.unit_of(text) is None:
            yield fault("not_a_limit", *place, name=text)
    last = {(rule.stream, rule.clock): rule for rule in policy.rule}
    for n, rule in enumerate(policy.rule):
        if bool(rule.when) == (rule is last[rule.stream, rule.clock]):
            yield fault("last_rule_is_for_all", "rule", n, "when")
