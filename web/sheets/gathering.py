"""Rows out of any reader: cleaned, blank ones left out, within limits, waiting on the disk."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from web.sheets.cells import packed, unpacked
from web.sheets.limits import Limits
from web.sheets.spool import Spool
from web.text.cells import ERROR_VALUES, clean
from web.text.faults import SheetFault

_REMEMBERED, _SHORT = 5_000, 50
Found = tuple[int, bool, list[Any]]


class Gathered:
    """The rows of one sheet that are not blank: number in the file (from 1), hidden, cells."""

    def __init__(self) -> None:
        self._rows = Spool()
        self._hidden = bytearray()
        self.width = 0

    def add(self, number: int, cells: list[Any], *, hidden: bool) -> None:
        """Add the next row."""
        self._rows.append(packed(number, cells, hidden=hidden))
        self._hidden.append(hidden)
        self.width = max(self.width, len(cells))

    def __len__(self) -> int:
        return len(self._rows)

    def hidden(self, start: int) -> int:
        """Count the hidden rows from the n-th on."""
        return self._hidden.count(1, start)

    def __iter__(self) -> Iterator[Found]:
        return map(unpacked, self._rows)


def gather(name: str, source: Iterable[Found], limits: Limits) -> Gathered:
    """Keep the rows that are not blank; texts clean, blank cells None, others as stored.

    Raises:
        SheetFault: more rows, columns or text than `limits` allow.

    """
    cleaner = _Cleaner(limits)
    rows = Gathered()
    for number, unseen, raw in source:
        cells = cleaner.row(number, raw)
        if not cells:
            continue
        if len(cells) > limits.columns:
            raise SheetFault("sheet.too_many_columns", number=number, limit=limits.columns)
        if len(rows) > limits.rows:
            raise SheetFault("sheet.too_many_rows", limit=limits.rows)
        if cleaner.volume > limits.expanded:
            raise SheetFault("sheet.too_much_text", name=name)
        rows.add(number, cells, hidden=unseen)
    return rows


class _Cleaner:
    """Cleans a short text that comes again and again once."""

    def __init__(self, limits: Limits) -> None:
        self._longest = limits.cell
        self._cleaned: dict[str, str | None] = {}
        self.volume = 0

    def row(self, number: int, raw: Sequence[Any]) -> list[Any]:
        cells = [self._cell(number, cell) if type(cell) is str else cell for cell in raw]
        while cells and cells[-1] is None:
            cells.pop()
        return cells

    def _cell(self, number: int, text: str) -> str | None:
        self.volume += len(text)
        if text in self._cleaned:
            return self._cleaned[text]
        if len(text) > self._longest:
            raise SheetFault("sheet.cell_too_long", number=number, limit=self._longest)
        said = clean(text)
        answer = said if said and said not in ERROR_VALUES else None
        if len(text) <= _SHORT:
            if len(self._cleaned) >= _REMEMBERED:
                self._cleaned.clear()
            self._cleaned[text] = answer
        return answer
