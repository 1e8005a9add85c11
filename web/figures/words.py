"""A figure in words: its value, its change, how it is computed."""

from typing import Any

from governance.policy.metrics import Metric
from projections.figures import Figure
from web import here
from web.figures.periods import Period
from web.formats import number, percent, points

BASES = {"received_at": "接收时间", "closed_at": "结案时间", "handle_due": "办理期限"}


def value_of(metric: Metric, value: float | None) -> str:
    """Write a figure: a share in percent, a count whole, none as a dash."""
    if metric.unit == "percent":
        return percent(value)
    return number(None if value is None else int(value))


def change_of(metric: Metric, now: Figure | None, before: Figure | None) -> str:
    """Write the change against the period before: points for shares, cases for counts."""
    if now is None or before is None or now.value is None or before.value is None:
        return "—"
    step = now.value - before.value
    if metric.unit == "percent":
        return points(step)
    return f"+{step:.0f}件" if step > 0 else f"−{-step:.0f}件" if step else "持平"


def definition_of(metric: Metric, span: Period) -> dict[str, Any]:
    """Give how a figure is computed, as macros/figures.html shows it."""
    return {
        "name": metric.label,
        "meaning": metric.definition,
        "period": span.words,
        "basis": f"按{BASES[metric.basis]}，口径第{metric.version}版；{metric.source}",
        "position": here.view().position,
    }
