"""Rows out of any reader: cleaned, blank ones left out, within limits."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from web.sheets.faults import SheetFault
from web.sheets.limits import Limits
from web.text.cells import ERROR_VALUES, clean

LAST_ROW = 1_048_576
"""The last row a workbook can have (ECMA-376); a number beyond it is damage or an attack."""


class SheetRow(NamedTuple):
    """A row that says something: its number in the file (from 1), its cells up to the last one."""

    number: int
    cells: tuple[Any, ...]


def gather(name: str, source: Iterable[Sequence[Any]], limits: Limits) -> list[SheetRow]:
    """Give the rows that are not blank; texts clean, blank cells None, others as stored.

    Raises:
        SheetFault: more rows, columns or text than `limits` allow.

    """
    cleaner = _Cleaner(limits)
    rows: list[SheetRow] = []
    for number, raw in enumerate(source, start=1):
        if number > LAST_ROW:
            raise SheetFault("sheet.damaged", name=name)
        cells = cleaner.row(number, raw)
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise SheetFault("sheet.too_many_columns", number=number, limit=limits.columns)
        if len(rows) > limits.rows:
            raise SheetFault("sheet.too_many_rows", limit=limits.rows)
        if cleaner.volume > limits.expanded:
            raise SheetFault("sheet.too_much_text", name=name)
        rows.append(SheetRow(number, cells))
    return rows


class _Cleaner:
    """Cleans each distinct text once: a shared text repeated a million times stays one text."""

    def __init__(self, limits: Limits) -> None:
        self._longest = limits.cell
        self._cleaned: dict[str, str | None] = {}
        self.volume = 0

    def row(self, number: int, raw: Sequence[Any]) -> tuple[Any, ...]:
        if raw.count(None) == len(raw):
            return ()
        cells = [self._cell(number, cell) if isinstance(cell, str) else cell for cell in raw]
        while cells and cells[-1] is None:
            cells.pop()
        return tuple(cells)

    def _cell(self, number: int, text: str) -> str | None:
        self.volume += len(text)
        if text not in self._cleaned:
            if len(text) > self._longest:
                raise SheetFault("sheet.cell_too_long", number=number, limit=self._longest)
            said = clean(text)
            self._cleaned[text] = said if said and said not in ERROR_VALUES else None
        return self._cleaned[text]
