"""Figures as whoever asks may see them: of one period, and how they went over the last ones."""

from datetime import datetime
from typing import Any

from flask import g
from markupsafe import Markup

from governance.policy.metrics import Metric
from projections.figures.queries import ALL, By, Figure, Figures, figures, over
from web.charts import svg as charts
from web.figures.periods import DEFAULT, Period, period
from web.figures.words import definition_of, notes_of, thing_of, value_of
from web.frame import current
from web.frame.days import bare_day
from web.frame.feature import Tile, Today

TREND = 6
HEADLINE = 5
LEADERS = frozenset({"grid_leader", "street_leader"})

Found = dict[tuple[str, str], Figure]
Trail = list[tuple[str, float | None]]


def measured(
    span: Period,
    by: By = "all",
    metrics: tuple[str, ...] | None = None,
    cut: datetime | None = None,
) -> Found:
    """Give the figures of a period by (scope, metric), or how they stood at an earlier moment."""
    book = current.book()
    start, end = span.moments(book)
    held, asked = _held(), (start, end, by, metrics, cut)
    if asked not in held:
        held[asked] = _found(
            figures(
                current.view(),
                book,
                start=start,
                end=end,
                by=by,
                metrics=metrics,
                sight=current.sight("figures"),
                as_at=cut or current.as_at(),
                as_then=cut is not None,
            )
        )
    return held[asked]


def _measure(spans: list[Period], metrics: tuple[str, ...] | None) -> None:
    """Count several periods together, each unless it has been counted."""
    book, held = current.book(), _held()
    asked = [(*span.moments(book), ALL, metrics, None) for span in spans]
    missing = [one for one in asked if one not in held]
    found = over(
        current.view(),
        book,
        [(start, end) for start, end, *_ in missing],
        metrics=metrics,
        sight=current.sight("figures"),
        as_at=current.as_at(),
    )
    held.update(zip(missing, map(_found, found), strict=True))


def _held() -> dict[Any, Found]:
    """Give what was counted for this answer, so that no period is counted twice."""
    held: dict[Any, Found] = g.setdefault("figures", {})
    return held


def _found(figures: Figures) -> Found:
    return {(row.scope, row.metric): row for row in figures.rows}


def compared(span: Period, by: By = "all", metrics: tuple[str, ...] | None = None) -> Found:
    """Give the figures a period is compared with; none where no other has run as long."""
    earlier = span.earlier(current.book(), current.as_at())
    return measured(earlier.span, by, metrics, earlier.cut) if earlier else {}


def trail(span: Period, metrics: tuple[str, ...] | None = None) -> dict[str, Trail]:
    """Give each metric over the last periods that are over, the oldest first.

    One that still runs is no point of a line: its beginning is not to be read beside whole ones.
    """
    book, spans = current.book(), [span]
    while len(spans) <= TREND:
        spans.insert(0, spans[0].before(book))
    spans = [one for one in spans if one.ended(book, current.as_at())][-TREND:]
    _measure(spans, metrics)
    found: dict[str, Trail] = {}
    for each in spans:
        label = f"{bare_day(each.first)}起"
        for (_, metric), row in measured(each, metrics=metrics).items():
            found.setdefault(metric, []).append((label, row.value))
    return found


def sparkline(metric: Metric, points: Trail) -> Markup:
    """Draw how a metric went."""
    share = metric.unit == "percent"
    drawn = [
        (label, value * 100 if share and value is not None else value) for label, value in points
    ]
    return charts.sparkline(
        f"{metric.label}近{len(points)}期", drawn, unit="%" if share else thing_of(metric).measure
    )


def headline() -> Today:
    """Give a leader the first metrics of the policy for the present fortnight with their trends."""
    if LEADERS.isdisjoint(current.me().roles):
        return Today()
    book = current.book()
    span = period(book, DEFAULT, book.calendar.local(current.as_at()).date(), None, None)
    chosen = book.metrics.metric[:HEADLINE]
    names = tuple(metric.id for metric in chosen)
    went = trail(span, names)
    now = measured(span, metrics=names)
    before, other = compared(span, metrics=names), span.earlier(book, current.as_at())
    return Today(
        tiles=tuple(
            Tile(
                label=metric.label,
                value=value_of(metric, now[ALL, metric.id].value),
                note=notes_of(metric, now[ALL, metric.id], before.get((ALL, metric.id)), other),
                trend=sparkline(metric, went.get(metric.id, [])),
                url=current.here_url("figures.cases", metric=metric.id, part="denominator"),
                definition=definition_of(metric, span),
            )
            for metric in chosen
        )
    )
