"""Figures and the rows behind them as rows of a list or a file."""

from datetime import date
from typing import Any

from governance.policy import needs
from projections.engine.counted import Counted
from web.frame import current
from web.frame.feature import features, link
from web.frame.list_page import Cells, Spot
from web.sheets.table import Column, Kind

SHEET = (
    Column("scope", "范围", width=24),
    Column("metric", "指标", width=26),
    Column("value", "数值", "number", 12, "比率写成百分比，件数写成整数"),
    Column("numerator", "分子", "number", 10),
    Column("denominator", "分母", "number", 10),
    Column("pending", "未到期", "number", 10, "期限还没有到、尚未计入分子和分母的件数"),
    Column("change", "较上期", "number", 16, "比率的增减以百分点计，件数以件计"),
    Column("earlier", "相比的上期", width=44, meaning="统计期还没有结束的，只与上期的同期相比"),
    Column("period", "统计期", width=30),
    Column("definition", "口径", width=60),
    Column("code", "核对码", width=16, meaning="核对码相同，即口径、期间、所依据的记录都相同"),
    Column("late", "期后补录更正", "number", 12, "统计期结束以后才登记的，或又更正过的，已计入"),
    Column("first", "统计期首日", "date", 16),
    Column("last", "统计期末日", "date", 16),
    Column("unit", "单位", width=8, meaning="数值的计量单位"),
    Column("printed", "查询码", width=28, meaning="在案件的搜索框输入，打开这个数字当时的明细"),
)
KINDS: dict[str, Kind] = {"moment": "datetime", "day": "date", "number": "number"}
WIDTHS = {"moment": 20, "day": 16, "number": 10}
HEADING, USUAL = 40, 16


def columns(thing: Counted) -> tuple[Column, ...]:
    """Give the columns of the list of what a metric counts, as its concept declares them."""
    found = []
    for name in dict.fromkeys((*thing.listed, thing.heading)):
        column = thing.column(name)
        width = HEADING if name == thing.heading else WIDTHS.get(column.type, USUAL)
        found.append(Column(name, column.label, KINDS.get(column.type, "text"), width))
    return tuple(found)


def row_of(thing: Counted, row: dict[str, Any]) -> Cells:
    """Give a row behind a figure in words, with the address of what it is of."""
    named = {column.key: _value(thing, row, column.key) for column in columns(thing)}
    looks = {name: look for name in named if (look := _colour(thing, row, name))}
    return named | {"url": link(thing.link, row[thing.key]), "looks": looks}


def spots(thing: Counted) -> list[Spot]:
    """Give the columns of the page: the one that names the row first."""
    first = sorted(columns(thing), key=lambda column: column.key != thing.heading)
    return [_spot(thing, column) for column in first]


def _spot(thing: Counted, column: Column) -> Spot:
    if column.key == thing.scope("unit"):
        return Spot(column.key, column.label, at="own")
    kind: Kind = "date" if column.kind == "datetime" else column.kind
    return Spot(column.key, column.label, kind, at="" if kind == "text" else "desk")


def _colour(thing: Counted, row: dict[str, Any], name: str) -> str:
    """Give the colour of a state, empty for whatever is none: its codes are the concept's own."""
    if not thing.fields[name].codes or name == thing.scope("kind"):
        return ""
    kind = row[thing.scope("kind")] if thing.kinds else thing.link
    return features().look(kind, row[name])


def _value(thing: Counted, row: dict[str, Any], name: str) -> Any:
    value = row[name]
    match thing.column(name).type:
        case "day":
            return date.fromisoformat(value) if value else None
        case "flag":
            return "是" if value else "否"
        case "text":
            return _worded(thing, row, name)
    return value


def _worded(thing: Counted, row: dict[str, Any], name: str) -> str:
    code, field = row[name] or "", thing.fields[name]
    if name == thing.scope("grid"):
        return current.grid_names().get(code, code)
    if name == thing.scope("area"):
        return current.area_names().get(code, code)
    if code in field.codes:
        # A case's stage is called by what kind of case it is.
        return field.codes[code] or features().stage(row.get("kind", ""), code)
    book = current.book()
    own = field.of_kind.get(row.get("kind", ""))
    for listing in (own, *field.lists) if own else field.lists:
        if listing == needs.CATEGORY and code:
            return book.categories.name(code)
        if label := book.options.labels(listing).get(code):
            return label
    return code
