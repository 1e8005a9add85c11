"""The first rows of a file as whoever imports sees them, what is personal masked."""

from typing import Any

import msgspec

from web.sheets import Mapping, RawSheet
from web.sheets.synonyms import key
from web.text.cells import as_text
from web.text.personal import mask_personal

PREVIEWED = 20


class Preview(msgspec.Struct, frozen=True):
    """The first rows with their numbers; of each column its name and the field it is taken for."""

    header: list[tuple[str, str]]
    rows: list[tuple[int, list[str]]]


def preview(sheet: RawSheet, mapping: Mapping) -> Preview:
    """Give the first rows; a cell of a field is masked as that field is, others by their form."""
    kind = mapping.kind
    named = {key(column): name for name, columns in mapping.columns.items() for column in columns}
    fields = [named.get(key(column), "") for column in sheet.header]

    def masked(name: str, cell: Any) -> str:
        text = as_text(cell) if cell is not None else ""
        return kind.masked(name, text) if text and name in kind.masks else mask_personal(text)

    return Preview(
        [
            (column, kind.fields[name].label if name else "")
            for column, name in zip(sheet.header, fields, strict=True)
        ],
        [
            (row.number, [masked(*each) for each in zip(fields, row.cells, strict=True)])
            for row in sheet.rows[:PREVIEWED]
        ],
    )
