"""A row's number in a file of several sheets: one whole number, said as people find it."""

from collections.abc import Sequence

_SHEET = 10_000_000
_NAMED = 50


def line(sheet: int, number: int) -> int:
    """Give the number of a row of the n-th sheet read; of the first it is the row's own."""
    return sheet * _SHEET + number


def where(number: int, sheets: Sequence[str] = ()) -> str:
    """Say where a row stands: 第5行, and of several sheets “11月”第5行."""
    sheet, row = divmod(number, _SHEET)
    return f"“{sheets[sheet]}”第{row}行" if len(sheets) > 1 else f"第{row}行"


def several(numbers: Sequence[int], sheets: Sequence[str] = ()) -> str:
    """Say where some rows stand: 第 2、3 行; of very many, where the first do."""
    named, more = numbers[:_NAMED], len(numbers) > _NAMED
    if len(sheets) > 1:
        said = "、".join(where(number, sheets) for number in named)
    else:
        said = f"第 {'、'.join(map(str, named))} 行"
    return f"{said}等 {len(numbers)} 行" if more else said


def cell(number: int, sheets: Sequence[str] = ()) -> int | str:
    """Give what a sheet of rows says of one: its number, or where it stands among several."""
    return where(number, sheets) if len(sheets) > 1 else number
