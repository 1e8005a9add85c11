"""Tables out: cells that stay what they are, in Excel and in CSV, read back with other programs."""

import csv as comma
import io
import tempfile
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from web.sheets import xlsx as workbook
from web.sheets.table import MOST_CHARACTERS, Column, Sheet, csv, guarded, value_of
from web.sheets.xlsx import refused_sheet, xlsx
from web.text.cells import clean as clean_cell
from web.text.paper import clean

COLUMNS = (
    Column("name", "名称", width=20, meaning="单位的名称"),
    Column("count", "件数", "number"),
    Column("rate", "办结率", "percent"),
    Column("day", "日期", "date"),
    Column("at", "时刻", "datetime"),
)
ROW = {
    "name": "第二综合网格",
    "count": 16,
    "rate": 0.875,
    "day": date(2026, 3, 5),
    "at": datetime(2026, 3, 5, 16, 30, tzinfo=UTC),
}
EMPTY = dict.fromkeys(ROW)
FORMULAS = [
    "=1+1",
    "=cmd|'/c calc'!A1",
    "+1",
    "-1+2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    "＋1",
    "－1",
    "＠A1",
    "\x00=1+1",
    "\x0b=1+1",
    '=HYPERLINK("http://example.invalid","x")',
]
TEXT = Column("text", "文字")


