"""The list of visits, one visit, and the photographs of visits and cases."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import msgspec
from flask import Blueprint, Response, abort, render_template, request

from governance.issues.stream import issue_id
from governance.visits.commands import EscalateFinding, LogVisit, SolveFinding
from governance.visits.stream import STREAM
from projections.case_queries import case, visible
from projections.place_queries import findings_of
from projections.place_queries import place as place_row
from projections.place_queries import visit as visit_row
from projections.visit_queries import VisitFilter, visit_list
from web import asking, here
from web.access import page
from web.downloads import notes, send
from web.exports.sheet import Column, Sheet
from web.formats import LOCAL
from web.imports.personal import mask_personal
from web.visits.story import story

PAGE_SIZE = 50
LOGGED = ("visits.VisitMade", "visits.VisitMissed")
ALL = 100_000
OUTCOME_KINDS = {"met": "ok", "not_met": "warn", "refused": "bad", "planned": "info"}
FINDINGS = {
    "solved": ("已解决", "ok"),
    "escalated": ("已转网格问题", "info"),
    "hazard": ("隐患未消除", "bad"),
}
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
    Column("open_findings", "隐患未消除", "number", 12),
    Column("visitor_name", "走访人"),
    Column("revisit_on", "下次走访"),
)


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of visits."""
    bp.add_url_rule("/visits", "index", index)
    bp.add_url_rule("/visits/<uuid:key>", "show", show)
    bp.add_url_rule("/photos/<stream>/<digest>", "photo", photo)


