"""双周一议 by the clock: meetings scheduled, agendas drafted in time, missed windows marked."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

import msgspec

from governance.kernel.command import Command
from governance.meetings.commands import DraftAgenda, MissMeeting, ScheduleMeeting
from governance.meetings.rules import Candidate, Composition, Dates, compose
from governance.meetings.stream import meeting_id
from governance.policy.book import PolicyBook
from governance.policy.cycles import Window
from governance.processes.timers import timer_id


class Grid(msgspec.Struct, frozen=True):
    """A grid that meets, and who hosts its meetings."""

    code: str
    host: str


class KnownMeeting(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting there is a row for; `meets_at` is None for a window missed without a plan."""

    grid: str
    window: int
    start: date
    meets_at: datetime | None = None
    drafted: bool = False
    held: bool = False
    missed: bool = False


def to_schedule(
    policy: PolicyBook, grids: Iterable[Grid], known: Iterable[KnownMeeting], now: datetime
) -> list[Command]:
    """Schedule this fortnight's and the next one's meeting of every grid, unless its time is past.

    A fortnight without a plan whose usual time is past is left to people: they say when.
    """
    planned = {(row.grid, row.window) for row in known if row.meets_at}
    this = policy.cycles.window(policy.calendar.local(now).date())
    usual = (
        schedule(policy, grid, window)
        for grid in grids
        for window in (this, policy.cycles.next(this))
        if (grid.code, window.number) not in planned
    )
    return [meeting for meeting in usual if meeting.meets_at > now]


def schedule(policy: PolicyBook, grid: Grid, window: Window) -> ScheduleMeeting:
    """Give the command that plans a grid's meeting of a fortnight when and where it usually is."""
    return ScheduleMeeting(
        command_id=timer_id("schedule", grid.code, str(window.number)),
        stream=meeting_id(grid.code, window.number),
        grid=grid.code,
        window=window.number,
        start=window.start,
        end=window.end,
        meets_at=policy.cycles.meets_at(grid.code, window, policy.calendar),
        place=policy.cycles.rule(grid.code).place,
        host=grid.host,
    )


def to_miss(
    policy: PolicyBook, grids: Iterable[Grid], known: Iterable[KnownMeeting], now: datetime
) -> list[Command]:
    """Mark every past fortnight without a meeting, from the first one a grid has a row for."""
    rows = {(row.grid, row.window): row for row in known}
    this = policy.cycles.window(policy.calendar.local(now).date())
    commands: list[Command] = []
    for grid in grids:
        first = min((row.start for row in rows.values() if row.grid == grid.code), default=None)
        for window in _past(policy, first, this):
            row = rows.get((grid.code, window.number))
            if row is None or not (row.held or row.missed):
                commands.append(
                    MissMeeting(
                        command_id=timer_id("miss", grid.code, str(window.number)),
                        stream=meeting_id(grid.code, window.number),
                        grid=grid.code,
                        window=window.number,
                        start=window.start,
                        end=window.end,
                    )
                )
    return commands


def _past(policy: PolicyBook, first: date | None, this: Window) -> Iterator[Window]:
    window = policy.cycles.window(first) if first else this
    while window.end < this.start:
        yield window
        window = policy.cycles.next(window)


def to_draft(
    policy: PolicyBook, known: Iterable[KnownMeeting], now: datetime
) -> list[KnownMeeting]:
    """Give the meetings to come whose agenda is due and not drafted yet."""
    return [
        row
        for row in known
        if row.meets_at
        and not (row.drafted or row.held)
        and policy.cycles.drafted_at(row.meets_at, policy.calendar) <= now < row.meets_at
    ]


def composed(
    policy: PolicyBook, grid: str, meets_at: datetime, candidates: Iterable[Candidate]
) -> Composition:
    """Compose the agenda of a grid's meeting by the rules in force, from the grid's candidates."""
    calendar, cycles = policy.calendar, policy.cycles
    day = calendar.local(meets_at).date()
    window = cycles.window(day)
    before, after = (
        calendar.local(cycles.meets_at(grid, w, calendar)).date()
        for w in (cycles.previous(window), cycles.next(window))
    )
    return compose(
        [candidate for candidate in candidates if candidate.grid == grid],
        policy.agenda,
        policy.number("agenda"),
        Dates(meeting=day, next_meeting=after, previous_meeting=before),
    )


def draft(
    row: KnownMeeting,
    composition: Composition,
    policy: PolicyBook,
    position: int,
    command_id: UUID | None = None,
) -> DraftAgenda:
    """Give the command that puts a composition before a meeting, computed at a log position.

    The clock drafts a meeting once: whoever comes second, with rows of a later position, is
    refused for using the occasion's id again.
    """
    occasion = timer_id("draft", row.grid, str(row.window), str(row.meets_at))
    return DraftAgenda(
        command_id=command_id or occasion,
        stream=meeting_id(row.grid, row.window),
        position=position,
        edition=policy.number("agenda"),
        sections=composition.sections,
        items=composition.items,
    )
