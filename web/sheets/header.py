"""Where the header of a sheet stands, and what its columns are called."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from web.sheets.layout import Merge, grid
from web.sheets.synonyms import key
from web.text.cells import as_text
from web.text.faults import SheetFault

_ENOUGH = 2
_DEEPEST = 3
LOOKED_AT = 30
"""How many rows from the top may hold the header."""

_DATA = re.compile(r"[\d\s.:/年月日时分秒+-]+")
Rows = Sequence[tuple[int, Sequence[Any]]]
Cells = Sequence[Sequence[Any]]


class Header(NamedTuple):
    """The rows of a header, by index among those that are not blank, and each column's names.

    The names of a column stand from the top down: 接收, 日期.
    """

    first: int
    last: int
    names: list[list[str]]


def known_names(row: Iterable[Any], known: frozenset[str]) -> int:
    """Count the cells of a row that are known column names."""
    return len({key(cell) for cell in row if isinstance(cell, str)} & known)


def is_known_header(row: Iterable[Any], known: frozenset[str]) -> bool:
    """Whether a row has enough known column names to be a header and not a coincidence."""
    return known_names(row, known) >= _ENOUGH


def find_header(rows: Rows, merges: Sequence[Merge], known: frozenset[str]) -> Header:
    """Find the header among the first rows that are not blank; title rows stand above it.

    It has several rows where merged cells say so, or where the second names what the first leaves
    blank.

    Raises:
        SheetFault: the row that would have to be the header holds numbers or dates.

    """
    top = [merge for merge in merges if merge.top <= rows[-1][0]]
    filled = grid(rows, top)
    index = next((n for n, row in enumerate(filled) if is_known_header(row, known)), None)
    if index is None:
        counts = (sum(cell is not None for cell in row) for _, row in rows)
        index = next((n for n, count in enumerate(counts) if count >= _ENOUGH), 0)
        if not _is_wording(rows[index][1]):
            raise SheetFault("sheet.no_header")
    first, last = _above(rows, filled, top, index), _below(rows, top, index)
    return Header(first, last, _names(_grouped(filled[first : last + 1])))


def column_names(named: Sequence[Sequence[str]], width: int) -> list[str]:
    """Give one name a column: parts joined (接收/日期), blank ones by letter, twins numbered."""
    names: list[str] = []
    for index in range(width):
        parts = named[index] if index < len(named) else ()
        name = "/".join(parts) or f"{get_column_letter(index + 1)} 列"
        twins, plain = 1, name
        while name in names:
            twins += 1
            name = f"{plain}（{twins}）"
        names.append(name)
    return names


def _is_wording(cells: Iterable[Any]) -> bool:
    return all(
        isinstance(cell, str) and not _DATA.fullmatch(cell) for cell in cells if cell is not None
    )


def _names(rows: Cells) -> list[list[str]]:
    names = []
    for index in range(len(rows[0])):
        cells = [row[index] for row in rows if row[index] is not None]
        names.append(list(dict.fromkeys(" ".join(as_text(cell).split()) for cell in cells)))
    return names


def _grouped(rows: Cells) -> list[list[Any]]:
    """Spread a group (接收) over the columns below it (日期, 时间) where nothing is merged."""
    spread = [list(row) for row in rows]
    for upper, lower in pairwise(spread):
        for index in range(1, len(upper)):
            under = lower[index - 1] is not None and lower[index] is not None
            if upper[index] is None and under and lower[index - 1] != upper[index - 1]:
                upper[index] = upper[index - 1]
    return spread


def _above(rows: Rows, filled: Cells, merges: Sequence[Merge], index: int) -> int:
    """Give where a header begins: a row of groups stands right above, over its columns."""
    while index and rows[index - 1][0] == rows[index][0] - 1:
        number, distinct = rows[index - 1][0], {*filled[index - 1]} - {None}
        joined = any(m.top <= number <= m.bottom and m.right > m.left for m in merges)
        joined = joined or _completes(rows[index - 1][1], rows[index][1])
        if not joined or len(distinct) < _ENOUGH or not _is_wording(distinct):
            break
        index -= 1
    return index


def _below(rows: Rows, merges: Sequence[Merge], index: int) -> int:
    """Give where a header ends: below all that is merged into it, and below its groups."""
    number = rows[index][0]
    end = max((m.bottom for m in merges if m.top <= number <= m.bottom), default=number)
    groups = any(m.top == number and m.right > m.left for m in merges)
    last = index
    for below in range(index + 1, min(index + _DEEPEST, len(rows))):
        follows = rows[below][0] == rows[below - 1][0] + 1
        inside = rows[below][0] <= end or (groups and below == index + 1)
        if not follows or not _is_wording(rows[below][1]):
            break
        if inside or (below == index + 1 and _completes(rows[index][1], rows[below][1])):
            last = below
    return last


def _completes(row: Sequence[Any], below: Sequence[Any]) -> bool:
    """Tell whether the second of two rows names columns that the first leaves blank, no others.

    What stands over several columns in the first (接收 over 日期, 时间) is blank above the second
    of them; a first row of data has something below each column that must have it.
    """
    above = {n for n, cell in enumerate(row) if cell is not None}
    under = {n for n, cell in enumerate(below) if cell is not None}
    groups = {n for n in under & above if n + 1 in under - above}
    return bool(groups) and under <= groups | (under - above) and bool(above - under)
