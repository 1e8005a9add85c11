"""What a column leaves open and is asked once for all of it.

Which of 05/02/2026 is the day, and whether an empty cell clears what is known.
"""

from collections.abc import Iterator
from collections.abc import Mapping as Table
from dataclasses import replace
from itertools import islice
from typing import Any

from web.sheets import Mapping, MappingFault, MomentFault, RawSheet, read_moment
from web.text.cells import as_text
from web.text.faults import sentence

LOOKED_AT = 2_000
EMPTIES = (("keep", "不说明什么（保留原值）"), ("clear", "表示已清空"))
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


def unasked_cleared(mapping: Mapping) -> Mapping:
    """Give the mapping under which empty cells clear whatever nobody has said they keep."""
    unasked = dict.fromkeys(mapping.kind.clearable, "clear")
    return replace(mapping, empties=unasked | mapping.empties)


def empties(mapping: Mapping, counts: Table[str, int]) -> list[dict[str, Any]]:
    """Give the fields whose empty cells concern what is known, in how many rows, what was said.

    What was answered stays there to be answered otherwise.
    """
    return [
        {
            "name": name,
            "label": f"“{mapping.title_of(name)}”列的空格{_rows(counts.get(name, 0))}",
            "said": mapping.empties.get(name, ""),
            "options": EMPTIES,
        }
        for name in mapping.kind.clearable
        if name in mapping.columns and (name in mapping.empties or counts.get(name, 0))
    ]


def said(mapping: Mapping, counts: Table[str, int]) -> list[tuple[str, str, int]]:
    """Give what was said of empty cells: the column, the answer, how many rows it concerns."""
    return [
        (mapping.title_of(name), dict(EMPTIES)[answer], counts.get(name, 0))
        for name, answer in mapping.empties.items()
    ]


def _rows(count: int) -> str:
    return f"（已有记录有内容的 {count} 行）" if count else ""


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
