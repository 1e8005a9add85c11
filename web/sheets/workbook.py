"""The sheets of an xlsx file."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from web.sheets.guard import Guard
from web.sheets.limits import Limits


class Workbook:
    """The visible sheets of an xlsx file.

    Where a formula stands, its value is the one the spreadsheet last computed, or the formula's
    own text when there is none; nothing is ever computed here.

    Raises:
        SheetFault: no workbook, encrypted, or bigger inside than `limits` allow. A damaged
            file raises whatever the reader stumbles over.

    """

    def __init__(self, name: str, data: bytes, limits: Limits) -> None:
        formulas = Guard(name, limits).inspect(data)
        self._columns = limits.columns + 1
        self._values = _open(data, data_only=True)
        self._formulas = _open(data, data_only=False) if formulas else None
        self.names = [
            sheet.title for sheet in self._values.worksheets if sheet.sheet_state == "visible"
        ]

    def rows(self, sheet: str) -> Iterator[tuple[Any, ...]]:
        """Give the rows of a sheet from the first, blank ones included, one column too many."""
        rows = self._rows(self._values[sheet])
        if self._formulas is None:
            return rows
        return (
            tuple(_value_or_formula(*pair) for pair in zip(values, sources, strict=True))
            for values, sources in zip(rows, self._rows(self._formulas[sheet]), strict=True)
        )

    def _rows(self, sheet: Worksheet) -> Iterator[tuple[Any, ...]]:
        # What a file says of its own size is often wrong. The stubs take a read-only sheet for
        # an ordinary one, which has no such method.
        sheet.reset_dimensions()  # type: ignore[attr-defined]
        return sheet.iter_rows(values_only=True, max_col=self._columns)


def _open(data: bytes, *, data_only: bool) -> openpyxl.Workbook:
    return openpyxl.load_workbook(
        BytesIO(data), read_only=True, data_only=data_only, keep_links=False
    )


def _value_or_formula(value: Any, source: Any) -> Any:
    return str(getattr(source, "text", source)) if value is None and source is not None else value