def book(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def of(*texts):
    return Sheet("表", (TEXT,), [{"text": text} for text in texts])


def read(parts):
    return list(comma.reader(io.StringIO(b"".join(parts).decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_ever_a_formula(text):
    cell = book(xlsx(of(text)))["表"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")
    assert read(csv(of(text)))[1] == ["'" + clean(text)]


def test_a_formula_written_plainly_would_be_one():
    plain = openpyxl.Workbook()
    plain.worksheets[0]["A2"] = FORMULAS[0]
    buffer = io.BytesIO()
    plain.save(buffer)
    assert book(buffer.getvalue()).active["A2"].data_type == "f"


def test_headings_and_notes_are_guarded_too():
    sheet = Sheet("=1", (Column("a", "=A", meaning="=B"),), [], (("=C", "=D"),))
    for page in book(xlsx(sheet)):
        for row in page.iter_rows():
            assert all(cell.data_type in "sn" for cell in row)


@given(st.text(st.characters(exclude_categories=())))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_as_it_was(text):
    expected = guarded(text)
    cell = book(xlsx(of("序", text)))["表"]["A3"]
    assert cell.data_type in "sn"
    assert unescape(cell.value or "").replace("\r\n", "\n").replace("\r", "\n") == expected.replace(
        "\r\n", "\n"
    ).replace("\r", "\n")
    [[kept]] = read(csv(of("序", text)))[2:]
    assert (
        kept.removeprefix("\t") == expected
    )  # digits that a spreadsheet would spoil stand behind it


@pytest.mark.parametrize(
    "text", ["http://example.invalid/a", "0012", "1e5", "3-5", "_x0041_", "TRUE"]
)
def test_text_is_not_taken_for_something_else(text):
    cell = book(xlsx(of(text)))["表"]["A2"]
    assert (cell.data_type, unescape(cell.value), cell.hyperlink) == ("s", text, None)


def test_values_keep_their_kind():
    page = book(xlsx(Sheet("网格", COLUMNS, [ROW])))["网格"]
    name, count, rate, day, at = page[2]
    assert [cell.data_type for cell in page[2]] == ["s", "n", "n", "d", "d"]
    assert (name.value, count.value, rate.value) == ("第二综合网格", 16, 0.875)
    assert rate.number_format == "0.0%"
    assert day.value == datetime(2026, 3, 5)  # noqa: DTZ001  a sheet knows no time zone
    assert at.value == datetime(2026, 3, 6, 0, 30)  # noqa: DTZ001  Shanghai time
    assert day.number_format == 'yyyy"年"m"月"d"日"'


def test_nothing_is_a_dash_for_numbers_and_a_blank_for_the_rest():
    page = book(xlsx(Sheet("网格", COLUMNS, [EMPTY])))["网格"]
    assert [cell.value for cell in page[2]] == [None, "—", "—", None, None]
    assert value_of("percent", float("nan")) == "—"
    assert value_of("number", 0) == 0


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", True, "是"),
        ("number", False, "否"),
        ("text", ("甲", "乙"), "甲、乙"),
        ("number", "保密", "保密"),
        ("text", 12, "12"),
        ("percent", Fraction(7, 8), 0.875),
        ("number", Decimal("1.5"), 1.5),
        ("date", datetime(2026, 3, 5, 16, 30, tzinfo=UTC), date(2026, 3, 6)),
    ],
)
def test_values_of_other_kinds(kind, raw, value):
    assert value_of(kind, raw) == value


@pytest.mark.parametrize("text", ["国" * 40_000, "=" + "😀" * 20_000])
def test_an_endless_text_is_cut_and_says_so(text):
    cell = book(xlsx(of(text)))["表"]["A2"].value
    assert cell.endswith("……（原文过长，已截断）")
    assert len(cell.encode("utf-16-le")) // 2 <= MOST_CHARACTERS + 1
    assert len(cell.encode("utf-16-le")) // 2 > MOST_CHARACTERS - 3


def test_the_head_stays_and_filters():
    page = book(xlsx(Sheet("网格", COLUMNS, [ROW, ROW])))["网格"]
    assert page.freeze_panes == "A2"
    assert page.auto_filter.ref == "A1:E3"
    assert page.print_title_rows == "$1:$1"
    assert page.oddFooter.center.text == "第 &P 页，共 &N 页"


def test_the_last_sheet_explains():
    sheet = Sheet("网格", COLUMNS, [ROW], (("依据", "第1234号记录"), ("筛选", "本期")))
    lines = [row[:3] for row in book(xlsx(sheet))["说明"].iter_rows(values_only=True)]
    assert lines[:4] == [
        ("网格", None, None),
        ("依据", "第1234号记录", None),
        ("筛选", "本期", None),
        ("栏目", "含义", "格式"),
    ]
    assert ("名称", "单位的名称", "文字") in lines
    assert ("时刻", None, "日期和时间（北京时间）") in lines


def test_tabs_have_legal_names_of_their_own():
    names = ["甲/乙:丙*[丁]", "说明", "长" * 40, "长" * 40, "'", "甲/乙:丙*[丁]"]
    data = xlsx(*(Sheet(name, (TEXT,), []) for name in names))
    assert book(data).sheetnames == [
        "甲 乙 丙  丁",
        "说明2",
        "长" * 28,
        "长" * 28 + "2",
        "表",
        "甲 乙 丙  丁2",
        "说明",
    ]


def test_the_same_table_gives_the_same_bytes_and_the_date_it_is_told():
    created = datetime(2026, 3, 3, 1, 30, tzinfo=UTC)
    one, two = (xlsx(Sheet("网格", COLUMNS, [ROW]), created=created) for _ in range(2))
    assert one == two
    assert book(one).properties.created == created.replace(tzinfo=None)


def test_a_failing_row_leaves_no_rows_on_the_disk(monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def rows():
        yield {"text": "机密内容"}
        assert list(tmp_path.rglob("*"))
        raise RuntimeError("source")

    with pytest.raises(RuntimeError, match="source"):
        xlsx(Sheet("表", (TEXT,), rows()))
    assert not list(tmp_path.rglob("*"))
    xlsx(of("机密内容"))
    assert not list(Path(tmp_path).rglob("*"))


def test_csv_starts_with_a_mark_and_comes_row_by_row():
    asked = []

    def rows():
        for number in range(3):
            asked.append(number)
            yield ROW

    parts = csv(Sheet("网格", COLUMNS, rows()))
    assert next(parts).startswith("\ufeff名称,件数".encode())
    assert asked == [0]
    assert next(parts) == "第二综合网格,16,87.5%,2026-03-05,2026-03-06 00:30\r\n".encode()
    assert asked == [0, 1]
    assert len(list(parts)) == 2


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(0.875, "87.5%"), (0.1245, "12.5%"), (1, "100.0%"), (0.0, "0.0%"), (None, "—")],
)
def test_csv_rounds_a_ratio_as_people_do(ratio, text):
    column = Column("rate", "办结率", "percent")
    assert read(csv(Sheet("表", (column,), [{"rate": ratio}])))[1] == [text]


def test_csv_of_nothing_is_its_head():
    assert b"".join(csv(of())) == "\ufeff文字\r\n".encode()


def test_refused_rows_go_back_with_their_reasons():
    header = ["工单编号", "电话", "工单编号"]
    rows: list[tuple[int, list[Any], str]] = [
        (3, ["=1", 13800000000, None], "工单编号不能为空。"),
        (7, ["甲"], "电话不对。"),
    ]
    data = xlsx(refused_sheet(header, rows))
    page = book(data)["未导入的行"]
    assert [cell.value for cell in page[1]] == [
        "行号",
        "工单编号",
        "电话",
        "工单编号",
        "未导入的原因",
    ]
    assert [cell.value for cell in page[2]] == [3, "'=1", "13800000000", None, "工单编号不能为空。"]
    assert [cell.value for cell in page[3]] == [7, "甲", None, None, "电话不对。"]
    assert data == xlsx(refused_sheet(header, rows))


def test_more_rows_than_excel_holds_are_refused(monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    assert xlsx(of("甲", "乙"))
    with pytest.raises(workbook.TooManyRowsError, match="表"):
        xlsx(of("甲", "乙", "丙"))


def test_no_part_of_a_workbook_links_outside():
    with zipfile.ZipFile(io.BytesIO(xlsx(of("http://example.invalid/")))) as archive:
        relations = [archive.read(name) for name in archive.namelist() if name.endswith(".rels")]
    assert relations
    assert all(b"External" not in content for content in relations)


@pytest.mark.parametrize("number", ["20261125090000031", "202611250900", "0012", "12E10"])
def test_a_number_in_a_csv_is_whole_when_a_spreadsheet_has_opened_it(number):
    (cell,) = read(csv(of(number)))[1]
    assert cell == f"\t{number}"
    assert clean_cell(cell) == number  # as our own import reads it


@pytest.mark.parametrize("text", ["13800138000", "CS2611250040", "2026-11-25", "12", "12栋"])
def test_what_no_spreadsheet_rounds_stands_as_it_is(text):
    assert read(csv(of(text)))[1] == [text]
