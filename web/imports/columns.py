"""Which column is which field: as guessed, as remembered for a source, as chosen on the page."""

import hashlib
from collections.abc import Mapping as Table
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec

from web.imports import meanings
from web.sheets import Kind, Mapping, MappingFault, RawSheet, guess
from web.sheets.synonyms import FieldNames
from web.sheets.transforms import DATE_TIME
from web.text.clocks import is_clock

SAMPLE = 50
LEVELS = 3
FOLDER = "mappings"


def first_mapping(kind: Kind, sheet: RawSheet, source: str, data: Path) -> Mapping:
    """Give the mapping the source's last sheet was read with when it fits, else a guess."""
    kept = remembered(kind, source, data)
    if kept is not None and not kept.faults(sheet.header):
        return kept
    return guessed(kind, sheet, source)


def guessed(kind: Kind, sheet: RawSheet, source: str) -> Mapping:
    """Give a guess by the names of the columns and their first cells."""
    sample = [row.cells for row in sheet.rows[:SAMPLE]]
    return guess(sheet.header, sample, kind=kind, source=source)


def remembered(kind: Kind, source: str, data: Path) -> Mapping | None:
    """Give the mapping kept for a source, when it is for this kind of sheet."""
    try:
        return Mapping.from_dict(msgspec.json.decode(_path(source, data).read_bytes()), kind)
    except (OSError, msgspec.DecodeError, MappingFault):
        return None


def remember(mapping: Mapping, data: Path) -> None:
    """Keep a mapping for the next sheet of its source."""
    path = _path(mapping.source, data)
    path.parent.mkdir(mode=0o700, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(msgspec.json.encode(mapping.as_dict()))
    new.replace(path)


def chosen(form: Table[str, str], before: Mapping) -> Mapping:
    """Give the mapping as chosen on the page; MappingFault when it contradicts itself.

    How a field is tidied is kept as long as its columns stay the same.
    """
    columns = {}
    for name in before.kind.fields:
        picked = [form.get(f"{name}-{level}", "") for level in range(LEVELS)]
        if named := [column for column in picked if column]:
            columns[name] = list(dict.fromkeys(named))
    held = before.as_dict()
    same = {name for name, names in columns.items() if names == held["columns"].get(name)}
    kept = {name: way for name, way in held["transforms"].items() if name in same}
    kept |= {
        name: {"name": DATE_TIME}
        for name in before.kind.moments
        if form.get(f"{name}-1") and len(columns.get(name, ())) > 1
    }
    said = {name: form.get(f"order-{name}", "") for name in before.kind.moments}
    orders = {name: order for name, order in said.items() if order}
    asked = {name: form.get(f"empty-{name}", "") for name in before.kind.clearable}
    empties = {name: said for name, said in asked.items() if said and name in columns}
    values = {"values": meanings.chosen(form, before)}
    more = {"columns": columns, "transforms": kept, "orders": orders, "empties": empties} | values
    return Mapping.from_dict(held | more, before.kind)


def selects(mapping: Mapping, sheet: RawSheet) -> list[dict[str, Any]]:
    """Give the fields of the mapping form: their labels, their columns, what may be chosen.

    Where the sheet has columns of times of the day, a moment may have one beside its day.
    """
    clocks = clock_columns(sheet)
    return [
        {
            "name": field.name,
            "required": field.name in mapping.kind.required,
            "labels": labels,
            "columns": [*mapping.columns.get(field.name, ()), *[""] * LEVELS][: len(labels)],
            "options": [(column, column) for column in sheet.header],
        }
        for field in mapping.kind.fields.values()
        for labels in [_labels(field, clocks if field.name in mapping.kind.moments else ())]
    ]


def clock_columns(sheet: RawSheet) -> list[str]:
    """Give the columns whose first cells are all times of the day."""
    cells: dict[str, list[Any]] = {name: [] for name in sheet.header}
    for row in sheet.rows[:SAMPLE]:
        for name, cell in zip(sheet.header, row.cells, strict=True):
            if cell is not None:
                cells[name].append(cell)
    return [name for name, found in cells.items() if found and all(map(is_clock, found))]


def _labels(field: FieldNames, clocks: Sequence[str]) -> list[str]:
    if field.levels or field.several:
        return [f"{field.label}{level}" for level in range(1, LEVELS + 1)]
    return [field.label, f"{field.label}的钟点（另成一列时）"] if clocks else [field.label]


def _path(source: str, data: Path) -> Path:
    return data / FOLDER / f"{hashlib.sha256(source.encode()).hexdigest()}.json"
