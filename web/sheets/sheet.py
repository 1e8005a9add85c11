"""One sheet of an uploaded file: its header and its rows, cleaned, with their row numbers."""

import warnings
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from web.sheets.delimited import decode, delimiter, records
from web.sheets.faults import SheetFault
from web.sheets.formats import format_of
from web.sheets.gathering import SheetRow, gather
from web.sheets.header import LOOKED_AT, column_names, find_header, is_known_header, known_names
from web.sheets.limits import MB, Limits
from web.sheets.synonyms import key
from web.sheets.workbook import Workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """A sheet as found. Texts are clean, blank cells are None, dates and numbers as stored."""

    format: str
    encoding: str
    sheet_name: str
    other_sheets: tuple[str, ...]
    header_number: int
    header: list[str]
    rows: list[SheetRow]


def read_sheet(
    name: str,
    data: bytes,
    *,
    limits: Limits | None = None,
    sheet_name: str | None = None,
    names: Collection[str],
) -> RawSheet:
    """Read the sheet `sheet_name`, or the first visible one whose header is known.

    `names` are the column names to recognise a header by.

    Raises:
        SheetFault: the file as a whole cannot be read; its `str()` says why and what to do.

    """
    limits = limits or Limits()
    if len(data) > limits.size:
        raise SheetFault("sheet.too_large", name=name, limit=f"{limits.size // MB} MB")
    known = frozenset(map(key, names))
    if format_of(name, data) == "csv":
        return _from_text(name, data, limits, known)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of styles and validations it drops, which no row needs.
            warnings.simplefilter("ignore")
            return _from_workbook(name, Workbook(name, data, limits), limits, known, sheet_name)
    except SheetFault:
        raise
    except Exception as error:
        # openpyxl has no error of its own: damage surfaces as any built-in one.
        raise SheetFault("sheet.damaged", name=name) from error


def _from_text(name: str, data: bytes, limits: Limits, known: frozenset[str]) -> RawSheet:
    encoding, text = decode(name, data)
    separator = delimiter(text, lambda record: known_names(record, known))
    rows = gather(name, records(text, separator), limits)
    number, header, below = _split(name, rows, known)
    return RawSheet(
        format="csv",
        encoding=encoding,
        sheet_name=PurePath(name).stem,
        other_sheets=(),
        header_number=number,
        header=header,
        rows=below,
    )


def _from_workbook(
    name: str, book: Workbook, limits: Limits, known: frozenset[str], wanted: str | None
) -> RawSheet:
    title = _choose(name, book, limits, known, wanted)
    rows = gather(name, book.rows(title), limits)
    number, header, below = _split(name, rows, known)
    return RawSheet(
        format="xlsx",
        encoding="",
        sheet_name=title,
        other_sheets=tuple(other for other in book.names if other != title),
        header_number=number,
        header=header,
        rows=below,
    )


def _choose(
    name: str, book: Workbook, limits: Limits, known: frozenset[str], wanted: str | None
) -> str:
    if wanted is not None and wanted not in book.names:
        raise SheetFault("sheet.no_such_sheet", sheet=wanted)
    titles = book.names if wanted is None else [wanted]
    heads = {title: gather(name, islice(book.rows(title), LOOKED_AT), limits) for title in titles}
    filled = [title for title in titles if heads[title]]
    familiar = [
        title for title in filled if any(is_known_header(row.cells, known) for row in heads[title])
    ]
    if not familiar and not filled:
        raise SheetFault("sheet.empty", name=name)
    return (familiar or filled)[0]


def _split(
    name: str, rows: list[SheetRow], known: frozenset[str]
) -> tuple[int, list[str], list[SheetRow]]:
    if not rows:
        raise SheetFault("sheet.empty", name=name)
    index = find_header([row.cells for row in rows], known)
    below = rows[index + 1 :]
    if not below:
        raise SheetFault("sheet.no_rows")
    width = max(len(row.cells) for row in rows[index:])
    blanks = (None,) * width
    padded = [SheetRow(row.number, (*row.cells, *blanks)[:width]) for row in below]
    return rows[index].number, column_names(rows[index].cells, width), padded
