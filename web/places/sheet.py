"""Sheets of households and shops: what a row must say, what it asks for, how changes are said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.engine.runtime import Runtime
from projections.places.queries import labels
from web.places.forms import is_code
from web.places.pages import MASKS
from web.sheets.fields import Option, RowSchema, Serial, Text
from web.sheets.kind import Draft, Kind, Labels
from web.sheets.synonyms import fields_in
from web.sheets.table import Column, Sheet

FIELDS = fields_in("web.places", "columns.toml")
KINDS = ("household", "shop", "building", "enterprise", "site", "micro")
BOUNDS = ("building", "area", "grid")
# column of the sheet to fill in: what it means
MEANINGS = {
    "kind": "居民户、商铺、楼栋、楼宇企业、驻区单位、微网格",
    "code": "字母、数字和短横线，登记后不能再改",
    "name": "居民户可写到弄、号；留空时用地址",
    "grid": "网格名称或代码",
    "area": "居民区名称或代码，可留空",
    "address": "写到弄、号、楼，不写室号",
    "building": "已登记的楼栋，可留空",
    "door": "室号或铺位，加密保存，可留空",
    "head": "加密保存，可留空",
    "phone": "加密保存，可留空",
}
EXAMPLE = {
    "kind": "居民户",
    "code": "JM-0001",
    "name": "示例路1弄2号302室",
    "grid": "第一综合网格",
    "area": "示例一居民区",
    "address": "示例路1弄2号",
}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One row of the sheet as a place; `fields` are the fields of its command."""

    number: int
    fields: dict[str, Any]
    parent: UUID | None

    @property
    def serial(self) -> str:
        """What people call the place."""
        return str(self.fields["code"])

    @property
    def key(self) -> UUID:
        """The stream of the place."""
        return place_id(self.fields["kind"], self.fields["code"])


class PlaceSchema(RowSchema):
    """Reads the cells of one row of a sheet of places."""

    kind = Option(required=True, problem="row.not_registered")
    code = Serial(required=True, fits=is_code, problem="row.code_shape")
    name = Text(longest=100)
    grid = Option(required=True, problem="row.not_registered")
    area = Option(problem="row.not_registered")
    address = Text(longest=200)
    building = Option(problem="row.building")
    door = Text(longest=40)
    head = Text(longest=40)
    phone = Text(longest=40)


def place(draft: Draft) -> PlaceRow | None:
    """Give the place of a row; None when reasons say why it cannot become one."""
    if draft.reasons:
        return None
    values = {name: draft.values.get(name, "") for name in FIELDS}
    values["name"] = values["name"] or values["address"] or values["code"]
    above = next((place_id(kind, values[kind]) for kind in BOUNDS if values[kind]), None)
    del values["building"]
    return PlaceRow(draft.number, values, above)


def command(row: PlaceRow, source: str, batch: UUID) -> RegisterPlace:
    """Give what a row asks for; the same row of the same file always asks the same."""
    del source  # a place is the same whatever sheet tells of it
    return RegisterPlace(
        command_id=uuid5(batch, str(row.number)),
        stream=row.key,
        parent=row.parent,
        batch=str(batch),
        **row.fields,
    )


def template(rows: Iterable[Mapping[str, Any]] = (EXAMPLE,)) -> Sheet:
    """Give the empty sheet to fill in."""
    columns = [
        Column(name, label, width=max(12, 2 * len(label) + 4), meaning=MEANINGS[name])
        for name, label in ((name, field.names[0]) for name, field in FIELDS.items())
    ]
    return Sheet("登记册", columns, rows, (("说明", "第一行是样例，填写时请删去。"),))


def _choices(runtime: Runtime) -> dict[str, dict[str, str]]:
    view, options = runtime.live(), runtime.governance.book.options
    return {
        "kind": {code: options.label("place_kinds", code) for code in KINDS},
        "grid": labels(view, "grid"),
        "area": labels(view, "area"),
        "building": {code: code for code in labels(view, "building")},
    }


def _labels(runtime: Runtime) -> Labels:
    named = {kind: labels(runtime.live(), kind) for kind in BOUNDS}
    above = {place_id(kind, code): name for kind in BOUNDS for code, name in named[kind].items()}
    return {
        "grid": lambda code: named["grid"].get(code, str(code)),
        "area": lambda code: named["area"].get(code, str(code)),
        "parent": lambda key: above.get(key, str(key)),
    }


PLACES = Kind(
    code="places",
    label="登记册",
    fields=FIELDS,
    schema=PlaceSchema,
    row=place,
    asks=RegisterPlace,
    command=command,
    choices=_choices,
    labels=_labels,
    masks=MASKS,
    first_counts=True,
    recorded=False,
)
