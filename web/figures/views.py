"""The figures of a period, by scope and metric, and the rows behind every one of them."""

from typing import Any, cast

from flask import Blueprint, abort, render_template, request
from werkzeug.wrappers import Response

from projections.figures.queries import ALL, BY, By, Part, members, sizes
from web.figures.filters import PARTS, SCOPES, filters, parts_of
from web.figures.listing import SHEET, columns, row_of, spots
from web.figures.measured import compared, measured, trail
from web.figures.periods import DEFAULT, NAMES, Period, period
from web.figures.presenters import (
    ON_TIME,
    address,
    all_together,
    by_scope,
    lines,
    scope_label,
)
from web.figures.trend import trend_of
from web.figures.words import NO_OTHER, definition_of, thing_of, uncounted
from web.frame import current, query_args
from web.frame.access import page
from web.frame.downloads import may_take, notes, permit, send
from web.frame.list_page import table
from web.sheets.table import Sheet

bp = Blueprint("figures", __name__, template_folder="templates")


@bp.get("/figures")
@page("figures", dated=True)
def index() -> str | Response:
    """Show the figures of a period, all together and by scope."""
    span, by = _period(), _by()
    if kind := query_args.file():
        permit()
        about = (("统计期", span.words), *notes())
        found = lines(span, by, measured(span, by), compared(span, by))
        return send(Sheet("办结率", SHEET, found, about), kind, filters=filters(span))
    # First the trail: the present period and the one before are mostly counted with it.
    went = trail(span)
    now, before = measured(span, by), compared(span, by)
    metrics = current.book().metrics.metric
    whole, earlier = measured(span), compared(span)
    other = span.earlier(current.book(), current.as_at())
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
        whole=all_together(span, whole, earlier, other, went),
        on_time=[one.id for one in metrics if one.id.startswith(ON_TIME)],
        table=by_scope(span, by, now, before),
        trend=trend_of(span, by, now, request.args.get("chart", ""), request.args.get("line", "")),
        day=span.day(current.book(), current.as_at()),
        earlier=other,
        no_other=NO_OTHER,
        uncounted=uncounted(current.book()),
        position=current.view().position,
        may_export=may_take(),
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
        f"{metric.label}：{scope_label(by, measured(span, by, (metric.id,)), scope)}",
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
        onward=("回到办结率", current.here_url(".index", **address(span, by))),
        symbol="chart-bar",
        measure=thing.measure,
        selects=filters(span),
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
