"""Small invented sheets, made in memory."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from web.hotline.sheet import TICKETS
from web.sheets import Mapping, RawSheet, SheetRow, read_rows
from web.sheets.kind import Options

Table = Iterable[Sequence[Any]]
Sheets = Callable[..., RawSheet]
Mappings = Callable[..., Mapping]
PROCESS = {"closed": "办结时间", "contacted": "先联时间", "dispatched": "派遣时间"}
WIDE = ["工单编号", "来电时间", "诉求标题", "派遣时间", "先联时间", "办结时间"]
HEADER = ["工单编号", "来电时间", "诉求标题", "诉求内容", "联系人", "联系电话", "备注"]
ROW = [
    "HX2026020001",
    "2026-02-05 09:03",
    "楼道堆物",
    "示例小区楼道堆物，影响通行。",
    "张三",
    "13800138000",
    "第一次",
]


@pytest.fixture
def xlsx() -> Callable[..., bytes]:
    """Give a maker of workbooks: sheets by title, each a list of rows."""

    def make(rows: Table | None = None, /, hidden: Sequence[str] = (), **sheets: Table) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, content in ({"工单": rows} if rows is not None else sheets).items():
            sheet = book.create_sheet(title)
            sheet.sheet_state = "hidden" if title in hidden else "visible"
            for row in content:
                sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture
def delimited() -> Callable[..., bytes]:
    """Give a maker of csv files."""

    def make(rows: Table, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows(rows)
        return stream.getvalue().encode(encoding)

    return make


@pytest.fixture
def edited() -> Callable[..., bytes]:
    """Give an editor of archives: ``edit(part name, bytes)`` returns what to store instead."""

    def make(data: bytes, edit: Callable[[str, bytes], bytes], **extra: bytes) -> bytes:
        stream = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(data)) as old,
            zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for part in old.namelist():
                new.writestr(part, edit(part, old.read(part)))
            for name, content in extra.items():
                new.writestr(name, content)
        return stream.getvalue()

    return make


@pytest.fixture
def sheet() -> Sheets:
    """Give a maker of sheets already read: the usual header, one dict a row."""

    def make(*rows: dict[str, Any], header: list[str] | None = None) -> RawSheet:
        header = header or HEADER
        full = [
            dict(zip(HEADER, ROW, strict=True)) | row if header is HEADER else row for row in rows
        ]
        return RawSheet(
            format="xlsx",
            encoding="",
            sheet_name="工单",
            other_sheets=(),
            header_number=1,
            header=header,
            rows=[
                SheetRow(number, tuple(row.get(name) for name in header))
                for number, row in enumerate(full, start=2)
            ],
        )

    return make


@pytest.fixture
def mapping() -> Mappings:
    """Give a maker of mappings of the usual header."""

    def make(**changes: Any) -> Mapping:
        columns = {
            "serial": "工单编号",
            "received": "来电时间",
            "title": "诉求标题",
            "content": "诉求内容",
            "person": "联系人",
            "phone": "联系电话",
        } | changes.pop("columns", {})
        return Mapping.from_dict({"source": "热线", "columns": columns} | changes, TICKETS)

    return make


@pytest.fixture
def only(sheet: Sheets, mapping: Mappings) -> Callable[..., Any]:
    """Give a reader of one row of the usual sheet."""

    def read(
        row: dict[str, Any] | None = None,
        /,
        options: Options | None = None,
        now: datetime | None = None,
        **changes: Any,
    ) -> Any:
        (outcome,) = read_rows(sheet(row or {}), mapping(**changes), options, now=now)
        return outcome

    return read


@pytest.fixture
def processed(sheet: Sheets, mapping: Mappings) -> Callable[..., Any]:
    """Give a reader of one row of a sheet that tells the process too."""

    def read(*moments: Any, **keywords: Any) -> Any:
        row = dict(zip(WIDE, ["A1", "2026-02-05 09:03", "标题", *moments], strict=False))
        columns = {"serial": "工单编号", "received": "来电时间", "title": "诉求标题"} | PROCESS
        fitting = mapping(columns=columns)
        for name in ("content", "person", "phone"):
            del fitting.columns[name]
        (outcome,) = read_rows(sheet(row, header=WIDE), fitting, **keywords)
        return outcome

    return read
