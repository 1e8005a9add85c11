"""What were the figures of the last fortnight? The sentences read out at a grid's meeting."""

from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from governance.meetings.rules import Candidate
from governance.policy.book import PolicyBook
from governance.policy.metrics import CASES, Metric
from governance.policy.roles import Sight
from projections.engine.projection import counted
from projections.engine.view import View
from projections.figures.queries import Figure, figures
from projections.visits.table import findings, visits

VISITS = "visits"
SUBJECTS = {CASES: "上一双周办件情况", VISITS: "上一双周走访情况"}


def bulletin(
    view: View, book: PolicyBook, grid: str, *, meets_at: datetime, now: datetime
) -> list[Candidate]:
    """Give one candidate on cases, one on visits, and one on whatever else metrics count of a grid.

    All tell of the fortnight before the meeting's, whole.

    A whole fortnight stays the same however often the agenda is drafted again: every time at a door
    counts, and what was found is unsolved that was so when the fortnight ended.
    Of a fortnight that still runs, the cases whose limit is to come are distinguished.
    """
    calendar, cycles = book.calendar, book.cycles
    window = cycles.previous(cycles.window(calendar.local(meets_at).date()))
    start = calendar.at(window.start, time.min)
    end = calendar.at(window.end + timedelta(days=1), time.min)
    period = f"{_day(window.start)}至{_day(window.end)}，"
    sight = Sight(everything=False, grids=frozenset({grid}))
    words = _words(view, book, start=start, end=end, sight=sight, as_at=now)
    visited = [_visits_in_words(view, grid, start, end), *words.pop(VISITS, ())]
    sentences = {CASES: words.pop(CASES, []), VISITS: visited, **words}
    return [
        _candidate(
            f"figure:{rows}:{window.number}",
            grid,
            SUBJECTS.get(rows) or f"上一双周{counted(view.boards)[rows].title}情况",
            period + "，".join(parts) + "。",
        )
        for rows, parts in sentences.items()
    ]


def _words(view: View, book: PolicyBook, **values: Any) -> dict[str, list[str]]:
    """Give the figures that have a value in words, by what they count; of a grid's things only."""
    things, found = counted(view.boards), dict[str, list[str]]()
    read_out = {
        metric.id: metric
        for metric in book.metrics.metric
        if metric.read_out and things[metric.rows].scope("grid")
    }
    for figure in figures(view, book, metrics=tuple(read_out), **values).rows:
        if figure.value is not None:
            metric = read_out[figure.metric]
            thing = things[metric.rows]
            found.setdefault(thing.name, []).append(_in_words(figure, metric, thing.measure))
    return found


def _candidate(key: str, grid: str, subject: str, sentence: str) -> Candidate:
    return Candidate(
        kind="figure", key=key, subject=subject, grid=grid, facts={"sentence": sentence}
    )


def _in_words(figure: Figure, metric: Metric, measure: str) -> str:
    if figure.denominator is None:
        return f"{metric.label}{figure.numerator:g}{measure}"
    later = f"，另有{figure.pending}{measure}未到期" if figure.pending else ""
    return f"{metric.label}{figure.value:.1%}（{figure.numerator:g}/{figure.denominator}{later}）"


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


def _day(day: date) -> str:
    """Write a day with its year: what a paper says is read in any."""
    return f"{day.year}年{day.month}月{day.day}日"
