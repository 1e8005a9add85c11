"""Tables as an Excel file, and the refused rows of an import back to whoever sent them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final

import xlsxwriter

from web.sheets.table import Column, Kind, Sheet, Value, guarded, held
from web.text.paper import clean

MOST_ROWS: Final = 1_048_575
LONGEST_TAB: Final = 28
A4: Final = 9
NEUTRAL: Final = datetime(1980, 1, 1, tzinfo=UTC)
NOTES: Final = "说明"
TOP: Final = {"valign": "top"}
FORMATS: Final[Mapping[Kind, Mapping[str, Any]]] = {
    "text": {"text_wrap": True, **TOP},
    "number": TOP,
    "percent": {"num_format": "0.0%", **TOP},
    "points": {"num_format": '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"', **TOP},
    "change": {"num_format": "+0;-0;0", **TOP},
    "date": {"num_format": 'yyyy"年"m"月"d"日"', "align": "left", **TOP},
    "datetime": {"num_format": 'yyyy"年"m"月"d"日" h:mm', "align": "left", **TOP},
}
HEADING: Final = {"bold": True, "text_wrap": True, "border": 1, "bg_color": "#E8EEF5"}
KINDS: Final[Mapping[Kind, str]] = {
    "text": "文字",
    "number": "数字",
    "percent": "百分比",
    "points": "百分点",
    "change": "增减数",
    "date": "日期",
    "datetime": "日期和时间（北京时间）",
}


class TooManyRowsError(ValueError):
    """Raised when a table has more rows than an Excel sheet can hold."""


def xlsx(*sheets: Sheet, created: datetime = NEUTRAL) -> bytes:
    """Give a workbook of the tables and, last, a sheet 说明. Same values, same bytes.

    `created` is the only date in the file's properties. Raise `TooManyRowsError`.
    """
    with xlsx_file(*sheets, created=created) as file:
        return file.read()


def xlsx_file(*sheets: Sheet, created: datetime = NEUTRAL) -> IO[bytes]:
    """Give such a workbook of however many rows as a file without a name, for the caller to close.

    Rows wait on the disk in clear; what they stand in is gone even if one fails.
    """
    with ExitStack() as unless_done:
        file = unless_done.enter_context(TemporaryFile())
        _write(file, sheets, created)
        unless_done.pop_all()
    file.seek(0)
    return file


def _write(file: IO[bytes], sheets: Sequence[Sheet], created: datetime) -> None:
    with (
        TemporaryDirectory() as folder,
        xlsxwriter.Workbook(file, _options(folder)) as book,
    ):
        book.set_properties({"created": created.astimezone(UTC).replace(tzinfo=None)})
        heading = book.add_format(HEADING)
        formats = {kind: book.add_format(look) for kind, look in FORMATS.items()}
        taken = {NOTES}
        for sheet in sheets:
            _fill(book.add_worksheet(_tab(sheet.title, taken)), sheet, heading, formats)
        _explain(book.add_worksheet(NOTES), sheets, heading, formats["text"])


def refused_sheet(
    header: Sequence[str], rows: Iterable[tuple[int | str, Sequence[Any], str]]
) -> Sheet:
    """Give the refused rows of an import: (row number, cells as they came, Chinese reason)."""
    columns = (
        Column("number", "行号", "number", 8, "在原文件中的行号"),
        *(Column(f"cell{index}", label) for index, label in enumerate(header)),
        Column("reason", "未导入的原因", "text", 40),
    )
    lines = (
        {"number": number, "reason": reason}
        | {f"cell{index}": str(cell) for index, cell in enumerate(cells) if cell is not None}
        for number, cells, reason in rows
    )
    return Sheet("未导入的行", columns, lines)


def _options(folder: str) -> dict[str, Any]:
    """Give fresh options: the library writes into the ones it is given."""
    return {
        "constant_memory": True,
        "tmpdir": folder,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": "宋体", "font_size": 11},
    }


def _tab(title: str, taken: set[str]) -> str:
    """Give a name for a tab that Excel accepts and no other tab has."""
    stem = re.sub(r"[\[\]:*?/\\]", " ", clean(title)).strip("' ")[:LONGEST_TAB].strip("' ") or "表"
    numbered = (f"{stem}{count}" for count in range(2, len(taken) + 3))
    name = next(one for one in (stem, *numbered) if one not in taken)
    taken.add(name)
    return name


def _fill(page: Any, sheet: Sheet, heading: Any, formats: Mapping[Kind, Any]) -> None:
    for index, column in enumerate(sheet.columns):
        page.set_column(index, index, column.width)
        page.write_string(0, index, guarded(column.label), heading)
    line = 0
    for line, row in enumerate(sheet.rows, 1):
        if line > MOST_ROWS:
            raise TooManyRowsError(sheet.title)
        for index, column in enumerate(sheet.columns):
            kind, value = held(column, row)
            _put(page, (line, index), value, kind, formats)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, line, len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&C第 &P 页，共 &N 页")


def _put(
    page: Any, cell: tuple[int, int], value: Value, kind: Kind, formats: Mapping[Kind, Any]
) -> None:
    if isinstance(value, str):
        if value:
            page.write_string(*cell, value, formats["text"])
    elif isinstance(value, datetime):
        page.write_datetime(*cell, value, formats["datetime"])
    elif isinstance(value, date):
        page.write_datetime(*cell, value, formats["date"])
    else:
        page.write_number(*cell, value, formats[kind])


def _explain(page: Any, sheets: Sequence[Sheet], heading: Any, text: Any) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 60)
    page.set_column(2, 2, 24)
    lines: list[tuple[Any, tuple[str, ...]]] = []
    for sheet in sheets:
        lines += [(heading, (sheet.title,)), *((text, note) for note in sheet.notes)]
        lines += [(heading, ("栏目", "含义", "格式"))]
        lines += [(text, (one.label, one.meaning, KINDS[one.kind])) for one in sheet.columns]
        lines += [(text, ())]
    for line, (look, cells) in enumerate(lines):
        for index, cell in enumerate(cells):
            _put(page, (line, index), guarded(cell), "text", {"text": look})
