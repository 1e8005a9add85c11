from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from web.hotline.ticket_rows import TicketRow
from web.sheets import KnownRow, MappingFault, RefusedRow, read_rows

RECEIVED = datetime(2026, 2, 5, 1, 3, tzinfo=UTC)
KINDS = {"kind": {"complaint": "投诉", "help": "求助"}}
KIND = {"columns": {"kind": "备注"}}


class TestRefusals:
    @pytest.mark.parametrize(
        ("row", "reason"),
        [
            ({"工单编号": None}, "“工单编号”：不能为空。"),
            ({"工单编号": "无"}, "“工单编号”：不能为空。"),
            ({"来电时间": None}, "“来电时间”：不能为空。"),
            (
                {"来电时间": "昨天"},
                "“来电时间”：“昨天”不是能识别的日期时间，请写成“2026-02-05 09:03”的样子。",
            ),
            (
                {"工单编号": 20260205000000000123},
                "“工单编号”：编号“20260205000000000123”被存成了数字，后几位不准，请把这一列设为文本后重新导出。",
            ),
            (
                {"工单编号": "2.0260205E+15"},
                "“工单编号”：编号“2.0260205E+15”被存成了数字，后几位不准，请把这一列设为文本后重新导出。",
            ),
            (
                {"工单编号": datetime(2026, 2, 5, tzinfo=UTC)},
                "“工单编号”：编号被表格改成了日期，请把这一列设为文本后重新导出。",
            ),
            ({"工单编号": "合计：共12件"}, "“工单编号”：“合计:共12件”不像工单编号。"),
            ({"联系人": "长" * 101}, "“联系人”：超过 100 个字，请缩短。"),
            ({"诉求标题": None, "诉求内容": None}, "标题和诉求内容里都没有文字。"),
            ({"诉求标题": "）", "诉求内容": "！？"}, "标题和诉求内容里都没有文字。"),
            ({"备注": "很久"}, "“备注”：“很久”不是天数，请填整数。"),
        ],
    )
    def test_a_reason_names_the_column_and_what_stands_there(self, only, row, reason):
        refused = only(row, columns={"extension": "备注"} if "备注" in row else {})
        assert isinstance(refused, RefusedRow)
        assert refused.reasons == (reason,)

    def test_every_reason_is_told_at_once_with_the_cells_as_shown(self, only):
        refused = only({"工单编号": None, "来电时间": "昨天", "联系电话": 13800138000.0})
        assert len(refused.reasons) == 2
        assert refused.number == 2
        assert refused.cells == (
            "",
            "昨天",
            "楼道堆物",
            "示例小区楼道堆物，影响通行。",
            "张三",
            "13800138000",
            "第一次",
        )

    @pytest.mark.parametrize(
        ("moments", "reason"),
        [
            (
                (None, None, "2026-02-05 09:02:59"),
                "办结时间早于接单时间（2026-02-05 09:02:59早于2026-02-05 09:03:00），",
            ),
            ((None, "2026-02-04 10:00"), "先行联系时间早于接单时间（"),
            (("2026-02-04",), "派遣时间早于接单时间（"),
            (("2026-02-07", None, "2026-02-06"), "办结时间早于派遣时间（"),
        ],
    )
    def test_what_ends_before_it_begins_cannot_be_told(self, processed, moments, reason):
        refused = processed(*moments)
        assert isinstance(refused, RefusedRow)
        assert refused.reasons[0].startswith(reason)
        assert len(refused.reasons) == 1

    def test_the_same_moment_is_in_order(self, processed):
        assert processed(None, None, "2026-02-05 09:03").closed == RECEIVED

    def test_a_bare_day_takes_the_moment_before_it_on_that_day(self, processed):
        ticket = processed(None, None, "2026-02-05")
        assert ticket.closed == RECEIVED
        assert ticket.remarks == ("办结时间只有日期，按同一天里前一环节的时刻记。",)
        later = processed("2026-02-05 10:00", None, "2026-02-05")
        assert later.closed == later.dispatched == RECEIVED + timedelta(minutes=57)
        assert len(later.remarks) == 1

    def test_a_limit_may_lie_ahead(self, only):
        now = RECEIVED + timedelta(hours=1)
        ticket = only({"备注": "2026-02-12 09:03"}, now=now, columns={"due": "备注"})
        assert ticket.due == RECEIVED + timedelta(days=7)

    def test_what_has_not_happened_yet_is_refused(self, processed):
        now = datetime(2026, 2, 5, 12, tzinfo=ZoneInfo("Asia/Shanghai"))
        assert processed("2026-02-05 12:00", now=now).dispatched == now
        refused = processed("2062-02-05 12:00", now=now)
        assert refused.reasons == ("派遣时间（2062-02-05 12:00:00）晚于导入的时间，请核对。",)


