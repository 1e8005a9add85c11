"""A table on its way out, what its cells may hold, and CSV.

No cell is ever a formula or a link: text is written as text, and text that a spreadsheet would
take for a formula at the next edit gets an apostrophe in front. Nor does a CSV file hold a text
that a spreadsheet would round.
"""

import csv as comma
import io
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final, Literal, NamedTuple, TypeAlias

import msgspec

from web.text.paper import clean, local

Kind: TypeAlias = Literal["text", "number", "percent", "points", "change", "date", "datetime"]
Value: TypeAlias = str | int | float | date

RISKY: Final = tuple("=+-@\t\r\n＝＋－＠")
SPOILT: Final = re.compile(r"0\d+|\d{12,}|\d+(\.\d+)?[eE]\d+")
"""Texts of digits a spreadsheet would read as a number and round; a tab before keeps them whole."""

MOST_CHARACTERS: Final = 32_766  # UTF-16 units; Excel's limit less the apostrophe
CUT: Final = "……（原文过长，已截断）"
NOTHING: Final = "—"
NUMBERS: Final = ("number", "percent", "points", "change")


class Column(msgspec.Struct, frozen=True):
    """A column: key in a row, heading, how to show it, width in characters, what it means."""

    key: str
    label: str
    kind: Kind = "text"
    width: int = 14
    meaning: str = ""


class Own(NamedTuple):
    """A value of a kind that is not its column's: a share among counts.

    `points` are those of a percentage, `change` is a difference of counts.
    """

    kind: Kind
    value: Any


class Sheet(msgspec.Struct, frozen=True):
    """A table: `rows` are read once; `notes` (label, value) say record, moment and filter."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Mapping[str, Any]]
    notes: Sequence[tuple[str, str]] = ()


def guarded(text: str) -> str:
    """Give text that stays text in every spreadsheet: legal, not too long, not a formula."""
    text = clean(text)
    units = text.encode("utf-16-le")
    if len(units) > 2 * MOST_CHARACTERS:
        kept = units[: 2 * (MOST_CHARACTERS - len(CUT))]
        text = kept.decode("utf-16-le", "ignore") + CUT
    return f"'{text}" if text.startswith(RISKY) else text


def value_of(kind: Kind, raw: Any) -> Value:
    """Give what a cell holds: a number, a local date or guarded text. No number is —, never 0."""
    if isinstance(raw, Decimal | Fraction):
        raw = float(raw)
    if raw is None or (isinstance(raw, float) and not math.isfinite(raw)):
        return NOTHING if kind in NUMBERS else ""
    if isinstance(raw, datetime):
        here = local(raw).replace(tzinfo=None)
        return here if kind == "datetime" else here.date()
    number = kind in NUMBERS and isinstance(raw, int | float)
    if isinstance(raw, date) or (number and not isinstance(raw, bool)):
        return raw
    if isinstance(raw, bool):
        return "是" if raw else "否"
    return guarded("、".join(map(str, raw)) if isinstance(raw, list | tuple) else str(raw))


def held(column: Column, row: Mapping[str, Any]) -> tuple[Kind, Value]:
    """Give what a row holds in a column, and of what kind it is."""
    raw = row.get(column.key)
    kind, raw = raw if isinstance(raw, Own) else (column.kind, raw)
    return kind, value_of(kind, raw)


def csv(sheet: Sheet) -> Iterator[bytes]:
    """Give UTF-8 with a byte order mark, a row at a time; dates read 2026-03-05 14:00."""
    buffer = io.StringIO()
    write = comma.writer(buffer).writerow
    buffer.write("\ufeff")
    write([guarded(column.label) for column in sheet.columns])
    for row in sheet.rows:
        yield _taken(buffer)
        write([_plain(*held(column, row)) for column in sheet.columns])
    yield _taken(buffer)


def _plain(kind: Kind, value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if kind == "percent" and isinstance(value, int | float):
        tenths = Decimal(str(value * 100)).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{tenths}%"
    text = f"{value:.1f}" if kind == "points" and not isinstance(value, str) else str(value)
    return f"\t{text}" if kind == "text" and SPOILT.fullmatch(text) else text


def _taken(buffer: io.StringIO) -> bytes:
    data = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return data
