import json
from functools import partial
from itertools import pairwise

import pytest

from web.hotline.sheet import TICKETS
from web.places.sheet import PLACES
from web.sheets import Mapping, MappingFault
from web.sheets import guess as guess_of
from web.sheets.mapping_file import as_toml
from web.sheets.synonyms import COUNTERS, key
from web.sheets.transforms import WAYS, Transform

guess = partial(guess_of, kind=TICKETS)
TOML = """
kind = "hotline"
source = "区热线"
timezone = "Asia/Shanghai"
serial_prefix = "HK-"

[columns]
serial = "案件编号"
received = "收单时间"
category = ["大类", "小类"]
address = ["实际地址", "上报地址"]

[constants]
urgency = "normal"

[values.kind]
"投诉类" = "complaint"
"不详" = ""

[transforms]
title = "first_line"
category = { name = "split", by = "->" }
"""


def columns(names):
    return names.split()


# The column names of real exports; what they mean is what the guess is for.
HONGKOU = columns("""
    案件编号 原编号 案件来源 工单类型 发现时间 状态 事项类别 事项大类 事项小类 事项名称 事项标签
    案件描述 上报地址 实际地址 联系人 联系电话 所属街道 主责部门 协同部门 主处置部门 协同处置部门
    办理描述 结案时间 结案期限 市紧急程度 收单时间 紧急程度 所属片区 所属居委 派遣时间 案件期限
    处置计时 案件整体计时 事实认定 诉求认定 是否解决区回访 是否满意区回访
""")
QINGPU = columns("""
    任务号 受理时间 12345工单编号 工单类型 业务类型 工单来源 是否重复 重复工单号 主责部门
    三级主责部门 先行联系 解决情况 综合满意度 结案评判
""")
FANGSHAN = columns("""
    工单编号 工单类型 问题分类 标签 标题 主要内容 工单状态 来电人 来电人电话/账号 被反映区
    被反映街乡镇 办理结果 回复内容 处理受理方式 办结时间 企业名称 是否解决 是否满意 工单性质
    村/社区 小区点位
""")


class TestFiles:
    def test_a_file_says_where_everything_comes_from(self):
        mapping = Mapping.from_toml(TOML, TICKETS)
        assert (mapping.kind.code, mapping.source, mapping.serial_prefix) == (
            "hotline",
            "区热线",
            "HK-",
        )
        assert mapping.zone.key == "Asia/Shanghai"
        assert mapping.columns["serial"] == ("案件编号",)
        assert mapping.columns["category"] == ("大类", "小类")
        assert mapping.constants == {"urgency": "normal"}
        assert mapping.values == {"kind": {"投诉类": "complaint", "不详": ""}}
        assert mapping.transforms == {
            "title": Transform("first_line"),
            "category": Transform("split", "->"),
        }

    def test_plain_data_gives_the_same_mapping_back(self):
        mapping = Mapping.from_toml(TOML, TICKETS)
        stored = json.loads(json.dumps(mapping.as_dict(), ensure_ascii=False))
        assert Mapping.from_dict(stored, TICKETS) == mapping

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"source": ""}, "“source”：请写 1 到 60 个字。"),
            ({"source": None}, "“source”：不能为空。"),
            ({"kind": "visits"}, "“kind”：目前只能是 hotline（热线工单）。"),
            ({"timezone": "上海"}, "“timezone”：时区“上海”不存在，请写成“Asia/Shanghai”的样子。"),
            (
                {"timezone": "../etc"},
                "“timezone”：时区“../etc”不存在，请写成“Asia/Shanghai”的样子。",
            ),
            ({"colums": {}}, "“colums”：没有这一项，请检查拼写。"),
            ({"columns": "工单编号"}, "“columns”：应当是一张对照表。"),
            (
                {"columns": {"serail": "x"}},
                "“columns.serail”：没有名为“serail”的项目，请检查拼写。",
            ),
            ({"columns": {"serial": []}}, "“columns.serial”：应当是列名，或列名的清单。"),
            ({"columns": {"serial": 5}}, "“columns.serial”：应当是列名，或列名的清单。"),
            ({"columns": {"serial": ["a", ""]}}, "“columns.serial”：应当是列名，或列名的清单。"),
            ({"values": {"kind": "x"}}, "“values.kind”：应当是一张对照表。"),
            ({"constants": {"kind": None}}, "“constants.kind”：不能为空。"),
            ({"serial_prefix": "x" * 17}, "“serial_prefix”：超过 16 个字，请缩短。"),
            (
                {"transforms": {"title": "eval"}},
                "“transforms.title”：“eval”不是可用的整理方式，可用的有：digits、first_line、join、split、date_time。",
            ),
            (
                {"transforms": {"title": {"name": "join", "with": ","}}},
                "“transforms.title”：“join”不是可用的整理方式，可用的有：digits、first_line、join、split、date_time。",
            ),
            (
                {"transforms": {"title": "join"}},
                "“transforms”：“标题”要把几列连起来，至少要指定两列。",
            ),
        ],
    )
    def test_a_mistake_is_told_with_its_place(self, change, reason):
        data = {"source": "热线", "columns": {"serial": "编号", "title": "标题"}} | change
        with pytest.raises(MappingFault) as refused:
            Mapping.from_dict(data, TICKETS)
        assert reason in refused.value.reasons

    def test_all_mistakes_are_told_at_once(self):
        with pytest.raises(MappingFault) as refused:
            Mapping.from_dict({"timezone": "x", "columns": {"y": "z"}}, TICKETS)
        assert len(refused.value.reasons) == 3

    def test_what_is_no_toml_is_refused_with_the_line(self):
        with pytest.raises(MappingFault, match="第 3 行附近"):
            Mapping.from_toml('source = "热线"\n[columns]\nserial = 编号\n', TICKETS)


