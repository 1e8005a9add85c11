"""The rhythm: fortnights and their meetings, when an agenda is drafted, the periods of a year."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import msgspec

from governance.policy.calendar import DAY, Calendar
from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped

MONTHS = 12
CYCLE = (4, 366)
"""Days of a cycle: of shorter ones a year has more than the two digits of a number can tell."""
LEAD = 60
"""Most working days an agenda is drafted before its meeting."""


class Period(msgspec.Struct, frozen=True):
    """A stretch of days, first and last included, with its number: year * 100 + 期."""

    number: int
    start: date
    end: date

    @property
    def year(self) -> int:
        """The year the period counts to."""
        return self.number // 100

    @property
    def issue(self) -> int:
        """The running number within the year."""
        return self.number % 100


class Window(Period, frozen=True):
    """A fortnight. Those that begin in a year count to it; 第1期 is the first of them."""


class Meeting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and where a grid meets: days after the fortnight's first day."""

    grid: str
    day: int
    place: str
    confirmed: bool
    source: str


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Equal parts of the calendar year: how many months each has."""

    code: str
    months: int
    confirmed: bool
    source: str


class Cycles(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """会议周期: the policy as read from an edition.

    A fortnight begins at `anchor` and every `days` after. An early edition may have more days than
    there is time; they are counted up to the most.
    """

    source: str
    confirmed: bool
    anchor: date
    days: int
    draft_lead: int
    hour: str
    meeting: tuple[Meeting, ...]
    span: tuple[Span, ...]

    @property
    def length(self) -> timedelta:
        """How long a fortnight is."""
        return timedelta(days=min(self.days, CYCLE[1]))

    def window(self, day: date) -> Window:
        """Give the fortnight a day lies in."""
        length = self.length
        start = self.anchor + (day - self.anchor) // length * length
        return Window(
            number=start.year * 100 + (start - date(start.year, 1, 1)) // length + 1,
            start=start,
            end=start + length - DAY,
        )

    def next(self, window: Window) -> Window:
        """Give the fortnight after."""
        return self.window(window.end + DAY)

    def previous(self, window: Window) -> Window:
        """Give the fortnight before."""
        return self.window(window.start - DAY)

    def period(self, code: str, day: date) -> Period:
        """Give the part of the year a day lies in; StopIteration for a span nobody laid down."""
        months = next(span.months for span in self.span if span.code == code)
        first = (day.month - 1) // months * months + 1
        start = date(day.year, first, 1)
        after = date(day.year + (first + months > MONTHS), (first + months - 1) % MONTHS + 1, 1)
        return Period(
            number=day.year * 100 + (first - 1) // months + 1, start=start, end=after - DAY
        )

    def meets_at(self, grid: str, window: Window, calendar: Calendar) -> datetime:
        """Give when a grid meets in a fortnight.

        That is its day; on a day off the next working day of the fortnight on which no other grid
        meets; else the last before; else the next one, whoever meets then. A fortnight without any
        working day keeps the day.
        """
        rule, taken, days = self.rule(grid), set[date](), dict[str, date]()
        usual = {one.grid: self._usual(one, window) for one in self.meeting}
        working = {code: day for code, day in usual.items() if calendar.is_working(day)}
        taken.update(working.values())
        for one in self.meeting:
            days[one.grid] = working.get(one.grid) or _moved(
                usual[one.grid], window, calendar, taken
            )
            taken.add(days[one.grid])
        return calendar.at(days[rule.grid], time.fromisoformat(self.hour))

    def _usual(self, rule: Meeting, window: Window) -> date:
        return window.start + min(timedelta(days=rule.day), self.length - DAY)

    def drafted_at(self, meets_at: datetime, calendar: Calendar) -> datetime:
        """Give when the agenda of a meeting is to be drafted."""
        day = calendar.local(meets_at).date()
        return calendar.at(
            calendar.add_working_days(day, -min(self.draft_lead, LEAD)), calendar.opens
        )

    def rule(self, grid: str) -> Meeting:
        """Give the meeting rule of a grid."""
        return next((rule for rule in self.meeting if rule.grid == grid), self.meeting[0])


def _moved(usual: date, window: Window, calendar: Calendar, taken: set[date]) -> date:
    """Give the day a meeting is moved to whose day is off."""
    days = [window.start + DAY * n for n in range((window.end - window.start).days + 1)]
    later = [day for day in days if day > usual and calendar.is_working(day)]
    fits = later + [day for day in reversed(days) if day < usual and calendar.is_working(day)]
    return next((day for day in fits if day not in taken), (fits or [usual])[0])


SHAPE = Cycles


def read(content: dict[str, Any]) -> Cycles:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    cycles = shaped(content, Cycles)
    refuse(_faults(cycles))
    return cycles


def _faults(cycles: Cycles) -> Iterator[Fault]:
    try:
        time.fromisoformat(cycles.hour)
    except ValueError:
        yield fault("no_such_hour", "hour", name=cycles.hour)
    if cycles.days < 1:
        yield fault("too_small", "days", least=1)
    if cycles.draft_lead < 0:
        yield fault("too_small", "draft_lead", least=0)
    if not cycles.meeting:
        yield fault("none_left", "meeting")
    yield from twice((rule.grid, ("meeting", n, "grid")) for n, rule in enumerate(cycles.meeting))
    yield from twice((span.code, ("span", n, "code")) for n, span in enumerate(cycles.span))
    for n, rule in enumerate(cycles.meeting):
        if not 0 <= rule.day < cycles.days:
            yield fault("out_of_range", "meeting", n, "day", least=0, most=cycles.days - 1)
    for n, span in enumerate(cycles.span):
        if span.months < 1 or MONTHS % span.months:
            yield fault("no_part_of_a_year", "span", n, "months")
