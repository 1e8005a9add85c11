"""One figure: its parts, its value, and the code that says whether it is the same number."""

import base64
import hashlib

import msgspec

from governance.policy.metrics import CASES, Metric
from projections.figures.metric_sql import Asked

CODE = 12
EXACT = 9


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """One figure of one scope; `value` is None where nothing is there to take a share of.

    A count has no denominator. `pending` rows are of a limit still to come: they are in neither
    part yet, and there are none once the period is over. `late` rows are among the others, and
    were entered or corrected when the period was over. `code` is short and stable: the same code
    is the same number.
    """

    scope: str
    scope_label: str
    metric: str
    version: int
    numerator: float
    denominator: int | None
    value: float | None
    code: str
    pending: int = 0
    late: int = 0


class Figures(msgspec.Struct, frozen=True):
    """The figures of a period as of a position: every scope that has a row, every metric."""

    position: int
    rows: list[Figure]


def figure_of(
    metric: Metric, scope: str, label: str, found: tuple[float, int, int, int], code: str
) -> Figure:
    """Give the figure of what was counted: numerator, denominator, still to come, told late."""
    part, whole, later, late = found
    numerator = round(part, EXACT) if metric.weight else int(part)
    share = metric.unit == "percent"
    value = (numerator / whole if whole else None) if share else float(numerator)
    return Figure(
        scope=scope,
        scope_label=label,
        metric=metric.id,
        version=metric.version,
        numerator=numerator,
        denominator=whole if share else None,
        value=value,
        code=code,
        pending=later,
        late=late,
    )


def code_of(metric: Metric, scope: str, asked: Asked, position: int) -> str:
    """Give the code of everything a number depends on."""
    looks_back = any(test.op == "past" for test in (*metric.of, *metric.counts))
    waits = metric.by_limit and asked.as_at < asked.end
    content = msgspec.json.encode(
        [
            metric.id,
            metric.version,
            asked.by,
            scope,
            int(asked.start.timestamp()),
            int(asked.end.timestamp()),
            position,
            []
            if asked.sight.everything
            else [sorted(asked.sight.grids), sorted(asked.sight.units)],
            int(asked.as_at.timestamp()) if looks_back or waits or asked.as_then else 0,
            *(["as then"] if asked.as_then else []),
            *([metric.rows] if metric.rows != CASES else []),
        ]
    )
    return base64.b32encode(hashlib.sha256(content).digest()).decode()[:CODE]
