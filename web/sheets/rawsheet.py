"""What was read of a file: a header, and rows that are looked up on the disk as they are wanted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple, overload

from web.sheets.gathering import Gathered
from web.sheets.layout import Merge, Spread
from web.sheets.lines import line, where
from web.text.moments import DAY_ZERO


class SheetRow(NamedTuple):
    """A row that says something: its line in the file (from 1), its cells up to the last one."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One sheet of what is read: its rows below the header, what each column is in the whole.

    `columns` gives, for each column of the whole, the one of this sheet, or -1.
    """

    rows: Gathered
    merges: Sequence[Merge]
    after: int
    columns: Sequence[int]
    hidden: bool
    count: int

    def read(self, sheet: int) -> Iterator[SheetRow]:
        """Yield the rows, merged ranges filled."""
        spread = Spread(self.merges)
        for number, unseen, cells in self.rows:
            filled = spread.over(number, cells)
            if number > self.after and (self.hidden or not unseen):
                filled.append(None)
                last = len(filled) - 1
                yield SheetRow(
                    line(sheet, number), tuple(filled[min(at, last)] for at in self.columns)
                )


class Rows(Sequence[SheetRow]):
    """The rows of all parts, one after another; read anew whenever they are gone through."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self._parts = parts
        self._count = sum(part.count for part in parts)

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SheetRow]:
        for sheet, part in enumerate(self._parts):
            yield from part.read(sheet)

    @overload
    def __getitem__(self, index: int) -> SheetRow: ...
    @overload
    def __getitem__(self, index: slice) -> list[SheetRow]: ...
    def __getitem__(self, index: int | slice) -> SheetRow | list[SheetRow]:
        if not isinstance(index, slice):
            return next(islice(self, range(len(self))[index], None))
        return list(islice(self, *index.indices(len(self))))


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet, or several, as found: texts clean, blank cells None, dates and numbers as stored.

    `notes` say what of the file is not read; `questions` name what its layout leaves open:
    hidden rows and columns are taken or left as somebody says. `epoch` is the day its calendar
    counts from.
    """

    format: str
    encoding: str
    sheet_name: str
    other_sheets: tuple[str, ...]
    header_number: int
    header: list[str]
    rows: Sequence[SheetRow]
    sheets: tuple[str, ...] = ()
    epoch: datetime = DAY_ZERO
    notes: tuple[str, ...] = ()
    hidden: dict[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()

    def where(self, number: int) -> str:
        """Say where a row stands."""
        return where(number, self.sheets)
