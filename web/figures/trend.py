"""One chart: how a figure went over the last periods, beside what it is compared with."""

from typing import Final

import msgspec
from markupsafe import Markup

from governance.policy.metrics import Metric
from projections.figures.queries import ALL, By, Figure
from web.charts.trend import trend as drawn
from web.figures.filters import SCOPES
from web.figures.measured import Found, measured
from web.figures.periods import DAY, Period
from web.figures.presenters import ON_TIME, scope_label
from web.figures.words import thing_of
from web.frame import current
from web.frame.days import bare_day, month
from web.text.formats import rounded as round_half_up

PERIODS: Final = 12
FEWEST: Final = 2
WIDTHS: Final = {"wide": 760, "narrow": 340}
YEAR: Final = 364 * DAY
"""A year in whole weeks: the fortnight that began on the same day of the week."""
LAST_YEAR: Final = "上年同期"


class Trend(msgspec.Struct, frozen=True):
    """A chart with what it says, its numbers, and what may be chosen for it."""

    title: str
    saying: str
    against: str
    drawings: dict[str, Markup]
    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]
    metric: str
    metrics: list[tuple[str, str]]
    scope: str
    scopes: list[tuple[str, str]]


def trend_of(span: Period, by: By, now: Found, asked: str, scope: str) -> Trend | None:
    """Give the trend of the metric asked for, of one scope or of all; None where nothing counts."""
    metrics = current.book().metrics.metric
    if not metrics:
        return None
    usual = next((one for one in metrics if one.id.startswith(ON_TIME)), metrics[0])
    metric = next((one for one in metrics if one.id == asked), usual)
    spans = _ended(span)
    seen = (*now, *(measured(spans[-1], by, (metric.id,)) if spans else ()))
    scopes = [] if by == ALL else list(dict.fromkeys(each for each, _ in seen))
    chosen = scope if scope in scopes else ALL
    shares = metric.unit == "percent"
    unit = "%" if shares else thing_of(metric).measure
    went = [
        _one(each, metric) if chosen == ALL else _one(each, metric, by, chosen) for each in spans
    ]
    values = [_value(metric, one) for one in went]
    if not shares and any(one is not None for one in values):
        values = [one or 0.0 for one in values]  # a scope without a row has none, which is a count
    if chosen == ALL:
        name, beside = (
            LAST_YEAR,
            [_value(metric, _one(_year_before(one), metric)) for one in spans],
        )
        if not any(one is not None for one in beside):
            name, beside = f"近{len(spans)}期平均", [_mean(metric, went)] * len(spans)
    elif shares:
        name, beside = "全部合计", [_value(metric, _one(one, metric)) for one in spans]
    else:
        name = f"各{SCOPES[by]}平均"
        beside = [_share_of(_value(metric, _one(one, metric)), len(scopes)) for one in spans]
    labels = [_label(each) for each in spans]
    title = metric.label if chosen == ALL else f"{scope_label(by, now, chosen)}：{metric.label}"
    points = list(zip(labels, values, strict=True))
    other = (name, list(zip(labels, beside, strict=True)))
    return Trend(
        title=title,
        saying=_saying(values, beside, name, unit),
        against=name,
        drawings={
            size: drawn(f"{title}近{len(spans)}期", points, other, unit=unit, width=width)
            for size, width in WIDTHS.items()
        },
        heads=("统计期", metric.label, name),
        rows=[
            (each.words, _written(one, unit), _written(two, unit))
            for each, one, two in zip(spans, values, beside, strict=True)
        ],
        metric=metric.id,
        metrics=[(one.id, one.label) for one in metrics],
        scope=chosen,
        scopes=[(each, scope_label(by, now, each)) for each in scopes],
    )


def _ended(span: Period) -> list[Period]:
    """Give the last periods of the kind that are over: one that runs is not read beside them."""
    book, spans = current.book(), [span]
    while len(spans) <= PERIODS:
        spans.insert(0, spans[0].before(book))
    return [one for one in spans if one.ended(book, current.as_at())][-PERIODS:]


def _year_before(span: Period) -> Period:
    if span.kind in {"month", "year"}:
        end = span.last + DAY
        ends = end.replace(year=end.year - 1) - DAY
        return Period(span.kind, span.first.replace(year=span.first.year - 1), ends)
    return Period("days", span.first - YEAR, span.last - YEAR)


def _one(span: Period, metric: Metric, by: By = "all", scope: str = ALL) -> Figure | None:
    return measured(span, by, (metric.id,)).get((scope, metric.id))


def _value(metric: Metric, figure: Figure | None) -> float | None:
    """Give a figure as it is drawn: a share in percent, with the decimal the page shows."""
    if figure is None or figure.value is None:
        return None
    return rounded(figure.value * 100) if metric.unit == "percent" else figure.value


def _mean(metric: Metric, went: list[Figure | None]) -> float | None:
    """Give the mean over the periods: of a share that of all its rows together."""
    known = [one for one in went if one and one.value is not None]
    parts = sum(one.numerator for one in known)
    if metric.unit != "percent":
        return _share_of(parts, len(known)) if known else None
    whole = sum(one.denominator or 0 for one in known)
    return rounded(parts / whole * 100) if whole else None


def _share_of(total: float | None, count: int) -> float | None:
    return None if total is None else rounded(total / count)


def rounded(value: float) -> float:
    """Give a number to the one decimal figures are shown with."""
    return float(round_half_up(value, 1))


def _label(span: Period) -> str:
    if span.kind == "year":
        return f"{span.first.year}年"
    if span.kind == "month":
        return month(span.first)
    return bare_day(span.first)


def _saying(values: list[float | None], beside: list[float | None], name: str, unit: str) -> str:
    """Say what the line shows: the last value, against the one before and the other line."""
    known = [one for one in values if one is not None]
    if len(known) < FEWEST:
        return "已结束的统计期还太少，看不出走势。"
    last, before = known[-1], known[-2]
    said = [f"最近结束的一期{_written(last, unit)}", f"比前一期{_step(last - before, unit)}"]
    if values[-1] is not None and beside[-1] is not None:
        said.append(f"比{name}{_step(last - beside[-1], unit)}")
    return "，".join(said) + "。"


def _written(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{value:.1f}%" if unit == "%" else f"{value:,.10g}{unit}"


def _step(step: float, unit: str) -> str:
    step = rounded(step)
    size = f"{abs(step):.1f}个百分点" if unit == "%" else f"{abs(step):.10g}{unit}"
    return f"{'高' if step > 0 else '低'}{size}" if step else "持平"
