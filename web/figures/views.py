"""The figures of a period, by scope and metric, and the rows behind every one of them."""

from typing import Any, cast

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from governance.policy.metrics import Metric
from projections.figures.queries import ALL, BY, By, Figure, Part, members, sizes
from web.charts import svg as charts
from web.figures.filters import PARTS, SCOPES, filters, parts_of, scope_of
from web.figures.listing import SHEET, columns, row_of, spots
from web.figures.measured import compared, measured, sparkline, trail
from web.figures.periods import DEFAULT, NAMES, Period, period
from web.figures.words import (
    NO_OTHER,
    change_of,
    definition_of,
    meaning_of,
    notes_of,
    thing_of,
    uncounted,
    value_of,
)
from web.frame import current, query_args
from web.frame.access import page
from web.frame.downloads import notes, send
from web.frame.list_page import table
from web.sheets.table import Sheet

bp = Blueprint("figures", __name__, template_folder="templates")

ON_TIME = "on_time"
UNNAMED = "（未填）"


@bp.get("/figures")
@page("figures", dated=True)
def index() -> str | Response:
    """Show the figures of a period, all together and by scope."""
    span, by = _period(), _by()
    now, before = measured(span, by), compared(span, by)
    if kind := query_args.file():
        if not current.opens("export"):
            abort(403)
        sheet = Sheet("办结率", SHEET, _lines(span, now, before), notes())
        return send(sheet, kind, filters=filters())
    metrics = current.book().metrics.metric
    whole, earlier = measured(span), compared(span)
    other = span.earlier(current.book(), current.as_at())
    went = trail(span)
    return render_template(
        "figures/index.html",
        span=span,
        by=by,
        periods=[(kind, name) for kind, name in NAMES.items() if kind != "days"],
        scopes=[(ALL, "全部"), *SCOPES.items()],
        scope_name=SCOPES.get(by, ""),
        args=request.args,
        path=request.path,
        metrics=metrics,
        whole=[
            _cell(m, whole.get((ALL, m.id)), earlier.get((ALL, m.id)), span, _kept(span, ALL))
            | {
                "trend": sparkline(m, went.get(m.id, [])),
                "note": notes_of(m, whole[ALL, m.id], earlier.get((ALL, m.id)), other),
            }
            for m in metrics
        ],
        on_time=[m.id for m in metrics if m.id.startswith(ON_TIME)],
        table=[] if by == ALL else _table(span, by, now, before),
        bars=_bars(by, now),
        day=span.day(current.book(), current.as_at()),
        earlier=other,
        no_other=NO_OTHER,
        uncounted=uncounted(current.book()),
        position=current.view().position,
        may_export=current.opens("export"),
    )


@bp.get("/figures/cases")
@page("figures", dated=True)
def cases() -> str | Response:
    """List the rows behind a figure: its numerator, its denominator, or what it leaves out."""
    args = request.args
    known = {metric.id: metric for metric in current.book().metrics.metric}
    metric = known.get(args.get("metric", ""))
    part = args.get("part", "denominator")
    if metric is None or part not in PARTS:
        abort(404)
    span, by, scope = _period(), _by(), args.get("scope", ALL)
    thing, parts = thing_of(metric), parts_of(metric)
    if part not in parts:
        part = "denominator"
    asked = _asked(span, by, scope)
    counted = sizes(current.view(), current.book(), metric.id, **asked)
    return table(
        f"{metric.label}：{_scope_label(measured(span, by, (metric.id,)), scope)}",
        columns(thing),
        lambda number, size: members(
            current.view(),
            current.book(),
            metric.id,
            part=cast("Part", part),
            page=number,
            size=size,
            **asked,
        ),
        lambda row: row_of(thing, row),
        page=spots(thing),
        heading=thing.heading,
        empty=f"这里没有{thing.title}。",
        onward=("回到办结率", current.here_url(".index", **_kept(span, by))),
        symbol="chart-bar",
        measure=thing.measure,
        selects=filters(),
        file=f"{metric.label}{PARTS[part]}{thing.title}",
        template="figures/cases.html",
        definition=definition_of(metric, span),
        span=span,
        part=part,
        parts=[(name, words, counted[name]) for name, words in parts.items()],
    )


