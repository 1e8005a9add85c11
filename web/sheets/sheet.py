"""The sheet, or sheets, of an uploaded file that hold its rows: found, read, put together."""

import warnings
from collections.abc import Collection, Sequence
from itertools import islice
from pathlib import PurePath
from typing import IO, NamedTuple

from web.sheets.choice import Choice
from web.sheets.contents import Contents, opened, size_of
from web.sheets.delimited import delimiter, encoding_of, records
from web.sheets.formats import format_of
from web.sheets.gathering import Gathered, gather
from web.sheets.header import (
    LOOKED_AT,
    Header,
    column_names,
    find_header,
    is_known_header,
    known_names,
)
from web.sheets.layout import Layout
from web.sheets.limits import MB, Limits
from web.sheets.rawsheet import Part, RawSheet, Rows
from web.sheets.synonyms import key
from web.sheets.workbook import Workbook
from web.sheets.worksheet import Worksheet
from web.text.faults import SheetFault, sentence


class _Found(NamedTuple):
    """One sheet with its header and layout; `last` is the number of the header's last row."""

    title: str
    rows: Gathered
    header: Header
    layout: Layout
    number: int
    last: int
    names: list[str]


def read_sheet(
    name: str,
    data: Contents,
    *,
    limits: Limits | None = None,
    sheet_name: str | None = None,
    choice: Choice | None = None,
    names: Collection[str],
) -> RawSheet:
    """Read the sheets of `choice`, or the first visible one whose header is known.

    `names` are the column names to recognise a header by.

    Raises:
        SheetFault: the file as a whole cannot be read; its `str()` says why and what to do.

    """
    limits, choice = limits or Limits(), choice or Choice()
    if sheet_name is not None:
        choice = choice._replace(sheets=(sheet_name,))
    known = frozenset(map(key, names))
    with opened(data) as file:
        if size_of(file) > limits.size:
            raise SheetFault("sheet.too_large", name=name, limit=f"{limits.size // MB} MB")
        if format_of(name, file) == "csv":
            return _from_text(name, file, limits, known)
        return _from_archive(name, file, limits, known, choice)


def _from_archive(
    name: str, file: IO[bytes], limits: Limits, known: frozenset[str], choice: Choice
) -> RawSheet:
    try:
        with warnings.catch_warnings():
            # openpyxl warns of dates beyond its calendar; such cells say nothing.
            warnings.simplefilter("ignore")
            return _from_workbook(Workbook(name, file, limits), known, choice)
    except SheetFault:
        raise
    except Exception as error:
        # Readers have no error of their own: damage surfaces as any built-in one.
        raise SheetFault("sheet.damaged", name=name) from error


def _from_text(name: str, file: IO[bytes], limits: Limits, known: frozenset[str]) -> RawSheet:
    encoding = encoding_of(name, file)
    separator = delimiter(file, encoding, lambda record: known_names(record, known))
    lines = ((n, False, row) for n, row in enumerate(records(file, encoding, separator), 1))
    found = _found(name, PurePath(name).stem, gather(name, lines, limits), Layout(), known)
    return _whole([found], Choice(), format="csv", encoding=encoding, other_sheets=())


def _from_workbook(book: Workbook, known: frozenset[str], choice: Choice) -> RawSheet:
    titles = _chosen(book, known, choice)
    found = []
    for title in titles:
        page = Worksheet(book, title)
        rows = gather(book.name, page.rows(), book.limits)
        found.append(_found(book.name, title, rows, page.layout, known))
    others = tuple(other for other in book.names if other not in titles)
    more = {"format": "xlsx", "encoding": "", "other_sheets": others}
    return _whole(found, choice, epoch=book.epoch, **more)


def _chosen(book: Workbook, known: frozenset[str], choice: Choice) -> Sequence[str]:
    """Give the sheets to read: those chosen, else the first with a known header, else with rows."""
    for wanted in choice.sheets:
        if wanted not in book.names:
            raise SheetFault("sheet.no_such_sheet", sheet=wanted)
    if choice.sheets:
        return choice.sheets
    filled = []
    for title in book.names:
        start = gather(book.name, islice(Worksheet(book, title).rows(), LOOKED_AT), book.limits)
        if any(is_known_header(cells, known) for _, _, cells in start):
            return [title]
        filled += [title] if len(start) else []
    if not filled:
        raise SheetFault("sheet.empty", name=book.name)
    return filled[:1]


def _found(name: str, title: str, rows: Gathered, layout: Layout, known: frozenset[str]) -> _Found:
    if not len(rows):
        raise SheetFault("sheet.empty", name=name)
    start = [(number, cells) for number, _, cells in islice(rows, LOOKED_AT)]
    header = find_header(start, layout.merges, known)
    if len(rows) == header.last + 1:
        raise SheetFault("sheet.no_rows")
    number, last = start[header.first][0], start[header.last][0]
    names = column_names(header.names, rows.width)
    return _Found(title, rows, header, layout, number, last, names)


def _whole(found: Sequence[_Found], choice: Choice, **more: object) -> RawSheet:
    """Put the sheets together: a column is the same where it has the same name."""
    header: dict[str, str] = {}
    for one in found:
        for column, name in enumerate(one.names):
            if choice.hidden_columns is not False or column not in one.layout.hidden_columns:
                header.setdefault(key(name), name)
    parts = [_part(one, list(header), choice) for one in found]
    first = found[0]
    hidden = _hidden(found)
    return RawSheet(
        sheet_name=first.title,
        sheets=tuple(one.title for one in found),
        header_number=first.number,
        header=list(header.values()),
        rows=Rows(parts),
        notes=tuple(_notes(found)),
        hidden=hidden,
        questions=tuple(name for name in hidden if getattr(choice, name) is None),
        **more,  # type: ignore[arg-type]
    )


def _part(one: _Found, header: Sequence[str], choice: Choice) -> Part:
    places = {key(name): column for column, name in reversed(list(enumerate(one.names)))}
    below = one.header.last + 1
    taken = choice.hidden_rows is not False
    return Part(
        rows=one.rows,
        merges=one.layout.merges,
        after=one.last,
        columns=[places.get(name, -1) for name in header],
        hidden=taken,
        count=len(one.rows) - below - (0 if taken else one.rows.hidden(below)),
    )


def _hidden(found: Sequence[_Found]) -> dict[str, str]:
    """Say what is hidden, by the field of the choice that answers it."""
    rows = sum(one.rows.hidden(one.header.last + 1) for one in found)
    columns = dict.fromkeys(
        one.names[column]
        for one in found
        for column in sorted(one.layout.hidden_columns)
        if column < len(one.names)
    )
    said = {}
    if rows:
        filtered = any(one.layout.filtered for one in found)
        said["hidden_rows"] = sentence("hidden.filtered" if filtered else "hidden.rows", count=rows)
    if columns:
        said["hidden_columns"] = sentence("hidden.columns", names="、".join(columns))
    return said


def _notes(found: Sequence[_Found]) -> list[str]:
    """Say which cells are not read."""
    notes = []
    for one in found:
        sheet = f"工作表“{one.title}”的" if len(found) > 1 else ""
        for code, places in (("note.pictures", one.layout.pictures),
                             ("note.formulas", one.layout.formulas)):  # fmt: skip
            if places.count:
                notes.append(sheet + sentence(code, places=str(places)))
    return notes
