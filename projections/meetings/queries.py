"""Questions about meetings."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.records import Records
from projections.engine.view import View
from projections.meetings.board import meetings
from projections.meetings.matters import matters

AHEAD = ("scheduled", "drafted", "frozen")


class Meeting(msgspec.Struct, frozen=True):
    """A meeting of a grid in the fortnight `window`, which begins on the day `start`.

    One that was missed without being scheduled has no moment; `frozen_position` is 0 before its
    agenda is frozen.
    """

    key: UUID
    grid: str
    window: int
    start: str
    meets_at: datetime | None
    place: str
    stage: str
    items: int
    frozen_position: int
    decisions: int
    held_at: datetime | None
    minutes: str
    moved_from: datetime | None
    moved_why: str


MEETINGS = Records(Meeting, meetings)


def meeting(view: View, key: UUID) -> Meeting | None:
    """Give one meeting."""
    with view.connect() as connection:
        return MEETINGS.by(connection, "key", key)


def meeting_list(
    view: View, sight: Sight, *, grid: str = "", year: int = 0, limit: int = 120
) -> list[Meeting]:
    """Give meetings, the latest first."""
    where = _seen(sight)
    if grid:
        where.append(meetings.c.grid == grid)
    if year:
        where.append(meetings.c.window.between(year * 100, year * 100 + 99))
    query = MEETINGS.query.where(*where).order_by(meetings.c.window.desc(), meetings.c.grid)
    with view.connect() as connection:
        return MEETINGS.all(connection, query.limit(limit))


def moved(view: View, now: datetime, sight: Sight, units: Collection[str]) -> list[Meeting]:
    """Give the meetings to come that were moved and are somebody's: his grids', or his units'."""
    theirs = sa.select(matters.c.meeting).where(matters.c.unit.in_(units))
    mine = sa.or_(*_seen(sight), meetings.c.key.in_(theirs))
    query = MEETINGS.query.where(
        meetings.c.stage.in_(AHEAD),
        meetings.c.moved_from.is_not(None),
        meetings.c.meets_at >= now,
        sa.true() if sight.everything else mine,
    )
    with view.connect() as connection:
        return MEETINGS.all(connection, query.order_by(meetings.c.meets_at))


def circulated(view: View, sight: Sight) -> list[Meeting]:
    """Give the meetings whose minutes wait for approval, the earliest first."""
    query = MEETINGS.query.where(meetings.c.minutes == "circulated", *_seen(sight))
    with view.connect() as connection:
        return MEETINGS.all(connection, query.order_by(meetings.c.held_at))


def meetings_at(view: View, moment: datetime) -> list[Meeting]:
    """Give the meetings planned for a moment."""
    query = MEETINGS.query.where(meetings.c.meets_at == moment, meetings.c.stage.in_(AHEAD))
    with view.connect() as connection:
        return MEETINGS.all(connection, query.order_by(meetings.c.grid))


def last_held(view: View, grid: str) -> UUID | None:
    """Give the meeting a grid held last."""
    query = sa.select(meetings.c.key).where(meetings.c.grid == grid, meetings.c.stage == "held")
    with view.connect() as connection:
        return connection.scalar(query.order_by(meetings.c.held_at.desc()).limit(1))


def coming(view: View, sight: Sight) -> list[Meeting]:
    """Give the meetings that are not held yet, the next first."""
    query = MEETINGS.query.where(meetings.c.stage.in_(AHEAD), *_seen(sight))
    with view.connect() as connection:
        return MEETINGS.all(connection, query.order_by(meetings.c.meets_at).limit(6))


def _seen(sight: Sight) -> list[sa.ColumnElement[bool]]:
    return [] if sight.everything else [meetings.c.grid.in_(sight.grids)]
