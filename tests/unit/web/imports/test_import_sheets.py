from datetime import datetime
from functools import partial
from io import BytesIO

import pytest
import xlsxwriter

from web.hotline.sheet import TICKETS
from web.sheets import Limits, SheetFault
from web.sheets import read_sheet as read_of

read_sheet = partial(read_of, names=TICKETS.names)

HEADER = ["工单编号", "来电时间", "诉求内容"]


def cells(sheet):
    return [row.cells for row in sheet.rows]


def numbers(sheet):
    return [row.number for row in sheet.rows]


class TestWorkbooks:
    def test_header_rows_and_their_numbers(self, xlsx):
        sheet = read_sheet("a.xlsx", xlsx([HEADER, ["A1", 46058, "路灯不亮"], [], ["A2", 2.5]]))
        assert (sheet.format, sheet.sheet_name, sheet.header_number) == ("xlsx", "工单", 1)
        assert sheet.header == HEADER
        assert cells(sheet) == [("A1", 46058, "路灯不亮"), ("A2", 2.5, None)]
        assert numbers(sheet) == [2, 4]

    def test_true_dates_stay_dates(self, xlsx):
        moment = datetime(2026, 2, 5, 9, 3)  # noqa: DTZ001  (a sheet's dates have no zone)
        assert cells(read_sheet("a.xlsx", xlsx([HEADER, ["A1", moment]])))[0][1] == moment

    def test_title_rows_stand_above_the_header(self, xlsx):
        rows = [["2026年2月热线工单"], ["制表：某街道", "单位：件"], HEADER, ["A1", "x", "y"]]
        sheet = read_sheet("a.xlsx", xlsx(rows))
        assert (sheet.header_number, sheet.header, numbers(sheet)) == (3, HEADER, [4])

    def test_a_known_header_is_found_below_a_long_preface(self, xlsx):
        rows = [*(["说明", f"第{n}条"] for n in range(20)), HEADER, ["A1", "x", "y"]]
        assert read_sheet("a.xlsx", xlsx(rows)).header_number == 21

    def test_an_unknown_header_is_the_first_row_with_two_names(self, xlsx):
        sheet = read_sheet("a.xlsx", xlsx([["某表"], ["甲", "乙"], ["1", "2"]]))
        assert (sheet.header, cells(sheet)) == (["甲", "乙"], [("1", "2")])

    def test_names_of_a_mapping_make_a_header_known(self, xlsx):
        data = xlsx([["甲", "乙"], ["key", "opened"], ["1", "2"]])
        assert read_sheet("a.xlsx", data).header == ["甲", "乙"]
        assert read_sheet("a.xlsx", data, names=["Key", "opened"]).header == ["key", "opened"]

    def test_blank_and_repeated_names(self, xlsx):
        rows = [["工单编号", None, "备注", "备注", "来电时间"], ["A1", "b", "c", "d", "e", "f"]]
        sheet = read_sheet("a.xlsx", xlsx(rows))
        assert sheet.header == ["工单编号", "B 列", "备注", "备注（2）", "来电时间", "F 列"]
        assert cells(sheet) == [("A1", "b", "c", "d", "e", "f")]

    def test_texts_are_cleaned(self, xlsx):
        text = "\t_x000D_\n\u00a0第一行\u3000有空格 _x000D_\n\t\n\n\n第二行\u200b\u202e_x0007_\t尾 "
        sheet = read_sheet("a.xlsx", xlsx([HEADER, ["A1", "x", text]]))
        assert cells(sheet)[0][2] == "第一行 有空格\n\n第二行 尾"

    def test_text_escaped_as_surrogates_becomes_one_character(self, xlsx):
        sheet = read_sheet("a.xlsx", xlsx([HEADER, ["A1", "_xD83D__xDE00_", "_xD83D_断"]]))
        assert cells(sheet)[0] == ("A1", "\U0001f600", "断")

    def test_long_texts_are_whole(self, xlsx):
        sheet = read_sheet("a.xlsx", xlsx([HEADER, ["A1", "x", "长" * 7_000]]))
        assert cells(sheet)[0][2] == "长" * 7_000

    def test_a_failed_formula_says_nothing(self, xlsx):
        assert cells(read_sheet("a.xlsx", xlsx([HEADER, ["A1", "#N/A", "y"]])))[0][1] is None

    def test_a_formula_without_a_value_is_kept_as_text(self, xlsx):
        rows = [HEADER, ["A1", "=NOW()", '=HYPERLINK("http://例.中国","点")']]
        assert cells(read_sheet("a.xlsx", xlsx(rows))) == [
            ("A1", "=NOW()", '=HYPERLINK("http://例.中国","点")')
        ]

    def test_a_formula_with_a_value_shows_it(self):
        stream = BytesIO()
        book = xlsxwriter.Workbook(stream)
        page = book.add_worksheet()
        page.write_row(0, 0, HEADER)
        page.write_formula(1, 0, '="A"&1', value="A1")
        page.write_string(1, 2, "路灯不亮")
        book.close()
        assert cells(read_sheet("a.xlsx", stream.getvalue())) == [("A1", None, "路灯不亮")]

    @pytest.mark.parametrize("before", range(4))
    def test_a_formula_is_noticed_wherever_a_piece_of_the_file_ends(self, xlsx, edited, before):
        def pad(name, part):
            if "worksheets" not in name:
                return part
            start = part.index(b"<f>") + before
            comment = b"<!--" + b"x" * (65_536 - start - len(b"<!---->")) + b"-->"
            return part.replace(b"<sheetData>", b"<sheetData>" + comment)

        data = edited(xlsx([HEADER, ["A1", "x", "=1+1"]]), pad)
        assert cells(read_sheet("a.xlsx", data)) == [("A1", "x", "=1+1")]

    def test_the_first_visible_sheet_with_a_known_header_is_read(self, xlsx):
        data = xlsx(
            说明=[["填表说明", "请看"], ["一", "二"]],
            代码=[HEADER, ["不是", "工单", "x"]],
            二月=[HEADER, ["A1", "x", "y"]],
            三月=[HEADER, ["A2", "x", "y"]],
            hidden=("代码",),
        )
        sheet = read_sheet("a.xlsx", data)
        assert (sheet.sheet_name, sheet.other_sheets) == ("二月", ("说明", "三月"))
        assert cells(read_sheet("a.xlsx", data, sheet_name="三月")) == [("A2", "x", "y")]
        with pytest.raises(SheetFault) as refused:
            read_sheet("a.xlsx", data, sheet_name="代码")
        assert refused.value.code == "sheet.no_such_sheet"

    def test_a_wrong_dimension_hides_no_row(self, xlsx, edited):
        data = edited(
            xlsx([HEADER, ["A1", "x", "y"]]),
            lambda _, part: part.replace(b'ref="A1:C2"', b'ref="A1"'),
        )
        assert cells(read_sheet("a.xlsx", data)) == [("A1", "x", "y")]