class TestFit:
    HEADER = ("案件编号", "收单时间", "大类", "小类", "实际地址", "上报地址", "备注", "序号")

    def test_a_mapping_that_fits_has_no_faults(self):
        assert Mapping.from_toml(TOML, TICKETS).faults(self.HEADER) == []

    def test_columns_are_compared_without_spaces_and_marks(self):
        header = ["案件 编号", "收单时间：", "（大类）", "小类*", "实际地址", "上报地址"]
        assert Mapping.from_toml(TOML, TICKETS).faults(header) == []

    def test_missing_columns_are_told(self):
        assert Mapping.from_toml(TOML, TICKETS).faults(
            ["案件编号", "收单时间", "大类", "实际地址"]
        ) == [
            "“事项类别”要取自“小类”一列，但表里没有这一列。",
            "“地址”要取自“上报地址”一列，但表里没有这一列。",
        ]

    def test_number_and_time_of_receipt_are_needed(self):
        mapping = Mapping(kind=TICKETS, source="热线", columns={"title": ("标题",)})
        assert mapping.faults(["标题"]) == [
            "还没有指定“工单编号”取自哪一列。",
            "还没有指定“接单时间”取自哪一列。",
        ]

    def test_unmapped_columns_are_listed_but_for_row_counters(self):
        assert Mapping.from_toml(TOML, TICKETS).unmapped(self.HEADER) == ["备注"]


