"""One sheet of a workbook, a row at a time; its layout is known when the last row has been read."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import from_excel, from_ISO8601

from web.sheets.cells import Formula, Picture
from web.sheets.layout import Layout, Merge
from web.sheets.parts import elements, local, relation, relations
from web.sheets.pictures import drawn
from web.sheets.workbook import TRUE, Workbook, text_of

LAST_ROW = 1_048_576
"""The last row a workbook can have (ECMA-376); a number beyond it is damage or an attack."""

_PICTURE = re.compile(r"(_xlfn\.)?(DISPIMG|IMAGE)\(", re.IGNORECASE)
_PARTS = ("row", "col", "mergeCell", "autoFilter", "drawing")
Row = tuple[int, bool, list[Any]]


class Worksheet:
    """The cells of one sheet as stored: a formula by its last result, never computed here."""

    def __init__(self, book: Workbook, title: str) -> None:
        self.layout = Layout()
        self._book = book
        self._part = book.part(title)
        self._columns = book.limits.columns
        self._number = 0

    def rows(self) -> Iterator[Row]:
        """Yield number, whether hidden, and cells of each row there is, one column too many."""
        with self._book.archive.open(self._part) as stream:
            for one in elements(self._book.name, stream, *_PARTS):
                match local(one):
                    case "row":
                        yield self._row(one)
                    case "col" if one.get("hidden") in TRUE or one.get("width") == "0":
                        last = min(int(one.get("max")), self._columns)
                        self.layout.hidden_columns.update(range(int(one.get("min")) - 1, last))
                    case "mergeCell":
                        self._merge(one.get("ref"))
                    case "autoFilter":
                        self.layout.filtered = True
                    case "drawing":
                        self._see(relation(one))
                    case _:
                        pass

    def _row(self, row: Any) -> Row:
        number = int(row.get("r") or self._number + 1)
        if not self._number < number <= LAST_ROW:
            raise ValueError(number)
        self._number = number
        cells: list[Any] = []
        for cell in row:
            where = cell.get("r")
            column = _column(where.rstrip("0123456789")) if where else len(cells)
            value = self._value(cell, number, column)
            if value is None:
                continue
            column = min(column, self._columns)
            cells += [None] * (column + 1 - len(cells))
            cells[column] = value
        return number, row.get("hidden") in TRUE or row.get("ht") == "0", cells

    def _value(self, cell: Any, number: int, column: int) -> Any:
        kind, said, formula = cell.get("t", "n"), None, None
        for part in cell:
            match local(part):
                case "v":
                    said = part.text or ""
                case "f":
                    formula = part.text or ""
                case "is":
                    return text_of(part)
                case _:
                    pass
        if (formula is not None and _PICTURE.match(formula)) or (kind == "e" and cell.get("vm")):
            self.layout.pictures.add(number, column)
            return Picture(formula or "图片")
        if not said:
            if formula is None or (kind == "str" and said is not None):
                return None
            self.layout.formulas.add(number, column)
            return Formula(f"={formula}")
        return self._read(kind, said, cell.get("s", "0"))

    def _read(self, kind: str, said: str, look: str) -> Any:
        book = self._book
        match kind:
            case "s":
                return book.texts[int(said)].decode()
            case "b":
                return bool(int(said))
            case "d":
                return from_ISO8601(said)  # type: ignore[no-untyped-call]
            case "n":
                number = float(said) if set(said) & set(".eE") else int(said)
                if look not in book.dates:
                    return number
                try:
                    return from_excel(number, book.epoch, timedelta=look in book.spans)
                except (OverflowError, ValueError):
                    return None
            case _:
                return said

    def _merge(self, cells: str) -> None:
        left, top, right, bottom = (int(end or 1) for end in range_boundaries(cells))
        if left <= self._columns:
            self.layout.merges.append(Merge(top, left - 1, bottom, right - 1))

    def _see(self, drawing: str) -> None:
        part = relations(self._book.archive, self._part).get(drawing, "")
        for row, column in drawn(self._book, part):
            self.layout.pictures.add(row, column)


@cache
def _column(letters: str) -> int:
    return int(column_index_from_string(letters)) - 1