@page("visits")
def index() -> str | Response:
    """Which visits were made or tried, by whom, and what is still open?"""
    args = request.args
    wanted, sight, sort = asked(), here.sight("visits"), args.get("sort", "")
    if kind := asking.file():
        held = visit_list(here.view(), wanted, sight, sort=sort, size=ALL).rows
        sheet = Sheet("走访", COLUMNS, [worded(row) for row in held], notes())
        return send(sheet, kind, "走访")
    number = asking.page_number()
    found = visit_list(here.view(), wanted, sight, sort=sort, page=number, size=PAGE_SIZE)
    options = here.book().options
    return render_template(
        "visits/list.html",
        rows=[worded(row) for row in found.rows],
        total=found.total,
        page=number,
        last=-(-found.total // PAGE_SIZE) or 1,
        args=args,
        selects=[
            ("grid", "全部网格", list(here.grid_names().items())),
            ("area", "全部居民区", list(here.area_names().items())),
            (
                "outcome",
                "全部结果",
                [*options.labels("visit_outcomes").items(), ("planned", "待走访")],
            ),
            ("theme", "全部专项", list(options.labels("visit_themes").items())),
            ("open", "有无隐患", [("1", "有未消除的隐患")]),
        ],
        kinds=OUTCOME_KINDS,
        may_log=here.may(LogVisit) and here.opens("visit_form") and here.view().live,
    )


@page("visits")
def show(key: UUID) -> str:
    """What was seen, said and found at a door, and what became of it?"""
    row = visit_row(here.view(), key)
    if row is None or not sees(row):
        abort(404)
    last = here.state(STREAM, key).last
    place = place_row(here.view(), row["place"])
    text = getattr(last, "narrative", None) or getattr(last, "note", None)
    field = "narrative" if hasattr(last, "narrative") else "note"
    return render_template(
        "visits/show.html",
        row=worded(row | {"place_name": place["name"] if place else "", "place_code": ""}),
        place=place,
        visit=last,
        facts=facts(last),
        narrative=mask_personal(here.reveal(text, key, field)),
        findings=findings(key),
        issue_key=issue_id,
        answers=_answers(last),
        photos=getattr(last, "photos", ()),
        entries=story(key, here.history(key)),
        receipt=receipt(key) if last else "",
        kinds=OUTCOME_KINDS,
        may_settle=here.view().live and here.may(SolveFinding, grid=row["grid"]),
        may_escalate=here.view().live and here.may(EscalateFinding, grid=row["grid"]),
    )


@page("self")
def photo(stream: str, digest: str) -> Response:
    """One photograph, for whoever sees the visit or the case it belongs to."""
    try:
        key = UUID(stream)
    except ValueError:
        abort(404)
    if not _may_look(key):
        abort(404)
    held = here.runtime().attachments.get(key.hex, digest)
    if held is None:
        abort(404)
    answer = Response(held[1], content_type=held[0])
    # Named by its digest, a photograph never changes; but it is this person's to see.
    answer.headers["Cache-Control"] = "private, max-age=3600, immutable"
    answer.headers["Content-Disposition"] = "inline"
    return answer


def sees(row: dict[str, Any]) -> bool:
    """Whether the person sees a visit."""
    sight = here.sight("visits")
    return sight.everything or row["grid"] in sight.grids


def asked() -> VisitFilter:
    """Give the filter of the address; days that are none are left out."""
    args = request.args
    since, until = asking.day("since"), asking.day("until")
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


def worded(row: dict[str, Any]) -> dict[str, Any]:
    """Give a row with the words for its codes."""
    options = here.book().options
    outcome = "planned" if row["stage"] == "planned" else row["outcome"]
    themes = [options.label("visit_themes", code) for code in row["themes"] or ()]
    return row | {
        "outcome": outcome,
        "outcome_name": "待走访"
        if outcome == "planned"
        else options.label("visit_outcomes", outcome),
        "way_name": options.label("visit_ways", row["way"]),
        "theme_names": "、".join(themes),
        "grid_name": here.grid_names().get(row["grid"], row["grid"]),
        "area_name": here.area_names().get(row["area"], row["area"]),
        "visitor_name": here.people_names().get(row["visitor"], row["visitor"]),
        "revisit_day": _day(row["revisit_on"]),
        "planned_day": _day(row["planned_for"]),
    }


def facts(last: Any) -> list[tuple[str, Any, None]]:
    """Give the plain facts of a visit as label and words."""
    if last is None:
        return []
    options = here.book().options
    several = (
        ("结伴单位", "visit_companions", last.companions),
        ("走访力量", "visit_forces", getattr(last, "forces", ())),
        ("专项", "visit_themes", getattr(last, "themes", ())),
    )
    single = (
        ("走访对象", "visitee_kinds", last.visitee),
        ("走访方式", "visit_ways", last.way),
        ("对方满意度", "visit_satisfaction", getattr(last, "satisfaction", "")),
    )
    return [
        *((label, options.label(listing, code), None) for label, listing, code in single if code),
        *(
            (label, "、".join(options.label(listing, code) for code in codes), None)
            for label, listing, codes in several
            if codes
        ),
    ]


def findings(key: UUID) -> list[dict[str, Any]]:
    """Give the findings of a visit with what was told of them, personal data masked."""
    last = here.state(STREAM, key).last
    told = {finding.number: finding for finding in getattr(last, "findings", ())}
    rows = []
    for row in findings_of(here.view(), key):
        finding = told[row["number"]]
        word, kind = FINDINGS[row["outcome"]]
        rows.append(
            row
            | {
                "word": word,
                "colour": kind,
                "category_name": here.book().options.label("finding_categories", row["category"]),
                "description": mask_personal(here.reveal(finding.description, key, "description")),
                "explanation": mask_personal(here.reveal(finding.explanation, key, "explanation")),
                "proof": finding.proof,
            }
        )
    return rows


def receipt(key: UUID) -> str:
    """Give the short code of what arrived: the number of its record and the start of its digest.

    Anybody who has the record can work the code out again.
    """
    runtime = here.runtime()
    event = [each for each in runtime.history(key) if each.TOPIC in LOGGED][-1]
    position = runtime.position_at(event.recorded_at)
    while (found := runtime.ledger.event_at(position)) and found.reference != event.reference:
        position -= 1
    digest = hashlib.sha256(msgspec.json.encode(event)).hexdigest()[:6].upper()
    return f"{position}-{digest}"


def _answers(last: Any) -> list[tuple[str, str, str]]:
    """Give (theme, item, answer) in words."""
    words = {"yes": "是", "no": "否", "na": "不适用"}
    options = here.book().options
    return [
        (options.label("visit_themes", a.theme), a.item, words[a.answer])
        for a in getattr(last, "answers", ())
    ]


def _may_look(key: UUID) -> bool:
    """A photograph of a visit not yet logged belongs to whoever holds its unguessable number."""
    if row := visit_row(here.live(), key):
        return here.opens("visits") and sees(row)
    if row := case(here.live(), key):
        return here.opens("cases") and visible(row, here.sight("cases"))
    return here.opens("visit_form")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL).astimezone(UTC)
