from datetime import UTC, datetime, timedelta

import pytest

from web.hotline.ticket_rows import TicketRow
from web.sheets import read_rows

RECEIVED = datetime(2026, 2, 5, 1, 3, tzinfo=UTC)


class TestTickets:
    def test_a_row_becomes_a_ticket(self, only):
        assert only() == TicketRow(
            number=2,
            serial="HX2026020001",
            received=RECEIVED,
            title="楼道堆物",
            content="示例小区楼道堆物，影响通行。",
            person="张三",
            phone="13800138000",
            derived=("place",),
            unknown={"备注": "第一次"},
        )

    def test_a_process_is_told_in_utc(self, processed):
        ticket = processed("2026-02-05 10:00", "2026-02-05 11:00", "2026-02-06 08:00")
        assert (ticket.dispatched, ticket.contacted, ticket.closed) == (
            RECEIVED + timedelta(minutes=57),
            RECEIVED + timedelta(hours=1, minutes=57),
            datetime(2026, 2, 6, tzinfo=UTC),
        )

    @pytest.mark.parametrize("cell", [188006, 188006.0, "188006", " 188 006", "１８８００６"])
    def test_a_number_is_the_same_number_in_every_form(self, only, cell):
        assert only({"工单编号": cell}).serial == "188006"

    def test_a_prefix_is_set_once(self, only):
        assert only({"工单编号": "1"}, serial_prefix="HX").serial == "HX1"
        assert only({"工单编号": "HX1"}, serial_prefix="HX").serial == "HX1"

    def test_unknown_columns_are_kept_as_text(self, only):
        moment = datetime(2026, 2, 5, 9, 3)  # noqa: DTZ001  (a sheet's dates have no zone)
        assert only({"备注": moment}).unknown == {"备注": "2026-02-05 09:03:00"}
        assert only({"备注": True}).unknown == {"备注": "是"}
        assert only({"备注": None}).unknown == {}

    def test_of_two_columns_called_the_same_the_first_is_meant(self, sheet, mapping):
        header = [
            "工单编号",
            "来电时间",
            "诉求标题",
            "诉求内容",
            "联系人",
            "联系电话",
            "备注",
            "备注：",
        ]
        row = {"工单编号": "A1", "来电时间": 46058, "诉求标题": "x", "备注": "一", "备注：": "二"}
        (ticket,) = read_rows(sheet(row, header=header), mapping(columns={"reply": "备注"}))
        assert (ticket.reply, ticket.unknown) == ("一", {"备注：": "二"})

    def test_row_counters_are_not_kept(self, sheet, mapping):
        header = ["序号", "工单编号", "来电时间", "诉求标题", "诉求内容", "联系人", "联系电话"]
        table = sheet(
            {"序号": 1, "工单编号": "A1", "来电时间": 46058, "诉求标题": "x"}, header=header
        )
        (ticket,) = read_rows(table, mapping())
        assert ticket.unknown == {}

    def test_a_blank_cell_takes_the_constant(self, only):
        assert only(constants={"unit": "城运中心"}).unit == "城运中心"
        filled = only(columns={"unit": "备注"}, constants={"unit": "城运中心"})
        assert filled.unit == "第一次"
        blank = only({"备注": "/"}, columns={"unit": "备注"}, constants={"unit": "城运中心"})
        assert blank.unit == "城运中心"

    def test_of_alternatives_the_first_filled_one_counts_and_the_other_is_kept(self, only):
        both = only({"诉求内容": "甲路1号"}, columns={"address": ["诉求内容", "备注"]})
        assert (both.address, both.unknown) == ("甲路1号", {"备注": "第一次"})
        second = only({"诉求内容": "无"}, columns={"address": ["诉求内容", "备注"]})
        assert (second.address, second.unknown) == ("第一次", {})

    def test_levels_of_a_category(self, only):
        levels = only(columns={"category": ["诉求标题", "备注"]})
        assert levels.category == ("楼道堆物", "第一次")
        path = only(
            {"备注": "环境->垃圾"},
            columns={"category": "备注"},
            transforms={"category": {"name": "split", "by": "->"}},
        )
        assert path.category == ("环境", "垃圾")
        assert only(constants={"category": "环境"}).category == ("环境",)

    def test_a_split_that_leaves_nothing_is_nothing(self, only):
        changes = {"columns": {"unit": "备注"}, "transforms": {"unit": "split"}}
        assert only({"备注": "城运中心->一科"}, **changes).unit == "城运中心"
        assert only({"备注": "->"}, **changes).unit == ""

    def test_what_a_transform_leaves_out_is_kept(self, only):
        cut = only(
            {"备注": "第一行\n第二行"},
            columns={"reply": "备注"},
            transforms={"reply": "first_line"},
        )
        assert (cut.reply, cut.unknown) == ("第一行", {"备注": "第一行\n第二行"})
        kept = only(columns={"reply": "备注"}, transforms={"reply": "first_line"})
        assert (kept.reply, kept.unknown) == ("第一次", {})
        joined = only(
            columns={"reply": ["联系人", "备注"]},
            transforms={"reply": {"name": "join", "by": "；"}},
        )
        assert (joined.reply, joined.unknown) == ("张三；第一次", {})

    def test_the_place_of_an_address_has_no_door(self, only):
        ticket = only({"备注": "示例路12弄3号501室"}, columns={"address": "备注"})
        assert (ticket.address, ticket.place) == ("示例路12弄3号501室", "示例路12弄3号")

    def test_a_number_of_days(self, only):
        assert only({"备注": "５个工作日"}, columns={"extension": "备注"}).extension == 5
        assert only({"备注": 5.0}, columns={"extension": "备注"}).extension == 5