class TestTexts:
    @pytest.mark.parametrize(
        ("encoding", "content"),
        [
            ("utf-8", "utf-8"),
            ("utf-8-sig", "utf-8-sig"),
            ("gb18030", "gb18030"),
            ("utf-16", "utf-16"),
        ],
    )
    @pytest.mark.parametrize("delimiter", [",", ";", "\t"])
    def test_encodings_and_delimiters(self, delimited, encoding, content, delimiter):
        rows = [HEADER, ["A1", "2026/2/5 9:03", "多了,一个;分隔符"]]
        sheet = read_sheet("二月.csv", delimited(rows, encoding, delimiter))
        assert (sheet.format, sheet.encoding, sheet.sheet_name) == ("csv", content, "二月")
        assert (sheet.header, cells(sheet)) == (HEADER, [tuple(rows[1])])

    def test_a_short_gbk_file_is_chinese(self):
        sheet = read_sheet("a.csv", "编号,内容\r\n1,路灯不亮\r\n".encode("gbk"))
        assert cells(sheet) == [("1", "路灯不亮")]

    def test_line_breaks_inside_quotes_belong_to_the_cell(self):
        sheet = read_sheet("a.csv", '工单编号,诉求内容\n\nA1,"第一行\n第二行"\nA2,y\n'.encode())
        assert cells(sheet) == [("A1", "第一行\n第二行"), ("A2", "y")]
        assert numbers(sheet) == [3, 4]

    def test_unquoted_commas_do_not_make_a_semicolon_file_a_comma_file(self):
        data = "工单编号;诉求内容\nA1;一,二,三,四\n".encode()
        assert cells(read_sheet("a.csv", data)) == [("A1", "一,二,三,四")]

    def test_forced_texts_lose_the_device_and_formulas_stay_text(self):
        data = "工单编号,诉求内容\n=\"0012\",'0034\n\t0056\t,=1+1\n1,'路灯'不亮\n".encode()
        assert cells(read_sheet("a.csv", data)) == [
            ("0012", "0034"),
            ("0056", "=1+1"),
            ("1", "'路灯'不亮"),
        ]


class TestLimits:
    def test_rows(self, xlsx):
        rows = [HEADER, *([f"A{n}", "x", "y"] for n in range(5))]
        assert len(read_sheet("a.xlsx", xlsx(rows), limits=Limits(rows=5)).rows) == 5
        with pytest.raises(SheetFault, match="超过 4 行"):
            read_sheet("a.xlsx", xlsx(rows), limits=Limits(rows=4))

    def test_columns(self, delimited):
        data = delimited([HEADER, ["A1", "x", "y", "z"]])
        assert len(read_sheet("a.csv", data, limits=Limits(columns=4)).header) == 4
        with pytest.raises(SheetFault, match="第 2 行超过 3 列"):
            read_sheet("a.csv", data, limits=Limits(columns=3))

    def test_columns_of_a_workbook(self, xlsx):
        with pytest.raises(SheetFault, match="第 2 行超过 3 列"):
            read_sheet("a.xlsx", xlsx([HEADER, ["A1", "x", "y", "z"]]), limits=Limits(columns=3))

    def test_one_cell(self, delimited):
        with pytest.raises(SheetFault, match="第 2 行有一格超过 10 个字"):
            read_sheet("a.csv", delimited([HEADER, ["长" * 11]]), limits=Limits(cell=10))

    def test_size(self, delimited):
        with pytest.raises(SheetFault) as refused:
            read_sheet("a.csv", delimited([HEADER, ["A1"]]), limits=Limits(size=10))
        assert str(refused.value).startswith("文件“a.csv”太大，最大 0 MB")

    def test_one_text_shown_again_and_again(self):
        stream = BytesIO()
        book = xlsxwriter.Workbook(stream)  # keeps a repeated text once
        page = book.add_worksheet()
        for number, row in enumerate([HEADER, *([f"A{n}", "x", "同" * 900] for n in range(99))]):
            page.write_row(number, 0, row)
        book.close()
        data = stream.getvalue()
        assert len(read_sheet("a.xlsx", data, limits=Limits(expanded=100_000)).rows) == 99
        with pytest.raises(SheetFault) as refused:
            read_sheet("a.xlsx", data, limits=Limits(expanded=80_000))
        assert refused.value.code == "sheet.too_much_text"
