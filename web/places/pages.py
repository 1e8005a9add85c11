"""The register as a list and as one file a household."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, render_template, request
from msgspec.structs import asdict

from governance.places import commands as ask
from governance.places.stream import STREAM
from governance.visits.commands import LogVisit, PlanVisit
from governance.visits.due import DOORS, INTERVALS, USUAL
from projections.places.doors import PlaceFilter, colour, colours, place_list
from projections.places.queries import Place
from projections.places.queries import place as place_row
from projections.visits.queries import cases_at
from web.casework.facts import COVERED
from web.frame import current, words
from web.frame.access import page
from web.frame.acts import Act, offer
from web.frame.downloads import notes
from web.frame.feature import features
from web.frame.filters import Filter
from web.frame.list_page import Cells, listing
from web.frame.timeline import entry
from web.frame.words import STAGE_KINDS
from web.places.due import asked_for, rule
from web.places.forms import FIELDS
from web.sheets.table import Column, Sheet
from web.text.personal import mask_name, mask_phone

COLOURS = {
    "green": ("绿", "ok", "未发现问题"),
    "yellow": ("黄", "warn", "问题已了结"),
    "red": ("红", "bad", "问题未解决"),
    "grey": ("灰", "idle", "还没有走访"),
}
MASKS: dict[str, Callable[[str], str]] = {
    "door": lambda _: "****",
    "head": mask_name,
    "phone": mask_phone,
    "tags": lambda _: COVERED,
}
COLUMNS = (
    Column("code", "编号"),
    Column("kind_name", "登记对象"),
    Column("name", "名称", width=28),
    Column("address", "地址", width=28),
    Column("grid_name", "网格"),
    Column("area_name", "居民区"),
    Column("colour_name", "颜色", meaning="绿未发现问题，黄已了结，红未解决，灰未走访"),
    Column("visited_at", "上次见面", "datetime", 20),
    Column("due_on", "应走访日期", "date", 16),
    Column("visits", "见面次数", "number", 10),
    Column("open_findings", "未解决问题", "number", 12),
)


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of the register."""
    bp.add_url_rule("/register", "index", index)
    bp.add_url_rule("/register/<uuid:key>", "show", show)


@page("register", dated=True)
def index() -> str | Response:
    """Which doors are there, and whose visit is due?"""
    wanted, sight, sort = asked(), current.sight("register"), request.args.get("sort", "")
    counted = colours(current.view(), wanted, sight) if wanted.kind in DOORS else {}
    options = current.book().options
    return listing(
        "places/list.html",
        find=lambda page, size: place_list(
            current.view(), wanted, sight, sort=sort, page=page, size=size
        ),
        sheet=lambda rows: Sheet("登记册", COLUMNS, (worded(row) for row in rows), notes()),
        worded=worded,
        kind=wanted.kind,
        kinds=sorted(options.labels("place_kinds").items(), key=lambda kind: kind[0] not in DOORS),
        counted=counted,
        colours=COLOURS,
        doors=wanted.kind in DOORS,
        selects=[
            ("grid", "全部网格", list(current.grid_names().items())),
            ("area", "全部居民区", list(current.area_names().items())),
            ("colour", "全部颜色", [(c, f"{w[0]}（{w[2]}）") for c, w in COLOURS.items()]),
            ("interval", "全部走访间隔", list(options.labels(INTERVALS).items())),
            ("due", "是否到期", [("1", "到期未走访")]),
            ("retired", "在册情况", [("1", "已销档")]),
            Filter("kind", label="种类", choices=list(options.labels("place_kinds").items())),
        ],
        may_register=current.view().live and current.may(ask.RegisterPlace),
    )


@page("register", dated=True)
def show(key: UUID) -> str:
    """一户一档: what is known of a place, when it was visited, what was found there?"""
    row = place_row(current.view(), key)
    if row is None or not sees(row):
        abort(404)
    in_words = worded(row)
    options = current.book().options
    live = current.view().live
    return render_template(
        "places/show.html",
        row=in_words,
        facts=_facts(row, in_words),
        personal=_personal(row),
        purposes=options.offered("reveal_purposes") if current.opens("reveal") else [],
        beside=features().beside("place", key),
        cases=[
            asdict(case) | {"stage_word": features().stage(case.kind, case.stage)}
            for case in (
                cases_at(current.view(), key, current.sight("cases"))
                if current.opens("cases")
                else ()
            )
        ],
        stage_kinds=STAGE_KINDS,
        entries=[entry(event) for event in reversed(current.history(key))],
        acts=_acts(row),
        may_visit=live
        and row.kind in DOORS
        and current.opens("visit_form")
        and current.may(LogVisit, grid=row.grid),
        may_plan=live
        and row.kind in DOORS
        and current.opens("visits")
        and current.may(PlanVisit, grid=row.grid),
        door=row.kind in DOORS,
    )


def sees(row: Place) -> bool:
    """Whether the person sees a place."""
    sight = current.sight("register")
    return sight.everything or row.grid in sight.grids


def seen(key: UUID) -> Place | None:
    """Give a place the person sees."""
    row = place_row(current.view(), key)
    return row if row and sees(row) else None


def asked() -> PlaceFilter:
    """Give the filter of the address."""
    args = request.args
    return PlaceFilter(
        kind=args.get("kind", "household"),
        q=args.get("q", ""),
        grid=args.get("grid", ""),
        area=args.get("area", ""),
        colour=args.get("colour", ""),
        interval=args.get("interval", ""),
        retired=args.get("retired") == "1",
        due=rule() if args.get("due") == "1" else None,
    )


def worded(row: Place) -> Cells:
    """Give a row with the words for its codes, its colour and the day its visit is due."""
    options, door = current.book().options, asked_for(row)
    word, kind, meaning = COLOURS[colour(row)]
    return asdict(row) | {
        "due_on": door.due_on,
        "why": door.why,
        "kind_name": options.label("place_kinds", row.kind),
        "grid_name": current.grid_names().get(row.grid, row.grid),
        "area_name": current.area_names().get(row.area, row.area),
        "colour_name": word if row.kind in DOORS else "",
        "colour_kind": kind,
        "colour_meaning": meaning,
        "interval_name": options.label(INTERVALS, row.interval or USUAL),
    }


def _acts(row: Place) -> list[Act]:
    """Give what may be done with a place now; only a door is visited and has tags."""
    acts = offer(STREAM, current.state(STREAM, row.key), row.grid).acts
    return [act for act in acts if row.kind in DOORS or act.command is not ask.TagPlace]


def _facts(row: Place, in_words: Cells) -> list[tuple[str, Any, None]]:
    """Give the facts of a place that are nobody's own."""
    parent = place_row(current.view(), row.parent) if row.parent else None
    facts = [
        ("编号", row.code),
        ("登记对象", in_words["kind_name"]),
        ("上级", parent.name if parent else ""),
        ("网格", in_words["grid_name"]),
        ("居民区", in_words["area_name"]),
        ("地址", row.address),
    ]
    if row.kind in DOORS:
        facts.append(("走访间隔", in_words["interval_name"]))
    return [(label, value, None) for label, value in facts]


def _personal(row: Place) -> list[dict[str, str]]:
    """Give what is personal of a place, masked, with the name it is opened by."""
    held = asdict(row) | {"tags": current.state(STREAM, row.key).tags}
    return [
        {
            "field": name,
            "label": FIELDS.get(name) or words.FIELDS[name],
            "masked": current.masked(held[name], row.key, name, mask),
        }
        for name, mask in MASKS.items()
        if held[name]
    ]
