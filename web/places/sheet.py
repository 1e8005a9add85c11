"""A sheet of households and shops: its rows as places, or as refusals with every reason."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.policy.options import Options
from governance.processes.timers import timer_id
from web.places.forms import CODE, is_code
from web.sheets import RawSheet
from web.sheets.table import Column, Sheet
from web.text.cells import as_text
from web.text.personal import mask_name, mask_phone

# column name: (field, longest text, what it means)
COLUMNS = {
    "登记对象": ("kind", 20, "居民户、商铺、楼栋、楼宇企业、驻区单位、微网格"),
    "编号": ("code", 40, "字母、数字和短横线，登记后不能再改"),
    "名称": ("name", 100, "居民户可写到弄、号；留空时用地址"),
    "网格": ("grid", 40, "网格名称或代码"),
    "居民区": ("area", 40, "居民区名称或代码，可留空"),
    "地址": ("address", 200, "写到弄、号、楼，不写室号"),
    "楼栋编号": ("building", 40, "已登记的楼栋，可留空"),
    "门牌": ("door", 40, "室号或铺位，加密保存，可留空"),
    "户主或负责人": ("head", 40, "加密保存，可留空"),
    "联系电话": ("phone", 40, "加密保存，可留空"),
}
KINDS = ("household", "shop", "building", "enterprise", "site", "micro")
NEEDED = ("登记对象", "编号", "网格")
EXAMPLE = {
    "登记对象": "居民户",
    "编号": "JM-0001",
    "名称": "示例路1弄2号302室",
    "网格": "第一综合网格",
    "居民区": "示例一居民区",
    "地址": "示例路1弄2号",
}


class PlaceRow(msgspec.Struct, frozen=True):
    """One row of the sheet that can become a place."""

    number: int
    told: dict[str, Any]
    parent: UUID | None

    @property
    def key(self) -> UUID:
        """The stream of the place."""
        return place_id(self.told["kind"], self.told["code"])

    def command(self, digest: str) -> RegisterPlace:
        """Give the command; the same row of the same file is always the same command."""
        return RegisterPlace(
            command_id=timer_id("register", digest, str(self.number)),
            stream=self.key,
            parent=self.parent,
            batch=digest,
            **self.told,
        )

    def shown(self) -> dict[str, str]:
        """Give the fields as a page shows them, what is personal masked."""
        return {n: _masked(n, value) for n, value in self.told.items()}


class RefusedPlace(msgspec.Struct, frozen=True):
    """A row that cannot become a place: its cells as text, and every reason."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


class Known(msgspec.Struct, frozen=True):
    """What the register knows to read a sheet by: codes with their names, and buildings."""

    options: Options
    grids: Mapping[str, str]
    areas: Mapping[str, str]
    buildings: frozenset[str]


def template(rows: Iterable[Mapping[str, Any]] = (EXAMPLE,)) -> Sheet:
    """Give the empty sheet to fill in."""
    columns = [
        Column(name, name, width=max(12, 2 * len(name) + 4), meaning=meaning)
        for name, (_, _, meaning) in COLUMNS.items()
    ]
    return Sheet("登记册", columns, rows, (("说明", "第一行是样例，填写时请删去。"),))


def missing(sheet: RawSheet) -> list[str]:
    """Give the columns a sheet must have and has not."""
    return [name for name in NEEDED if name not in sheet.header]


def read(sheet: RawSheet, known: Known) -> list[PlaceRow | RefusedPlace]:
    """Give what becomes of every row, in the order of the file."""
    first: dict[UUID, int] = {}
    rows: list[PlaceRow | RefusedPlace] = []
    for row in sheet.rows:
        cells = dict(zip(sheet.header, row.cells, strict=True))
        told, reasons = _told(cells, known)
        building = told.pop("building")
        place = PlaceRow(row.number, told, _parent(told, building))
        if not reasons and (before := first.setdefault(place.key, row.number)) != row.number:
            reasons.append(f"编号“{told['code']}”与第{before}行重复，请只保留一行。")
        if reasons:
            texts = tuple("" if cell is None else as_text(cell) for cell in row.cells)
            rows.append(RefusedPlace(row.number, texts, tuple(reasons)))
        else:
            rows.append(place)
    return rows


def _told(cells: Mapping[str, Any], known: Known) -> tuple[dict[str, Any], list[str]]:
    told: dict[str, Any] = {}
    reasons: list[str] = []
    for name, (field, longest, _) in COLUMNS.items():
        cell = cells.get(name)
        text = "" if cell is None else as_text(cell).strip()
        if len(text) > longest:
            reasons.append(f"“{name}”超过{longest}个字，请缩短。")
        told[field] = text
    reasons += [f"“{name}”没有填写。" for name in NEEDED if not told[COLUMNS[name][0]]]
    told["name"] = told["name"] or told["address"] or told["code"]
    if told["code"] and not is_code(told["code"]):
        reasons.append(CODE)
    kinds = {code: known.options.label("place_kinds", code) for code in KINDS}
    for name, choices in (("登记对象", kinds), ("网格", known.grids), ("居民区", known.areas)):
        field = COLUMNS[name][0]
        if (text := told[field]) and text not in choices:
            code = next((c for c, label in choices.items() if label == text), "")
            if not code:
                reasons.append(f"“{name}”一栏的“{text}”不在登记册里，请核对。")
            told[field] = code
    if told["building"] and told["building"] not in known.buildings:
        reasons.append(f"楼栋“{told['building']}”还没有登记，请先登记楼栋。")
    return told, reasons


def _masked(field: str, value: str) -> str:
    if not value:
        return ""
    match field:
        case "head":
            return mask_name(value)
        case "phone":
            return mask_phone(value)
        case "door":
            return "****"
    return value


def _parent(told: Mapping[str, str], building: str) -> UUID | None:
    for kind, code in (("building", building), ("area", told["area"]), ("grid", told["grid"])):
        if code:
            return place_id(kind, code)
    return None