class TestPeople:
    @pytest.mark.parametrize("cell", ["138****8000", "138××××8000", "保密"])
    def test_a_masked_number_is_absent_and_flagged(self, only, cell):
        ticket = only({"联系电话": cell})
        assert (ticket.phone, ticket.withheld) == (None, True)

    @pytest.mark.parametrize("cell", [13800138000, 13800138000.0, "＋８６ 138-0013-8000"])
    def test_a_number_is_normalised(self, only, cell):
        ticket = only({"联系电话": cell})
        assert (ticket.phone, ticket.withheld, ticket.remarks) == ("13800138000", False, ())

    def test_what_is_no_whole_number_is_kept_beside_with_a_remark(self, only):
        ticket = only({"联系电话": "13800138000、13900139000"})
        assert ticket.phone == "13800138000"
        assert ticket.unknown["联系电话"] == "13800138000、13900139000"
        assert ticket.remarks == ("“联系电话”一列没有完整认出一个电话号码，原文另行保留。",)

    def test_a_caller_who_does_not_want_to_be_known(self, only):
        ticket = only({"联系人": "匿名"})
        assert (ticket.person, ticket.withheld) == ("", True)

    @pytest.mark.parametrize("cell", ["/", "-", "无", "NULL", None])
    def test_marks_for_nothing_are_nothing(self, only, cell):
        ticket = only({"联系电话": cell, "联系人": cell})
        assert (ticket.phone, ticket.person, ticket.withheld) == (None, "", False)


class TestTitles:
    def test_without_a_title_it_is_the_first_sentence_that_says_something(self, only):
        content = "尊敬的领导，您好！\n示例路路灯不亮，已有三天。望处理。"
        ticket = only({"诉求标题": None, "诉求内容": content})
        assert (ticket.title, ticket.content) == ("示例路路灯不亮，已有三天", content)

    def test_a_title_without_a_word_is_none(self, only):
        assert only({"诉求标题": "）", "诉求内容": "路灯不亮。"}).title == "路灯不亮"

    def test_without_a_content_it_is_the_title(self, only):
        assert only({"诉求内容": None}).content == "楼道堆物"

    def test_a_greeting_alone_is_better_than_nothing(self, only):
        assert only({"诉求标题": None, "诉求内容": "您好！"}).title == "您好！"

    def test_personal_data_is_masked_in_the_title_and_whole_in_the_content(self, only):
        ticket = only({"诉求标题": "请回电13800138000", "诉求内容": "路灯不亮"})
        assert ticket.title == "请回电138****8000"
        assert ticket.content == "请回电13800138000\n路灯不亮"

    def test_a_masked_title_that_stands_in_the_content_is_not_repeated(self, only):
        content = "请回电13800138000，路灯不亮"
        assert only({"诉求标题": "请回电13800138000", "诉求内容": content}).content == content

    def test_personal_data_in_the_first_sentence_is_masked(self, only):
        ticket = only({"诉求标题": None, "诉求内容": "沪A12345占道。请处理"})
        assert (ticket.title, ticket.content) == ("沪A***45占道", "沪A12345占道。请处理")

    def test_a_long_title_is_cut_and_whole_in_the_content(self, only):
        ticket = only({"诉求标题": "长" * 300, "诉求内容": "路灯不亮"})
        assert (len(ticket.title), ticket.title[-1]) == (200, "…")
        assert ticket.content == "长" * 300 + "\n路灯不亮"

    def test_line_breaks_in_a_title_become_spaces(self, only):
        ticket = only({"诉求标题": "楼道\n堆物"})
        assert (ticket.title, ticket.content) == ("楼道 堆物", "示例小区楼道堆物，影响通行。")

    def test_a_number_cut_in_two_is_masked_before(self, only):
        ticket = only({"诉求标题": "长" * 192 + "13800138000", "诉求内容": "路灯不亮"})
        assert "13800138" not in ticket.title

    def test_a_long_content_is_whole(self, only):
        ticket = only({"诉求标题": None, "诉求内容": "长" * 7_000})
        assert (len(ticket.title), len(ticket.content)) == (200, 7_000)
