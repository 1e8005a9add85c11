"""Which items would the last meetings have had, and when would the next ones be?"""

from datetime import datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.meetings.difference import Change, diff
from governance.meetings.items import Item, Section
from governance.policy.book import PolicyBook
from projections.agenda.proposal import proposal
from projections.engine.records import Records
from projections.engine.view import View
from projections.meetings.board import meetings
from projections.places.queries import labels
from projections.policies.effects.proposed import Proposed

MOST = 6
"""Meetings whose agendas are made anew, twice each: the rows of its time may have to be built."""
COMING = 2
"""Meetings of each grid looked ahead for."""


class FrozenMeeting(msgspec.Struct, frozen=True):
    """A meeting whose agenda was frozen, by the rows of `frozen_position`."""

    key: UUID
    grid: str
    meets_at: datetime
    frozen_position: int


FROZEN = Records(FrozenMeeting, meetings)


class Agenda(msgspec.Struct, frozen=True):
    """The agenda of one meeting by both editions, from the rows it was frozen on.

    What people did to it by hand is not in it. `sections` are those of the new edition.
    """

    key: UUID
    grid: str
    meets_at: datetime
    position: int
    items: int
    came: tuple[Item, ...]
    went: tuple[Item, ...]
    changed: tuple[Change, ...]
    sections: tuple[Section, ...]


class Agendas(msgspec.Struct, frozen=True):
    """The meetings of the last fortnight, the latest first; `left` counts those not looked at."""

    agendas: tuple[Agenda, ...]
    left: int


class Planned(msgspec.Struct, frozen=True):
    """When a grid would meet next, by both editions."""

    grid: str
    before: tuple[datetime, ...]
    after: tuple[datetime, ...]


class Plans(msgspec.Struct, frozen=True):
    """The grids whose next meetings would be at other times; `same` counts the others."""

    changed: tuple[Planned, ...]
    same: int


def agendas(asked: Proposed) -> Agendas:
    """Make the agendas of the meetings of the last fortnight anew, as of when each was frozen."""
    since = asked.now - asked.before.cycles.length
    query = FROZEN.query.where(
        meetings.c.meets_at > since,
        meetings.c.meets_at <= asked.now,
        meetings.c.frozen_position > 0,
    )
    with asked.view.connect() as connection:
        rows = FROZEN.all(connection, query.order_by(meetings.c.meets_at.desc(), meetings.c.grid))
    made = tuple(_agenda(asked, row) for row in rows[:MOST])
    return Agendas(made, max(len(rows) - MOST, 0))


def _agenda(asked: Proposed, row: FrozenMeeting) -> Agenda:
    then = asked.at(row.frozen_position)
    old, _ = _made(then, asked.before, row, asked.now)
    new, sections = _made(then, asked.after, row, asked.now)
    made = diff(old, new)
    return Agenda(
        key=row.key,
        grid=row.grid,
        meets_at=row.meets_at,
        position=row.frozen_position,
        items=len(new),
        came=made.added,
        went=made.removed,
        changed=made.changed,
        sections=sections,
    )


def _made(
    then: View, book: PolicyBook, row: FrozenMeeting, now: datetime
) -> tuple[tuple[Item, ...], tuple[Section, ...]]:
    made = proposal(then, book, row.grid, row.meets_at, then.moment or now)
    # The events behind a reason are known by another rule in other order, and nobody reads them.
    items = tuple(
        replace(item, reasons=tuple(replace(why, events=()) for why in item.reasons))
        for item in made.items
    )
    return items, made.sections


def plans(asked: Proposed) -> Plans:
    """Compare when each grid meets next; a meeting that is planned already stays as planned."""
    changed = []
    grids = labels(asked.view, "grid")
    for grid in grids:
        before, after = (_next(book, grid, asked.now) for book in (asked.before, asked.after))
        if before != after:
            changed.append(Planned(grid, before, after))
    return Plans(tuple(changed), len(grids) - len(changed))


def _next(book: PolicyBook, grid: str, now: datetime) -> tuple[datetime, ...]:
    found: list[datetime] = []
    window = book.cycles.window(book.calendar.local(now).date())
    while len(found) < COMING:
        meets_at = book.cycles.meets_at(grid, window, book.calendar)
        if meets_at > now:
            found.append(meets_at)
        window = book.cycles.next(window)
    return tuple(found)
