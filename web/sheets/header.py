"""Where the header of a sheet stands, and what its columns are called."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from web.sheets.faults import SheetFault
from web.sheets.synonyms import key
from web.text.cells import as_text

_ENOUGH = 2
LOOKED_AT = 30
"""How many rows from the top may hold the header."""

_DATA = re.compile(r"[\d\s.:/年月日时分秒+-]+")


def known_names(row: Iterable[Any], known: frozenset[str]) -> int:
    """Count the cells of a row that are known column names."""
    return len({key(cell) for cell in row if isinstance(cell, str)} & known)


def is_known_header(row: Iterable[Any], known: frozenset[str]) -> bool:
    """Whether a row has enough known column names to be a header and not a coincidence."""
    return known_names(row, known) >= _ENOUGH


def find_header(rows: Sequence[Sequence[Any]], known: frozenset[str]) -> int:
    """Give the index of the header among rows that are not blank; title rows stand above it.

    Raises:
        SheetFault: the row that would have to be the header holds numbers or dates.

    """
    start = rows[:LOOKED_AT]
    for index, row in enumerate(start):
        if is_known_header(row, known):
            return index
    filled = (sum(cell is not None for cell in row) for row in start)
    index = next((index for index, count in enumerate(filled) if count >= _ENOUGH), 0)
    cells = [cell for cell in start[index] if cell is not None]
    if any(not isinstance(cell, str) or _DATA.fullmatch(cell) for cell in cells):
        raise SheetFault("sheet.no_header")
    return index


def column_names(row: Sequence[Any], width: int) -> list[str]:
    """Give one name a column: blank ones by their letter (“E 列”), repeated ones numbered."""
    names: list[str] = []
    for index in range(width):
        cell = row[index] if index < len(row) else None
        name = " ".join(as_text(cell).split()) or f"{get_column_letter(index + 1)} 列"
        twins, plain = 1, name
        while name in names:
            twins += 1
            name = f"{plain}（{twins}）"
        names.append(name)
    return names
