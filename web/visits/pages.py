"""The list of visits, and one visit."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request

from governance.issues.stream import issue_id
from governance.visits.commands import (
    CancelPlan,
    EscalateFinding,
    LogVisit,
    PlanVisit,
    SolveFinding,
)
from governance.visits.stream import STREAM
from projections.places.queries import place as place_row
from projections.visits.queries import Visit, VisitFilter, times, visit_list
from projections.visits.queries import visit as visit_row
from web.frame import current, query_args
from web.frame.access import page
from web.frame.downloads import notes
from web.frame.filters import Filter
from web.frame.list_page import listing
from web.frame.timeline import entry
from web.sheets.table import Column, Sheet
from web.text.formats import LOCAL
from web.visits import presenters
from web.visits.presenters import OUTCOME_KINDS, PLAN_WORDS, worded

COLUMNS = (
    Column("made_at", "走访时间", "datetime", 20),
    Column("place_code", "登记编号"),
    Column("place_name", "名称", width=24),
    Column("grid_name", "网格"),
    Column("area_name", "居民区"),
    Column("outcome_name", "走访结果"),
    Column("way_name", "走访方式"),
    Column("theme_names", "专项", width=24),
    Column("findings", "发现问题", "number", 10),
    Column("open_findings", "未解决问题", "number", 12),
    Column("visitor_name", "走访人"),
    Column("revisit_day", "下次走访", "date", 16),
    Column("planned_day", "计划日期", "date", 16),
    Column("rule_name", "走访原因"),
)


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of visits."""
    bp.add_url_rule("/visits", "index", index)
    bp.add_url_rule("/visits/<uuid:key>", "show", show)


@page("visits", dated=True)
def index() -> str | Response:
    """Which visits were made or tried, by whom, and what is still open?"""
    wanted, sight, sort = asked(), current.sight("visits"), request.args.get("sort", "")
    options = current.book().options
    return listing(
        "visits/list.html",
        find=lambda page, size: visit_list(
            current.view(), wanted, sight, sort=sort, page=page, size=size
        ),
        sheet=lambda rows: Sheet("走访", COLUMNS, (worded(row) for row in rows), notes()),
        worded=worded,
        selects=[
            ("grid", "全部网格", list(current.grid_names().items())),
            ("area", "全部居民区", list(current.area_names().items())),
            Filter(
                "outcome",
                "全部结果",
                [*options.labels("visit_outcomes").items(), *PLAN_WORDS.items()],
                "走访结果",
            ),
            ("theme", "全部专项", list(options.labels("visit_themes").items())),
            ("open", "问题是否解决", [("1", "有未解决的问题")]),
            Filter("since", label="从"),
            Filter("until", label="至"),
        ],
        kinds=OUTCOME_KINDS,
        planned=wanted.outcome == "planned",
        today=current.book().calendar.local(current.as_at()).date(),
        may_log=current.may(LogVisit) and current.opens("visit_form") and current.view().live,
        may_plan=current.may(PlanVisit) and current.view().live,
    )


@page("visits", dated=True)
def show(key: UUID) -> str:
    """What was seen, said and found at a door, and what became of it?"""
    row = visit_row(current.view(), key)
    if row is None or not sees(row):
        abort(404)
    events, live = current.history(key), current.view().live
    state = STREAM.fold(events)
    last, waiting = state.last, state.stage == "planned"
    place = place_row(current.view(), row.place)
    found = presenters.findings(key)
    masked = presenters.answers_of(events, key)
    options = current.book().options
    return render_template(
        "visits/show.html",
        row=worded(row),
        place=place,
        visit=last,
        waiting=waiting,
        facts=presenters.facts(last) if last else presenters.plan_facts(state.plan),
        masked=masked,
        opened_by=[fact["field"] for fact in masked]
        + [name for finding in found for name in finding["opened_by"]],
        times=[worded(time) for time in times(current.view(), key)],
        purposes=options.offered("reveal_purposes") if current.opens("reveal") else [],
        findings=found,
        issue_key=issue_id,
        answers=presenters.answers(last),
        seven=presenters.seven(last),
        photos=getattr(last, "photos", ()),
        entries=[entry(event) for event in reversed(events)],
        receipt=presenters.receipt(key) if last else "",
        kinds=OUTCOME_KINDS,
        may_settle=live and current.may(SolveFinding, grid=row.grid),
        may_escalate=live and current.may(EscalateFinding, grid=row.grid),
        may_start=live
        and waiting
        and current.opens("visit_form")
        and current.may(LogVisit, grid=row.grid),
        may_cancel=live and waiting and current.may(CancelPlan, grid=row.grid),
    )


def sees(row: Visit) -> bool:
    """Whether the person sees a visit."""
    sight = current.sight("visits")
    return sight.everything or row.grid in sight.grids


def seen(key: UUID) -> Visit | None:
    """Give a visit the person sees."""
    row = visit_row(current.view(), key)
    return row if row and sees(row) else None


def unlogged(stream: UUID) -> bool:
    """What belongs to a visit not yet logged is for whoever holds its unguessable number."""
    return current.opens("visit_form") and not current.history(stream)


def asked() -> VisitFilter:
    """Give the filter of the address; days that are none are left out."""
    args = request.args
    since, until = query_args.day("since"), query_args.day("until")
    return VisitFilter(
        q=args.get("q", ""),
        grid=args.get("grid", ""),
        area=args.get("area", ""),
        outcome=args.get("outcome", ""),
        theme=args.get("theme", ""),
        open=args.get("open") == "1",
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)
