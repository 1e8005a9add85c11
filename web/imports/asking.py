"""What a column leaves open and is asked once for all of it: which of 05/02/2026 is the day."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from web.sheets import Mapping, MappingFault, MomentFault, RawSheet, read_moment
from web.sheets.faults import sentence
from web.text.cells import as_text

LOOKED_AT = 2_000
ORDERS = (("day", "日在前（日/月/年）"), ("month", "月在前（月/日/年）"))


def orders(sheet: RawSheet, mapping: Mapping) -> list[dict[str, Any]]:
    """Give the moments whose cells may be read in two ways, with an example and what was said."""
    return [
        {
            "name": name,
            "label": f"{mapping.kind.fields[name].label}里的“{example}”",
            "said": mapping.orders.get(name, ""),
            "options": ORDERS,
        }
        for name, example in _open(sheet, mapping)
    ]


def check(sheet: RawSheet, mapping: Mapping) -> None:
    """Ask for what is open; MappingFault names every column."""
    reasons = tuple(
        sentence("mapping.order", label=mapping.kind.fields[name].label, value=example)
        for name, example in _open(sheet, mapping)
        if name not in mapping.orders
    )
    if reasons:
        raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0])


def _open(sheet: RawSheet, mapping: Mapping) -> Iterator[tuple[str, str]]:
    rows = list(islice(sheet.rows, LOOKED_AT))
    places = {name: place for place, name in enumerate(sheet.header)}
    for name in mapping.kind.moments:
        for column in mapping.columns.get(name, ())[:1]:
            cells = (row.cells[places[column]] for row in rows if column in places)
            example = next((as_text(cell) for cell in cells if _two_ways(cell, mapping)), "")
            if example:
                yield name, example


def _two_ways(cell: Any, mapping: Mapping) -> bool:
    """Tell whether saying which comes first would settle what a cell means."""
    if not isinstance(cell, str):
        return False
    try:
        read_moment(cell, mapping.zone)
    except MomentFault as fault:
        if fault.code != "moment.ambiguous":
            return False
    else:
        return False
    try:
        read_moment(cell, mapping.zone, order="day")
    except MomentFault:
        return False
    return True
