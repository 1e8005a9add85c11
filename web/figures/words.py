"""A figure in words: its value, its change, how it is computed."""

import msgspec

from governance.policy.book import PolicyBook
from governance.policy.metrics import Metric
from projections.engine.counted import Counted
from projections.figures.queries import Figure, thing
from web.figures.periods import Earlier, Period
from web.frame import current
from web.text.formats import number, percent, points

NO_OTHER = "没有等长的上期可比"
LATER = "期限未到的另列为未到期，不论办结与否，到期后计入。"


def thing_of(metric: Metric) -> Counted:
    """Give what a metric counts."""
    return thing(current.view(), metric)


def value_of(metric: Metric, value: float | None) -> str:
    """Write a figure: a share in percent, a count whole, none as a dash."""
    if metric.unit == "percent":
        return percent(value)
    return number(None if value is None else int(value))


def step_of(now: Figure | None, before: Figure | None) -> float | None:
    """Give the difference of two figures; None where either has no value."""
    if now is None or before is None or now.value is None or before.value is None:
        return None
    return now.value - before.value


def change_of(metric: Metric, now: Figure | None, before: Figure | None) -> str:
    """Write the change against the period before: points for shares, rows for counts."""
    step = step_of(now, before)
    if step is None:
        return "—"
    if metric.unit == "percent":
        return points(step)
    measure = thing_of(metric).measure
    return f"+{step:.0f}{measure}" if step > 0 else f"−{-step:.0f}{measure}" if step else "持平"


def notes_of(metric: Metric, now: Figure, before: Figure | None, earlier: Earlier | None) -> str:
    """Write what stands beside a figure: how many are still to come, how it changed."""
    later = f"未到期{now.pending}{thing_of(metric).measure}，" if now.pending else ""
    late = f"{late_of(metric, now)}，" if now.late else ""
    return (
        later + late + (f"{earlier.name}{change_of(metric, now, before)}" if earlier else NO_OTHER)
    )


def late_of(metric: Metric, now: Figure) -> str:
    """Say how many rows were told when the period was over; nothing when none were."""
    return f"其中{now.late}{thing_of(metric).measure}期后补录或更正" if now.late else ""


def meaning_of(metric: Metric) -> str:
    """Write what is counted, as its edition says it, and what stands apart."""
    return f"{metric.definition}；{LATER}" if metric.by_limit else metric.definition


def uncounted(book: PolicyBook) -> str:
    """Say which metrics of the edition in force cannot be counted; nothing when all can."""
    known = {metric.id for metric in book.metrics.metric}
    names = [f"“{one.label}”" for one in book.all_metrics.metric if one.id not in known]
    if not names:
        return ""
    listed = "、".join(names)
    return f"{listed}的口径写错了，算不出来，未列在这里。请管理员在“政策”的“指标口径”里改正。"


class Definition(msgspec.Struct, frozen=True):
    """How a figure is computed, as macros/figures.html shows it."""

    name: str
    meaning: str
    period: str
    basis: str
    position: int


def definition_of(metric: Metric, span: Period) -> Definition:
    """Give how a figure of a period is computed."""
    basis = thing_of(metric).fields[metric.basis].label
    return Definition(
        name=metric.label,
        meaning=meaning_of(metric),
        period=span.words,
        basis=f"按{basis}，口径第{metric.version}版；{metric.source}",
        position=current.view().position,
    )
