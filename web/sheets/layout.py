"""What the layout of a sheet says: which cells are one, what is hidden, what is no text."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

_NAMED = 8


class Merge(NamedTuple):
    """Cells shown as one: the rows as numbered in the file, the columns from 0, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Places:
    """Where something stands: the first few cells by name, and how many there are."""

    first: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, row: int, column: int) -> None:
        """Add a cell: the row as numbered, the column from 0."""
        self.count += 1
        if len(self.first) < _NAMED:
            self.first.append(place(row, column))

    def __str__(self) -> str:
        named = "、".join(self.first)
        return f"{named}等 {self.count} 格" if self.count > len(self.first) else named


@dataclass(slots=True)
class Layout:
    """The layout of one sheet; `filtered` when a filter stands on it."""

    merges: list[Merge] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: bool = False
    pictures: Places = field(default_factory=Places)
    formulas: Places = field(default_factory=Places)


def place(row: int, column: int) -> str:
    """Give a cell's name: K2."""
    return f"{get_column_letter(column + 1)}{row}"


class Spread:
    """Gives the value of a merged range to each of its rows, which come from the first to the last.

    The value stands in the first column of the range: a line of notes drawn across a row says
    nothing of each column.
    """

    def __init__(self, merges: Sequence[Merge]) -> None:
        down = [merge for merge in merges if merge.bottom > merge.top]
        self._waiting = iter(sorted(down))
        self._next = next(self._waiting, None)
        self._held: dict[int, tuple[int, Any]] = {}

    def over(self, number: int, cells: Sequence[Any]) -> list[Any]:
        """Give the cells of the next row with what merged ranges say of it."""
        filled = list(cells)
        while self._next is not None and self._next.top <= number:
            if self._next.top == number:
                column = self._next.left
                value = filled[column] if column < len(filled) else None
                self._held[column] = (self._next.bottom, value)
            self._next = next(self._waiting, None)
        for column, (bottom, value) in list(self._held.items()):
            if number > bottom:
                del self._held[column]
            elif value is not None:
                filled += [None] * (column + 1 - len(filled))
                filled[column] = value if filled[column] is None else filled[column]
        return filled


def grid(rows: Sequence[tuple[int, Sequence[Any]]], merges: Sequence[Merge]) -> list[list[Any]]:
    """Give the cells of a few rows with each merged range filled in both directions."""
    width = max((len(cells) for _, cells in rows), default=0)
    numbers = {number: index for index, (number, _) in enumerate(rows)}
    filled = [[*cells, *[None] * (width - len(cells))] for _, cells in rows]
    for merge in merges:
        if merge.top not in numbers or merge.left >= width:
            continue
        value = filled[numbers[merge.top]][merge.left]
        for row in _within(numbers, merge):
            for column in range(merge.left, min(merge.right + 1, width)):
                filled[row][column] = value
    return filled


def _within(numbers: dict[int, int], merge: Merge) -> Iterator[int]:
    return (index for number, index in numbers.items() if merge.top <= number <= merge.bottom)