class TestGuess:
    @staticmethod
    def guessed(header, sample=()):
        return {
            name: names[0] if len(names) == 1 else names
            for name, names in guess(header, sample).columns.items()
        }

    def test_hongkou(self):
        assert self.guessed(HONGKOU) == {
            "serial": "案件编号",
            "received": "收单时间",
            "reported": "发现时间",
            "dispatched": "派遣时间",
            "closed": "结案时间",
            "due": "案件期限",
            "content": "案件描述",
            "kind": "工单类型",
            "urgency": "紧急程度",
            "category": ("事项类别", "事项大类", "事项小类", "事项名称"),
            "outcome": "是否解决区回访",
            "satisfaction": "是否满意区回访",
            "facts": "事实认定",
            "appeal": "诉求认定",
            "reply": "办理描述",
            "unit": "主处置部门",
            "address": ("实际地址", "上报地址"),
            "person": "联系人",
            "phone": "联系电话",
            "grid": "所属片区",
            "area": "所属居委",
        }

    def test_qingpu(self):
        assert self.guessed(QINGPU) == {
            "serial": "12345工单编号",
            "received": "受理时间",
            "kind": "工单类型",
            "contact": "先行联系",
            "outcome": "解决情况",
            "satisfaction": "综合满意度",
            "unit": "三级主责部门",
        }

    def test_fangshan(self):
        row = ["x"] * 2 + ["环境->垃圾->清运不及时"] + ["x"] * 11 + ["2026-02-05 09:03"] + ["x"] * 6
        mapping = guess(FANGSHAN, [row])
        assert mapping.transforms == {"category": Transform("split", "->")}
        assert self.guessed(FANGSHAN, [row]) == {
            "serial": "工单编号",
            "closed": "办结时间",
            "title": "标题",
            "content": "主要内容",
            "kind": "工单类型",
            "category": "问题分类",
            "outcome": "是否解决",
            "satisfaction": "是否满意",
            "reply": "回复内容",
            "address": "小区点位",
            "person": "来电人",
            "phone": "来电人电话/账号",
            "area": "村/社区",
        }

    def test_one_mark_in_passing_makes_no_path(self):
        rows = [["环境"], ["环境-垃圾"], ["治安"]]
        assert guess(["事项分类"], rows).transforms == {}

    def test_a_very_similar_name_is_taken_and_a_merely_similar_one_is_not(self):
        assert self.guessed(["热线12345工单编号", "联系人电话", "处理时间", "重复工单编号"]) == {
            "serial": "热线12345工单编号",
            "phone": "联系人电话",
        }

    def test_a_column_without_a_single_date_is_no_moment(self):
        header = ["工单编号", "接单时间", "受理时间"]
        rows = [["A1", "热线科", "2026-02-05"], ["A2", "热线科", None]]
        assert self.guessed(header, rows)["received"] == "受理时间"
        assert self.guessed(header)["received"] == "接单时间"

    def test_row_counters_are_nobody(self):
        assert "序号" not in str(self.guessed(["序号", "工单编号", "接单时间"]))

    def test_a_guess_is_a_mapping_that_fits_and_can_be_kept(self):
        mapping = guess(HONGKOU, source="区热线")
        assert mapping.faults(HONGKOU) == []
        assert Mapping.from_dict(mapping.as_dict(), TICKETS) == mapping


@pytest.mark.parametrize("kind", [TICKETS, PLACES], ids=lambda kind: kind.code)
class TestSynonyms:
    def test_every_field_has_names_and_no_other(self, kind):
        assert set(kind.fields) == set(kind.schema().fields)
        assert set(kind.required) <= set(kind.fields)
        assert all(field.label and field.every for field in kind.fields.values())

    def test_labels_are_told_apart(self, kind):
        labels = [field.label for field in kind.fields.values()]
        assert len(labels) == len(set(labels))

    def test_no_name_stands_twice_in_one_field(self, kind):
        for field in kind.fields.values():
            keys = sorted(map(key, field.every))
            assert all(one != two for one, two in pairwise(keys)), field.name
            assert COUNTERS.isdisjoint(keys)


@pytest.mark.parametrize(
    ("way", "texts", "result"),
    [
        (Transform("digits"), ["工单 2026-0001 号"], ["20260001"]),
        (Transform("first_line"), ["第一行\n第二行"], ["第一行"]),
        (Transform("join"), ["甲", "乙"], ["甲，乙"]),
        (Transform("join", "/"), ["甲", "乙", "丙"], ["甲/乙/丙"]),
        (Transform("split"), ["环境-> 垃圾->"], ["环境", "垃圾"]),
        (Transform("split", "、"), ["环境、垃圾", "清运"], ["环境", "垃圾", "清运"]),
    ],
)
def test_transforms(way, texts, result):
    assert way(texts) == result
    assert way.name in WAYS


def test_a_mapping_is_written_as_the_file_it_is_read_from():
    mapping = Mapping.from_toml(TOML, TICKETS)
    assert Mapping.from_toml(as_toml(mapping), TICKETS) == mapping
    odd = {"kind": {'他说"急"\n\\': "complaint", "a b": ""}}
    read = Mapping.from_dict(mapping.as_dict() | {"values": odd}, TICKETS)
    assert Mapping.from_toml(as_toml(read), TICKETS) == read
