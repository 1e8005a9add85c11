"""The layout of a workbook carries meaning: merged cells, several header rows, what is hidden."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.drawing.image import Image
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from web.hotline.sheet import TICKETS
from web.sheets import Choice, SheetFault, guess, read_rows
from web.sheets import read_sheet as read_of

read_sheet = partial(read_of, names=TICKETS.names)

HEADER = ["工单编号", "接单时间", "诉求标题", "承办单位", "居民区"]
STRICT = (
    (
        b"schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"purl.oclc.org/ooxml/spreadsheetml/main",
    ),
    (
        b"schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"purl.oclc.org/ooxml/officeDocument/relationships",
    ),
)  # fmt: skip


def saved(
    change: Callable[[Worksheet], object] = lambda _: None,
    rows: Iterable[Sequence[Any]] = (),
    header: Sequence[Any] = HEADER,
    november: Iterable[Sequence[Any]] = (),
) -> bytes:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = "10月"
    for row in (header, *rows):
        page.append(list(row))
    change(page)
    stream = BytesIO()
    if november:
        other = book.create_sheet("11月")
        for row in november:
            other.append(list(row))
    book.save(stream)
    return stream.getvalue()


def cells(data: bytes, **more: Any) -> list[tuple[Any, ...]]:
    return [row.cells for row in read_sheet("a.xlsx", data, **more).rows]


def tickets(data: bytes, **more: Any) -> list[Any]:
    sheet = read_sheet("a.xlsx", data, **more)
    mapping = guess(sheet.header, [row.cells for row in sheet.rows[:20]], kind=TICKETS, source="x")
    return list(read_rows(sheet, mapping))


ROWS = [[f"A{n}", f"2026-11-25 09:0{n}", f"第{n}件", "城建办", "星桥里"] for n in range(1, 5)]


class TestMergedCells:
    def test_a_merged_range_counts_for_each_of_its_rows(self):
        def merge(page):
            for cells in ("B2:B4", "D2:D3", "E3:E5"):
                page.merge_cells(cells)

        lines = tickets(saved(merge, ROWS))
        assert [row.unit for row in lines] == ["城建办", "城建办", "城建办", "城建办"]
        assert len({row.received for row in lines[:3]}) == 1
        assert lines[3].received != lines[0].received
        assert [row.area for row in lines] == ["星桥里"] * 4

    def test_a_range_ends_where_it_ends(self):
        def merge(page):
            page.merge_cells("D2:D3")
            page["D4"] = None

        assert [row[3] for row in cells(saved(merge, ROWS))] == ["城建办", "城建办", None, "城建办"]

    def test_a_line_across_says_nothing_of_each_column(self):
        line = ["本表共两件", *[None] * 4]
        data = saved(lambda page: page.merge_cells("A3:E3"), [ROWS[0], line])
        assert cells(data)[1] == tuple(line)

    def test_a_range_may_be_as_large_as_a_sheet_can_be(self, edited):
        def widen(_, part):
            return part.replace(b'ref="C2:C3"', b'ref="C2:XFD1048576"')

        def merge(page):
            page.merge_cells("C2:C3")
            page.merge_cells("A2:A3")

        lines = cells(edited(saved(merge, ROWS), widen))
        assert [row[0] for row in lines] == ["A1", "A1", "A3", "A4"]
        assert [row[2] for row in lines] == ["第1件", "第1件", "第3件", "第4件"]


class TestHeadersOfSeveralRows:
    GROUPS = ("工单编号", "接收", None, "诉求", None)
    NAMES = (None, "日期", "时间", "标题", "内容")
    ROW = ("A1", "2026-11-25", "09:24", "路灯不亮", "样板路路灯不亮")

    def test_merged_groups_are_joined_with_what_stands_below(self):
        def merge(page):
            for cells in ("A1:A2", "B1:C1", "D1:E1"):
                page.merge_cells(cells)

        sheet = read_sheet("a.xlsx", saved(merge, [self.NAMES, self.ROW], self.GROUPS))
        assert sheet.header == ["工单编号", "接收/日期", "接收/时间", "诉求/标题", "诉求/内容"]
        assert [row.number for row in sheet.rows] == [3]

    def test_below_a_title_across_the_sheet(self):
        def merge(page):
            for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
                page.merge_cells(cells)

        title = ["2026年11月热线工单", *[None] * 4]
        sheet = read_sheet("a.xlsx", saved(merge, [self.GROUPS, self.NAMES, self.ROW], title))
        assert sheet.header[:2] == ["工单编号", "接收/日期"]
        assert (sheet.header_number, len(sheet.rows)) == (2, 1)

    def test_a_csv_that_lost_its_merges(self, delimited):
        sheet = read_sheet("a.csv", delimited([self.GROUPS, self.NAMES, self.ROW]))
        assert sheet.header == ["工单编号", "接收/日期", "接收/时间", "诉求/标题", "诉求/内容"]

    def test_a_first_row_of_words_is_no_second_header(self, delimited):
        header = ["工单编号", "接单时间", "标题", "内容"]
        sheet = read_sheet("a.csv", delimited([header, ["甲一", "昨天", "路灯", None]]))
        assert sheet.header == header
        assert len(sheet.rows) == 1


class TestHidden:
    def test_hidden_rows_are_counted_and_taken_or_left_as_asked(self):
        def hide(page):
            page.row_dimensions[3].hidden = True
            page.row_dimensions[4].hidden = True

        data = saved(hide, ROWS)
        sheet = read_sheet("a.xlsx", data)
        assert sheet.hidden == {"hidden_rows": "有 2 行是隐藏的，在表格里看不见。"}
        assert sheet.questions == ("hidden_rows",)
        taken = read_sheet("a.xlsx", data, choice=Choice(hidden_rows=True))
        left = read_sheet("a.xlsx", data, choice=Choice(hidden_rows=False))
        assert (taken.questions, left.questions) == ((), ())
        assert [row.number for row in taken.rows] == [2, 3, 4, 5]
        assert [row.number for row in left.rows] == [2, 5]
        assert (len(taken.rows), len(left.rows)) == (4, 2)

    def test_rows_a_filter_leaves_out_are_called_so(self):
        def filtered(page):
            page.auto_filter.ref = "A1:E5"
            page.row_dimensions[3].hidden = True

        sheet = read_sheet("a.xlsx", saved(filtered, ROWS))
        assert sheet.hidden == {"hidden_rows": "有 1 行被筛选或隐藏，在表格里看不见。"}

    def test_a_range_whose_first_row_is_hidden_still_counts_below(self):
        def hide(page):
            page.merge_cells("D2:D4")
            page.row_dimensions[2].hidden = True

        left = cells(saved(hide, ROWS), choice=Choice(hidden_rows=False))
        assert [row[3] for row in left] == ["城建办"] * 3

    def test_hidden_columns_are_named_and_left_with_all_they_hold(self):
        def hide(page):
            page.column_dimensions["C"].hidden = True

        data = saved(hide, ROWS)
        sheet = read_sheet("a.xlsx", data)
        assert sheet.hidden == {"hidden_columns": "有隐藏的列：诉求标题。"}
        left = read_sheet("a.xlsx", data, choice=Choice(hidden_columns=False))
        assert left.header == ["工单编号", "接单时间", "承办单位", "居民区"]
        assert left.rows[0].cells == ("A1", "2026-11-25 09:01", "城建办", "星桥里")

    def test_a_hidden_row_of_the_title_is_no_question(self):
        def hide(page):
            page.row_dimensions[1].hidden = True

        assert read_sheet("a.xlsx", saved(hide, [HEADER, *ROWS], ["某表"])).questions == ()


class TestSeveralSheets:
    NOVEMBER = (
        ["接单时间", "工单编号", "诉求标题", "备注"],
        ["2026-11-26 09:00", "A9", "第九件", "急"],
    )

    def test_sheets_are_chosen_and_each_row_knows_where_it_stands(self):
        data = saved(rows=ROWS, november=self.NOVEMBER)
        first = read_sheet("a.xlsx", data)
        assert (first.sheets, first.other_sheets, len(first.rows)) == (("10月",), ("11月",), 4)
        both = read_sheet("a.xlsx", data, choice=Choice(sheets=("10月", "11月")))
        assert both.header == [*HEADER, "备注"]
        assert both.rows[-1].cells == ("A9", "2026-11-26 09:00", "第九件", None, None, "急")
        assert both.rows[0].cells[-1] is None
        assert both.where(both.rows[-1].number) == "“11月”第2行"
        assert first.where(first.rows[0].number) == "第2行"
        assert len({row.number for row in both.rows}) == 5

    def test_a_number_told_otherwise_in_two_sheets_is_nobodys_guess(self):
        again = (HEADER, ["A1", "2026-11-25 09:01", "别的", "城建办", "星桥里"])
        data = saved(rows=ROWS[:1], november=again)
        refused = tickets(data, choice=Choice(sheets=("10月", "11月")))
        assert all("在“10月”第2行、“11月”第2行重复" in row.reasons[0] for row in refused)
        assert len(refused) == 2

    def test_a_sheet_that_is_not_there(self):
        with pytest.raises(SheetFault, match="没有名为“12月”的工作表"):
            read_sheet("a.xlsx", saved(rows=ROWS), choice=Choice(sheets=("12月",)))


class TestWhatIsNotText:
    def test_a_formula_without_a_result_is_told_and_never_taken_as_empty(self):
        rows = [["A1", "2026-11-25 09:01", "第1件", "=VLOOKUP(A2,单位!A:B,2,0)", "星桥里"], ROWS[1]]
        data = saved(rows=rows)
        assert read_sheet("a.xlsx", data).notes == (
            "D2是公式，表格没有存下结果，请用表格软件打开、保存后重新上传。",
        )
        refused, good = tickets(data)
        assert refused.reasons == (
            "“承办单位”：是公式，表格没有存下结果，请用表格软件打开、保存后重新上传。",
        )
        assert good.serial == "A2"

    def test_many_formulas_are_counted(self):
        rows = [[f"A{n}", "=NOW()", "x", "y", "z"] for n in range(20)]
        assert "B9等 20 格是公式" in read_sheet("a.xlsx", saved(rows=rows)).notes[0]

    @pytest.mark.parametrize("formula", ['=DISPIMG("ID_0A",1)', '=_xlfn.DISPIMG("ID_0A",1)'])
    def test_a_picture_in_a_cell_is_named_and_no_title(self, formula):
        rows = [["A1", "2026-11-25 09:01", formula, "城建办", ""], ROWS[1]]
        data = saved(rows=rows)
        assert read_sheet("a.xlsx", data).notes == ("C2是图片，图片不导入。",)
        refused, good = tickets(data)
        assert refused.reasons[-1] == "“诉求标题”：是图片，图片不导入。"
        assert good.serial == "A2"

    def test_a_picture_of_a_column_nobody_asks_for_is_named_with_the_ticket(self):
        rows = [[*ROWS[0], '=DISPIMG("ID_0A",1)']]
        (row,) = tickets(saved(rows=rows, header=[*HEADER, "现场照片"]))
        assert (row.serial, row.unknown) == ("A1", {"现场照片": "（图片，没有导入）"})

    def test_a_picture_lying_on_the_sheet_is_named(self):
        def draw(page):
            stream = BytesIO()
            Picture.new("RGB", (8, 8)).save(stream, "PNG")
            page.add_image(Image(stream), "F3")

        assert read_sheet("a.xlsx", saved(draw, ROWS)).notes == ("F3是图片，图片不导入。",)


class TestCalendars:
    @pytest.mark.parametrize("look", ["General", "yyyy-mm-dd hh:mm"])
    def test_the_workbooks_own_calendar_counts_for_numbers_too(self, look):
        book = openpyxl.Workbook()
        book.epoch = CALENDAR_MAC_1904
        page = book.worksheets[0]
        page.append(HEADER)
        page.append(["A1", 44889.5, "第1件", "城建办", ""])
        page["B2"].number_format = look
        stream = BytesIO()
        book.save(stream)
        (row,) = tickets(stream.getvalue())
        assert row.received.isoformat() == "2026-11-25T04:00:00+00:00"

    def test_the_usual_calendar_stays(self):
        (row,) = tickets(saved(rows=[["A1", 46351.5, "第1件", "城建办", ""]]))
        assert row.received.isoformat() == "2026-11-25T04:00:00+00:00"


def test_strict_workbooks_are_read(edited):
    def strict(_, part):
        for usual, other in STRICT:
            part = part.replace(usual, other)
        return part

    moment = datetime(2026, 11, 25, 9, 1)  # noqa: DTZ001  (a sheet's dates have no zone)
    data = edited(saved(rows=[["A1", moment, "第1件", "城建办", ""]]), strict)
    assert b"spreadsheetml/2006/main" not in data
    (row,) = tickets(data)
    assert (row.unit, row.received.isoformat()) == ("城建办", "2026-11-25T01:01:00+00:00")
