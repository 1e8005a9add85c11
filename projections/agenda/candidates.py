"""What might come before a grid's meeting? Everything the agenda's rules may choose from."""

from datetime import datetime

import sqlalchemy as sa

from governance.meetings.rules import Candidate
from governance.policy.book import PolicyBook
from projections.agenda.facts import Meeting
from projections.agenda.figures import bulletin
from projections.engine.projection import proposed
from projections.engine.view import View
from projections.meetings.board import meetings


def candidates(
    view: View,
    book: PolicyBook,
    grid: str,
    *,
    meets_at: datetime,
    next_meets_at: datetime,
    now: datetime,
) -> list[Candidate]:
    """Give what every board proposes for a grid's meeting, and the figures to be read out."""
    calendar = book.calendar
    with view.connect() as connection:
        since, carried = _earlier(connection, book, grid, meets_at)
        meeting = Meeting(
            grid=grid,
            calendar=calendar,
            today=calendar.local(max(meets_at, now)).date(),
            following=calendar.local(next_meets_at).date(),
            since=since,
            carried=carried,
        )
        found = [one for given in proposed(view.boards) for one in given.find(connection, meeting)]
    return [*found, *bulletin(view, book, grid, meets_at=meets_at, now=now)]


def _earlier(
    connection: sa.Connection, book: PolicyBook, grid: str, meets_at: datetime
) -> tuple[datetime, dict[str, int]]:
    """Give when the grid last met, and how many earlier meetings had each matter."""
    rows = connection.execute(
        sa.select(meetings.c.held_at, meetings.c["keys"].label("items"))
        .where(meetings.c.grid == grid, meetings.c.stage == "held", meetings.c.meets_at < meets_at)
        .order_by(meetings.c.held_at)
    ).all()
    carried: dict[str, int] = {}
    for row in rows:
        for key in row.items:
            carried[key] = carried.get(key, 0) + 1
    return (rows[-1].held_at if rows else meets_at - book.cycles.length), carried
