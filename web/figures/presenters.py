"""Figures as the page shows them and a file holds them: cells, lines by scope."""

import msgspec
from markupsafe import Markup
from msgspec.structs import replace

from governance.policy.metrics import Metric
from projections.figures.queries import ALL, By, Figure
from web.figures.filters import scope_of
from web.figures.finding import code_of
from web.figures.measured import Found, Trail, sparkline
from web.figures.periods import Earlier, Period
from web.figures.words import (
    NO_OTHER,
    Definition,
    change_of,
    definition_of,
    late_of,
    meaning_of,
    notes_of,
    step_of,
    thing_of,
    value_of,
)
from web.frame import current
from web.frame.list_page import Cells
from web.sheets.table import Own

ON_TIME = "on_time"
UNNAMED = "（未填）"
DECIMALS = 6


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """One figure in words, with its change and the addresses of its rows."""

    metric: Metric
    value: str
    parts: str
    pending: int
    late: str
    late_url: str
    change: str
    code: str
    url: str
    numerator_url: str
    pending_url: str
    definition: Definition
    printed: str = ""
    trend: Markup = Markup("")
    note: str = ""


def address(span: Period, by: str, scope: str = ALL) -> dict[str, str]:
    """Give the arguments that name the period and the scope in every address."""
    values = {"period": span.kind, "by": by, "scope": scope}
    if span.kind == "days":
        values |= {"from": span.first.isoformat(), "to": span.last.isoformat()}
    return values


def all_together(
    span: Period, now: Found, before: Found, other: Earlier | None, went: dict[str, Trail]
) -> list[Cell]:
    """Give every metric over all that is seen, with how it went."""
    return [
        replace(
            _cell(metric, figure, earlier, span, address(span, ALL)),
            trend=sparkline(metric, went.get(metric.id, [])),
            note=notes_of(metric, figure, earlier, other),
        )
        for metric in current.book().metrics.metric
        for figure, earlier in [(now[ALL, metric.id], before.get((ALL, metric.id)))]
    ]


def by_scope(span: Period, by: By, now: Found, before: Found) -> list[tuple[str, list[Cell]]]:
    """Give each scope with every metric; none where nothing is distinguished."""
    if by == ALL:
        return []
    metrics = current.book().metrics.metric
    return [
        (
            scope_label(by, now, scope),
            [
                _cell(
                    metric,
                    now.get((scope, metric.id)),
                    before.get((scope, metric.id)),
                    span,
                    address(span, by, scope),
                )
                for metric in metrics
            ],
        )
        for scope in dict.fromkeys(scope for scope, _ in now)
    ]


def _cell(
    metric: Metric, now: Figure | None, before: Figure | None, span: Period, values: dict[str, str]
) -> Cell:
    values = values | {"metric": metric.id}
    share = now is not None and now.denominator is not None
    return Cell(
        metric=metric,
        value=value_of(metric, now.value if now else None),
        parts=f"{now.numerator:g}/{now.denominator}" if now and share else "",
        pending=now.pending if now else 0,
        late=late_of(metric, now) if now else "",
        late_url=current.here_url(".cases", part="late", **values),
        change=change_of(metric, now, before),
        code=now.code if now else "",
        url=current.here_url(".cases", part="denominator", **values),
        numerator_url=current.here_url(".cases", part="numerator", **values),
        pending_url=current.here_url(".cases", part="pending", **values),
        definition=definition_of(metric, span),
        printed=code_of(current.view().position, span, metric.id, values["by"], values["scope"]),
    )


def scope_label(by: By, found: Found, scope: str) -> str:
    """Give the words for a scope, as its figures have them."""
    if scope == ALL:
        return "全部"
    named = (row.scope_label for row in found.values() if row.scope == scope)
    label = next((one for one in named if one != scope), "")
    return label or scope_of(by, scope) or UNNAMED


def _change(metric: Metric, now: Figure, before: Figure | None) -> Own:
    """Give the change against the period before as a number."""
    step = step_of(now, before)
    if metric.unit == "percent":
        return Own("points", None if step is None else round(step * 100, DECIMALS))
    return Own("change", None if step is None else int(step))


def lines(span: Period, by: By, now: Found, before: Found) -> list[Cells]:
    """Give the figures as the lines of a file."""
    book = current.book()
    earlier = span.earlier(book, current.as_at())
    return [
        {
            "scope": scope_label(by, now, scope),
            "metric": (metric := book.metrics.named(name)).label,
            "value": Own("percent" if metric.unit == "percent" else "number", row.value),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "pending": row.pending if metric.by_limit else None,
            "late": row.late,
            "change": _change(metric, row, before.get((scope, name))),
            "earlier": earlier.words if earlier else NO_OTHER,
            "period": span.words,
            "printed": code_of(current.view().position, span, name, by, scope),
            "first": span.first,
            "last": span.last,
            "unit": "%" if metric.unit == "percent" else thing_of(metric).measure,
            "definition": meaning_of(metric),
            "code": row.code,
        }
        for (scope, name), row in now.items()
    ]