def _by() -> By:
    by = request.args.get("by", ALL)
    return cast("By", by if by in BY else ALL)


def _period() -> Period:
    args, book = request.args, current.book()
    today = book.calendar.local(current.as_at()).date()
    days = [query_args.day(name) for name in ("from", "to")]
    kind = args.get("period", "days" if all(days) else DEFAULT)
    return period(book, kind, today, *days)


def _kept(span: Period, by: str) -> dict[str, str]:
    """Give the arguments that name the period and the scope in every address."""
    values = {"period": span.kind, "by": by, "scope": ALL}
    if span.kind == "days":
        values |= {"from": span.first.isoformat(), "to": span.last.isoformat()}
    return values


def _asked(span: Period, by: By, scope: str) -> dict[str, Any]:
    start, end = span.moments(current.book())
    return {
        "start": start,
        "end": end,
        "by": by,
        "scope": scope,
        "sight": current.sight("figures"),
        "as_at": current.as_at(),
    }


def _cell(
    metric: Metric, now: Figure | None, before: Figure | None, span: Period, values: dict[str, str]
) -> dict[str, Any]:
    """Give one figure as shown, with its change and the addresses of its rows."""
    values = values | {"metric": metric.id}
    share = now is not None and now.denominator is not None
    return {
        "metric": metric,
        "value": value_of(metric, now.value if now else None),
        "parts": f"{now.numerator:g}/{now.denominator}" if now and share else "",
        "pending": now.pending if now else 0,
        "change": change_of(metric, now, before),
        "code": now.code if now else "",
        "url": current.here_url(".cases", part="denominator", **values),
        "numerator_url": current.here_url(".cases", part="numerator", **values),
        "pending_url": current.here_url(".cases", part="pending", **values),
        "definition": definition_of(metric, span),
    }


def _table(
    span: Period,
    by: By,
    now: dict[tuple[str, str], Figure],
    before: dict[tuple[str, str], Figure],
) -> list[tuple[str, list[dict[str, Any]]]]:
    metrics = current.book().metrics.metric
    return [
        (
            _scope_label(now, scope),
            [
                _cell(
                    m,
                    now.get((scope, m.id)),
                    before.get((scope, m.id)),
                    span,
                    _kept(span, by) | {"scope": scope},
                )
                for m in metrics
            ],
        )
        for scope in dict.fromkeys(scope for scope, _ in now)
    ]


def _scope_label(found: dict[tuple[str, str], Figure], scope: str) -> str:
    if scope == ALL:
        return "全部"
    named = (row.scope_label for row in found.values() if row.scope == scope)
    label = next((one for one in named if one != scope), "")
    return label or scope_of(_by(), scope) or UNNAMED


def _bars(by: By, now: dict[tuple[str, str], Figure]) -> list[dict[str, Any]]:
    """Give bar charts by scope of the on-time rates: what is compared most."""
    if by == ALL:
        return []
    drawn = []
    for metric in current.book().metrics.metric:
        if not metric.id.startswith(ON_TIME):
            continue
        rows = [
            (_scope_label(now, scope), None if row.value is None else row.value * 100, "plain")
            for (scope, name), row in now.items()
            if name == metric.id
        ]
        drawn.append({"title": metric.label, "drawing": charts.bars(metric.label, rows, unit="%")})
    return drawn


def _lines(
    span: Period, now: dict[tuple[str, str], Figure], before: dict[tuple[str, str], Figure]
) -> list[dict[str, Any]]:
    book = current.book()
    earlier = span.earlier(book, current.as_at())
    return [
        {
            "scope": _scope_label(now, scope),
            "metric": (metric := book.metrics.named(name)).label,
            "value": value_of(metric, row.value),
            "numerator": row.numerator,
            "denominator": row.denominator,
            "pending": row.pending if metric.by_limit else None,
            "change": change_of(metric, row, before.get((scope, name))),
            "earlier": earlier.words if earlier else NO_OTHER,
            "period": span.words,
            "definition": meaning_of(metric),
            "code": row.code,
        }
        for (scope, name), row in now.items()
    ]
