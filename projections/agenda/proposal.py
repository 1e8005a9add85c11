"""Which meetings are there, and what would come before them?"""

from datetime import date, datetime

import sqlalchemy as sa

from governance.meetings.rules import Composition
from governance.policy.book import PolicyBook
from governance.processes.meeting_cycle import KnownMeeting, composed
from projections.agenda.candidates import candidates
from projections.engine.view import View
from projections.meetings.board import meetings


def known_meetings(view: View) -> list[KnownMeeting]:
    """Give every meeting there is a row for."""
    with view.connect() as connection:
        rows = connection.execute(sa.select(meetings).order_by(meetings.c.window)).all()
    return [
        KnownMeeting(
            grid=row.grid,
            window=row.window,
            start=date.fromisoformat(row.start),
            meets_at=row.meets_at,
            drafted=row.stage in {"drafted", "frozen"} or row.items > 0,
            held=row.held_at is not None,
            missed=row.stage == "missed",
        )
        for row in rows
    ]


def proposal(
    view: View, book: PolicyBook, grid: str, meets_at: datetime, now: datetime
) -> Composition:
    """Give what the rules of a policy book propose for a grid's meeting."""
    calendar, cycles = book.calendar, book.cycles
    following = cycles.next(cycles.window(calendar.local(meets_at).date()))
    gathered = candidates(
        view,
        book,
        grid,
        meets_at=meets_at,
        next_meets_at=cycles.meets_at(grid, following, calendar),
        now=now,
    )
    return composed(book, grid, meets_at, gathered)
