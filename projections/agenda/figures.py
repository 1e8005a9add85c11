"""What were the figures of the last fortnight? The sentences read out at a grid's meeting."""

from datetime import datetime, time, timedelta

import sqlalchemy as sa

from governance.meetings.rules import Candidate
from governance.policy.book import PolicyBook
from governance.policy.roles import Sight
from projections.engine.view import View
from projections.figures.queries import Figure, figures
from projections.places.board import findings, visits

CASES, VISITS = "上一双周办件情况", "上一双周走访情况"


def bulletin(
    view: View, book: PolicyBook, grid: str, *, meets_at: datetime, now: datetime
) -> list[Candidate]:
    """Give one candidate on cases and one on visits: the fortnight before the meeting's, whole.

    A whole fortnight stays the same however often the agenda is drafted again: every time at a door
    counts, and what was found is unsolved that was so when the fortnight ended.
    Of a fortnight that still runs, the cases whose limit is to come are told apart.
    """
    calendar, cycles = book.calendar, book.cycles
    window = cycles.previous(cycles.window(calendar.local(meets_at).date()))
    start = calendar.at(window.start, time.min)
    end = calendar.at(window.end + timedelta(days=1), time.min)
    told = f"{window.start.month}月{window.start.day}日至{window.end.month}月{window.end.day}日，"
    sight = Sight(everything=False, grids=frozenset({grid}))
    found = figures(view, book, start=start, end=end, sight=sight, as_at=now).rows
    words = (_in_words(figure, book) for figure in found if figure.value is not None)
    return [
        _candidate(f"figure:cases:{window.number}", grid, CASES, told + "，".join(words) + "。"),
        _candidate(
            f"figure:visits:{window.number}",
            grid,
            VISITS,
            told + _visits_in_words(view, grid, start, end) + "。",
        ),
    ]


def _candidate(key: str, grid: str, subject: str, sentence: str) -> Candidate:
    return Candidate(
        kind="figure", key=key, subject=subject, grid=grid, facts={"sentence": sentence}
    )


def _in_words(figure: Figure, book: PolicyBook) -> str:
    label = book.metrics.named(figure.metric).label
    if figure.denominator is None:
        return f"{label}{figure.numerator:g}件"
    later = f"，另有{figure.pending}件未到期" if figure.pending else ""
    return f"{label}{figure.value:.1%}（{figure.numerator:g}/{figure.denominator}{later}）"


def _visits_in_words(view: View, grid: str, start: datetime, end: datetime) -> str:
    doors = sa.select(sa.func.count(), sa.func.count(sa.case((visits.c.stage == "made", 1)))).where(
        visits.c.grid == grid, visits.c.made_at >= start, visits.c.made_at < end
    )
    open_then = sa.or_(findings.c.settled_at.is_(None), findings.c.settled_at >= end)
    found = sa.select(sa.func.count(), sa.func.count(sa.case((open_then, 1)))).where(
        findings.c.grid == grid, findings.c.found_at >= start, findings.c.found_at < end
    )
    with view.connect() as connection:
        tried, met = connection.execute(doors).one()
        seen, left = connection.execute(found).one()
    return f"上门{tried}户次，见面{met}户次，发现问题{seen}个，其中期末未解决{left}个"
