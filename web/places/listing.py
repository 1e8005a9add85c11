"""The register as a list of one kind of place."""

from flask import Response, request, url_for
from msgspec.structs import asdict, replace

from governance.places.commands import RegisterPlace
from governance.visits.due import DOORS, INTERVALS, USUAL
from projections.places.doors import PlaceFilter, colour, colours, place_list
from projections.places.queries import Place
from web.frame import current
from web.frame.access import page
from web.frame.filters import Filter
from web.frame.list_page import Cells, Selects, Spot, table
from web.places.due import asked_for, rule
from web.sheets.table import Column
from web.text.formats import due_kind

COLOURS = {
    "green": ("绿", "ok", "未发现问题"),
    "yellow": ("黄", "warn", "问题已了结，或检查有“否”"),
    "red": ("红", "bad", "问题未解决"),
    "grey": ("灰", "idle", "还没有走访"),
}
FIRST_KIND = "household"
COLUMNS = (
    Column("code", "编号"),
    Column("kind_name", "登记对象"),
    Column("name", "名称", width=28),
    Column("address", "地址", width=28),
    Column("grid_name", "网格"),
    Column("area_name", "居民区"),
    Column("colour_name", "颜色", meaning="绿未发现问题，黄已了结或检查有“否”，红未解决，灰未走访"),
    Column("visited_at", "上次见面", "datetime", 20),
    Column("due_on", "应走访日期", "date", 16),
    Column("why", "走访原因"),
    Column("visits", "见面次数", "number", 10),
    Column("open_findings", "未解决问题", "number", 12),
)
PLACES = (
    Spot("code", "编号", at="no", sort="code"),
    Spot("name", "名称", sort="name"),
    Spot("grid_name", "网格 / 居民区", at="meta", sort="grid"),
)
VISITED = (
    *PLACES,
    Spot("colour", "颜色", sort="open"),
    Spot("visited_at", "上次见面", "date", at="own", sort="visited"),
    Spot("due", "应走访日期", at="due"),
    Spot("visits", "见面次数", "number", at="desk", sort="visits"),
)
OTHERS = (*PLACES, Spot("kind_name", "登记对象", at="state"))


@page("register", dated=True)
def index() -> str | Response:
    """Which doors are there, and whose visit is due?"""
    wanted, sight, sort = _wanted(), current.sight("register"), request.args.get("sort", "")
    doors, may = wanted.kind in DOORS, current.may(RegisterPlace)
    bulk = ("批量导入", url_for(".import_index"))
    offered = may and current.view().live
    kinds = current.book().options.labels("place_kinds").items()
    return table(
        "登记册",
        COLUMNS,
        lambda page, size: place_list(
            current.view(), wanted, sight, sort=sort, page=page, size=size
        ),
        worded,
        page=VISITED if doors else OTHERS,
        heading="name",
        empty="没有符合条件的登记对象，请放宽筛选条件，或建档、批量导入。"
        if offered
        else "没有符合条件的登记对象，请放宽筛选条件。",
        onward=bulk if offered else ("", ""),
        symbol="map-pin",
        measure="户" if doors else "条",
        search="搜索编号、名称、地址",
        selects=_selects(doors=doors),
        enter=[("建档", url_for(".new", kind=wanted.kind)), bulk] if may else [],
        template="places/list.html",
        kind=wanted.kind,
        kinds=sorted(kinds, key=lambda kind: kind[0] not in DOORS),
        counted=colours(current.view(), replace(wanted, colour=""), sight) if doors else {},
        colours=COLOURS,
    )


def _selects(*, doors: bool) -> Selects:
    """Give the filters; what only doors have is offered for doors only."""
    options = current.book().options
    kinds = list(options.labels("place_kinds").items())
    seen = [(code, f"{word}（{meaning}）") for code, (word, _, meaning) in COLOURS.items()]
    of_doors = [
        Filter("colour", "全部颜色", seen, "颜色"),
        Filter("interval", "全部走访间隔", list(options.labels(INTERVALS).items()), "走访间隔"),
        Filter("due", "是否到期", [("1", "到期未走访")], "是否到期"),
        Filter("retired", "在册情况", [("1", "已销档")], "在册情况"),
    ]
    return [
        ("grid", "全部网格", list(current.grid_names().items())),
        ("area", "全部居民区", list(current.area_names().items())),
        *(each if doors else each._replace(every="") for each in of_doors),
        Filter("kind", label="种类", choices=kinds, usual=FIRST_KIND),
    ]


def _wanted() -> PlaceFilter:
    """Give the filter of the address."""
    args = request.args
    return PlaceFilter(
        kind=args.get("kind", FIRST_KIND),
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
    address = row.address if row.address != row.name else ""
    return asdict(row) | {
        "url": current.here_url("register.show", key=row.key),
        "colour": f"{word} {meaning}",
        "looks": {"colour": kind},
        "notes": {
            "name": address,
            "grid_name": current.area_names().get(row.area, row.area),
            "due": door.why if row.revisit_on else "",
        },
        "due": door.due_on or ("尽快走访" if door.why else None),
        "late": due_kind(door.due_on, current.as_at()) == "bad",
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
