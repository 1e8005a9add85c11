"""The visits and the plans, as a list."""

from datetime import UTC, date, datetime, time, timedelta

from flask import Response, request, url_for

from governance.visits.commands import BringVisit, LogVisit, PlanVisit
from projections.visits.queries import Visit, VisitFilter, visit_list
from web.frame import current, query_args
from web.frame.access import page
from web.frame.days import day
from web.frame.filters import Filter
from web.frame.list_page import Cells, Selects, Spot, table
from web.sheets.table import Column
from web.text.formats import LOCAL, clock, due_kind
from web.visits.due import walkers
from web.visits.presenters import OUTCOME_KINDS, PLAN_WORDS, worded

COLUMNS = (
    Column("made_at", "走访时间", "datetime", 20),
    Column("recorded_at", "登记时间", "datetime", 20),
    Column("late_entry", "补录", width=24, meaning="走访当天以后才登记的，写明登记时间"),
    Column("place_code", "登记编号"),
    Column("place_name", "名称", width=24),
    Column("grid_name", "网格"),
    Column("area_name", "居民区"),
    Column("outcome_name", "走访结果"),
    Column("way_name", "走访方式"),
    Column("theme_names", "专项", width=24),
    Column("findings", "发现问题", "number", 10),
    Column("open_findings", "未解决问题", "number", 12),
    Column("failed", "检查为否未登记问题", "number", 12),
    Column("visitor_name", "走访人"),
    Column("revisit_day", "下次走访", "date", 16),
    Column("planned_day", "计划日期", "date", 16),
    Column("rule_name", "走访原因"),
)
ABOUT = (
    Spot("title", "走访对象", sort="place"),
    Spot("grid_name", "网格 / 居民区", at="meta", sort="grid"),
    Spot("outcome_name", "结果", sort="outcome"),
    Spot("theme_names", "专项", at="desk"),
)
MADE = (
    Spot("made", "走访时间", at="no", sort="made"),
    *ABOUT,
    Spot("found", "发现问题", sort="findings"),
    Spot("visitor_name", "走访人", at="own"),
    Spot("revisit_day", "下次走访", "date", at="desk"),
)
PLANNED = (
    Spot("planned_day", "计划日期", at="due", sort="planned"),
    *ABOUT,
    Spot("why", "走访原因"),
    Spot("visitor", "走访人", at="own"),
)


@page("visits", dated=True)
def index() -> str | Response:
    """Which visits were made or tried, by whom, and what is still open?"""
    wanted, sight, sort = _wanted(), current.sight("visits"), request.args.get("sort", "")
    planned, enter = wanted.outcome == "planned", _enter()
    ways = {label: url for label, url in enter if current.view().live}
    onward = "计划走访" if planned else "记走访"
    return table(
        "走访",
        COLUMNS,
        lambda page, size: visit_list(
            current.view(), wanted, sight, sort=sort, page=page, size=size
        ),
        _cells,
        page=PLANNED if planned else MADE,
        heading="title",
        empty="没有等待走访的计划。"
        if planned
        else "没有符合条件的走访，请放宽筛选条件，或记下一次走访。",
        onward=(onward, ways[onward]) if onward in ways else ("", ""),
        symbol="door",
        measure="户" if planned else "次",
        search="搜索编号、名称、地址",
        selects=_selects(),
        enter=enter,
        template="visits/list.html",
        planned=planned,
    )


def _selects() -> Selects:
    options = current.book().options
    outcomes = [*options.labels("visit_outcomes").items(), *PLAN_WORDS.items()]
    return [
        ("grid", "全部网格", list(current.grid_names().items())),
        Filter("visitor", "全部走访人", _walkers(), "走访人", _name),
        ("area", "全部居民区", list(current.area_names().items())),
        Filter("outcome", "全部结果", outcomes, "走访结果"),
        ("theme", "全部专项", list(options.labels("visit_themes").items())),
        ("open", "问题是否解决", [("1", "有未解决的问题")]),
        Filter("since", label="从", day=True),
        Filter("until", label="至", day=True),
    ]


def _walkers() -> list[tuple[str, str]]:
    """Give who goes to the doors one sees, oneself first."""
    sight, me = current.sight("visits"), current.me().login
    near = [
        (row.login, row.name)
        for row in walkers(current.view())
        if sight.everything or not sight.grids.isdisjoint(row.grids)
    ]
    own = [(login, f"{name}（本人）") for login, name in near if login == me]
    return own + [each for each in near if each[0] != me]


def _name(login: str) -> str:
    return current.people_names().get(login, login)


def _enter() -> list[tuple[str, str]]:
    """Give what may be entered here, the most frequent first."""
    ways = (
        ("记走访", "visits.new", current.may(LogVisit) and current.opens("visit_form")),
        ("计划走访", "visits.plan", current.may(PlanVisit)),
        ("批量补录", "visit_sheets.index", current.may(BringVisit)),
    )
    return [(label, url_for(endpoint)) for label, endpoint, may in ways if may]


def _cells(row: Visit) -> Cells:
    """Give a row as the list shows it, on the page and in the file."""
    cells, left, at = worded(row), row.open_findings, current.as_at()
    reasons = filter(None, (cells["rule_name"], row.reason))
    late = row.stage == "planned" and due_kind(cells["planned_day"], at) == "bad"
    return cells | {
        "url": current.here_url("visits.show", key=row.key),
        "title": row.place_name or "未登记的对象",
        "made": f"{day(row.made_at)} {clock(row.made_at)}" if row.made_at else "",
        "found": (f"{row.findings}项" if row.findings else "" if row.failed else "无")
        if row.made_at
        else "",
        "why": " · ".join(reasons),
        "visitor": cells["visitor_name"] or "本网格网格员",
        "looks": {"outcome_name": OUTCOME_KINDS.get(cells["outcome"], "idle")},
        "marks": {
            "found": [(f"{left}项未解决", "bad")] * bool(left)
            + [(f"{row.failed}项检查为“否”", "warn")] * bool(row.failed),
            "made": [(cells["late_entry"], "warn")] * bool(cells["late_entry"]),
        },
        "notes": {"grid_name": cells["area_name"]},
        "late": late or bool(left),
    }


def _wanted() -> VisitFilter:
    """Give the filter of the address; days that are none are left out."""
    args = request.args
    since, until = query_args.day("since"), query_args.day("until")
    return VisitFilter(
        q=args.get("q", ""),
        grid=args.get("grid", ""),
        area=args.get("area", ""),
        outcome=args.get("outcome", ""),
        theme=args.get("theme", ""),
        visitor=args.get("visitor", ""),
        open=args.get("open") == "1",
        since=_midnight(since) if since else None,
        until=_midnight(until + timedelta(days=1)) if until else None,
    )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)
