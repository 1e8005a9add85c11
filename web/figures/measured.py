"""Figures as whoever asks may see them: of one period, and how they went over the last ones."""

from datetime import datetime
from typing import Any

from flask import g
from markupsafe import Markup

from governance.policy.metrics import Metric
from projections.figures.queries import ALL, By, Figure, figures
from web.charts import svg as charts
from web.figures.periods import DEFAULT, Period, period
from web.figures.words import definition_of, notes_of, thing_of, value_of
from web.frame import current
from web.frame.feature import Tile, Today

TREND = 6
HEADLINE = 5
LEADER = "grid_leader"

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
    # The trail of periods holds the present one and the one before: nothing is counted twice.
    held: dict[Any, Found] = g.setdefault("figures", {})
    asked = (start, end, by, metrics, cut)
    if asked in held:
        return held[asked]
    found = figures(
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
    held[asked] = {(row.scope, row.metric): row for row in found.rows}
    return held[asked]


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
    found: dict[str, Trail] = {}
    for each in [one for one in spans if one.ended(book, current.as_at())][-TREND:]:
        label = f"{each.first.month}月{each.first.day}日起"
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
    if LEADER not in current.me().roles:
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
