"""What might come before a grid's meeting? Everything the agenda's rules may choose from."""

from datetime import datetime

from governance.meetings.rules import Candidate
from governance.policy.book import PolicyBook
from projections.agenda.earlier import earlier
from projections.agenda.facts import Meeting
from projections.agenda.figures import bulletin
from projections.agenda.ledger import past
from projections.engine.projection import proposed
from projections.engine.view import View
from projections.meetings.board import meetings
from projections.places.queries import labels


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
    calendar, cycles = book.calendar, book.cycles
    day = calendar.local(meets_at).date()
    with view.connect() as connection:
        before = past(connection, book.agenda, grid, cycles.window(day).number)
        met = earlier(connection, grid, meetings.c.meets_at < meets_at, meetings.c.held_at)
        meeting = Meeting(
            grid=grid,
            calendar=calendar,
            now=now,
            today=calendar.local(max(meets_at, now)).date(),
            following=calendar.local(next_meets_at).date(),
            since=met.last or meets_at - cycles.length,
            carried=met.carried,
            decided=before.words,
            agreed=before.agreed,
            areas=labels(view, "area"),
        )
        found = [one for given in proposed(view.boards) for one in given.find(connection, meeting)]
    return [*found, *bulletin(view, book, grid, meets_at=meets_at, now=now)]