class TestOptions:
    @pytest.mark.parametrize("cell", ["投诉", " 投 诉 ", "complaint", "Complaint"])
    def test_a_label_or_a_code_of_the_policy_is_the_code(self, only, cell):
        assert only({"备注": cell}, options=KINDS, **KIND).kind == "complaint"

    def test_a_value_of_the_mapping_is_its_code(self, only):
        values = {"kind": {"投诉举报类": "complaint", "其他": ""}}
        assert only({"备注": "投诉举报类"}, values=values, **KIND).kind == "complaint"
        assert only({"备注": "投诉举报类"}, KINDS, values=values, **KIND).kind == "complaint"
        assert only({"备注": "求助"}, KINDS, values=values, **KIND).kind == "help"
        other = only({"备注": "其他"}, values=values, **KIND)
        assert (other.kind, other.unknown) == (None, {})

    def test_a_constant_is_a_code_too(self, only):
        assert only(constants={"kind": "help"}).kind == "help"
        assert only(options=KINDS, constants={"kind": "求助"}).kind == "help"

    @pytest.mark.parametrize("options", [None, KINDS])
    def test_anything_else_is_refused(self, only, options):
        refused = only({"备注": "咨询"}, options, **KIND)
        assert refused.reasons == ("“备注”：“咨询”没有对应的选项，请在对应关系里补上它的对照值。",)

    def test_a_mapping_to_a_code_nobody_knows_is_refused_before_any_row(self, sheet, mapping):
        with pytest.raises(MappingFault) as refused:
            read_rows(sheet({}), mapping(values={"kind": {"投诉": "complaints"}}), KINDS)
        assert refused.value.reasons == ("“工单类型”的固定值或对照值“complaints”不是可用的选项。",)

    def test_values_also_say_that_a_text_means_nothing(self, only):
        values = {"address": {"地址不详": ""}}
        assert only({"备注": "地址不详"}, columns={"address": "备注"}, values=values).address == ""


class TestRepeats:
    def test_the_same_words_again_are_known(self, sheet, mapping):
        outcomes = list(read_rows(sheet({}, {"工单编号": "B"}, {}, {}), mapping()))
        assert [type(outcome) for outcome in outcomes] == [TicketRow, TicketRow, KnownRow, KnownRow]
        assert outcomes[2:] == [KnownRow(4, "HX2026020001", 2), KnownRow(5, "HX2026020001", 2)]

    def test_other_words_for_one_number_are_refused_everywhere(self, sheet, mapping):
        rows: tuple[dict[str, str], ...] = ({}, {"备注": "第二次"}, {"工单编号": "B"}, {})
        first, second, other, last = read_rows(sheet(*rows), mapping())
        reason = "编号“HX2026020001”在第 2、3、5 行重复出现而内容不同，请核对后只保留一行。"
        assert first.reasons == second.reasons == last.reasons == (reason,)
        assert second.cells[-1] == "第二次"
        assert isinstance(other, TicketRow)

    def test_a_refused_repeat_does_not_spoil_the_good_row(self, sheet, mapping):
        good, bad = read_rows(sheet({}, {"来电时间": "昨天"}), mapping())
        assert isinstance(good, TicketRow)
        assert isinstance(bad, RefusedRow)

    def test_the_same_text_under_two_numbers_is_two_tickets(self, sheet, mapping):
        outcomes = list(read_rows(sheet({}, {"工单编号": "B"}), mapping()))
        assert [outcome.serial for outcome in outcomes] == ["HX2026020001", "B"]


def test_a_mapping_for_another_sheet_is_refused_before_any_row(sheet, mapping):
    with pytest.raises(MappingFault) as refused:
        read_rows(sheet({}), mapping(columns={"closed": "办结时间", "unit": "单位"}))
    assert refused.value.reasons == (
        "“办结时间”要取自“办结时间”一列，但表里没有这一列。",
        "“承办单位”要取自“单位”一列，但表里没有这一列。",
    )
    assert str(refused.value).startswith("对应关系有误：“办结时间”要取自")


class TestRoundedNumbers:
    ROUNDED = (
        "“工单编号”：编号“20261125090000000”被存成了数字，后几位不准，"
        "请把这一列设为文本后重新导出。"
    )

    def test_long_numbers_that_all_end_in_zeros_are_refused(self, sheet, mapping):
        rows = [{"工单编号": serial} for serial in ("20261125090000000", "20261125080000000", "A1")]
        first, second, third = read_rows(sheet(*rows), mapping())
        assert first.reasons == (self.ROUNDED,)
        assert second.number == 3
        assert third.serial == "A1"

    def test_one_alone_is_refused_too(self, only):
        assert only({"工单编号": "２０２６１１２５０９０００００００"}).reasons == (self.ROUNDED,)

    def test_beside_true_numbers_a_zero_at_the_end_is_true(self, sheet, mapping):
        rows = [{"工单编号": serial} for serial in ("2026112509000031", "2026112509000030")]
        assert [row.serial for row in read_rows(sheet(*rows), mapping())] == [
            "2026112509000031",
            "2026112509000030",
        ]

    def test_what_a_spreadsheet_keeps_whole_is_true(self, only):
        assert only({"工单编号": "202611250900000"}).serial == "202611250900000"
