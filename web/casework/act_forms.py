"""The forms of the acts on a case; field names are those of the commands."""

from typing import Any

from web.frame.forms import Choice, Choices, Form, Moment, Text


class Nothing(Form):
    """An act that asks for nothing more."""


class Note(Form):
    """A note, if there is something to say."""

    note = Text("说明", longest=500, area=True)


class Why(Form):
    """A note that must be given."""

    note = Text("理由", longest=500, area=True, required=True)


class Progress(Form):
    """登记进展."""

    note = Text("进展情况", longest=500, area=True, required=True)


class Contact(Form):
    """登记先行联系."""

    contacted_at = Moment("联系时间", required=True)
    not_reached = Choice("没有联系上的原因（已联系上不填）", "not_contacted_reasons")
    way = Choice("联系方式", "contact_ways", look="radios", load_default="phone")
    note = Text("联系内容", longest=500, area=True)


class Dispatch(Form):
    """派遣."""

    unit = Choice("承办单位", required=True)
    note = Text("派遣意见", longest=200, area=True)


class Handle(Form):
    """办结报告; what is required of which kind of ticket the policy says."""

    facts = Choice("事实认定", "facts", look="radios", required=True)
    appeal = Choice("诉求认定", "appeal", look="radios")
    site_visited = Choice("现场查看", "site_visited", look="radios")
    site_visited_at = Moment("查看时间")
    result = Choice("处理结果", "outcomes", look="radios", required=True)
    reply_way = Choice("答复方式", "reply_ways", look="radios", required=True)
    replied_at = Moment("答复时间")
    reply = Text("答复要点", longest=500, area=True, required=True)
    explanation = Text("情况说明（非常规认定必填）", longest=500, area=True)


class CallBack(Form):
    """登记回访."""

    called_back_at = Moment("回访时间", required=True)
    reached = Choice("是否接通", look="radios", required=True)
    contacted = Choice("办理前是否先行联系", "contacted", look="radios")
    solved = Choice("是否解决", "solved", look="radios")
    satisfaction = Choice("满意度", "satisfaction", look="radios")
    note = Text("回访记录", longest=500, area=True)


class AskReturn(Form):
    """申请退单."""

    reason = Choice("退单原因", "return_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class AskExtension(Form):
    """申请延期."""

    reason = Choice("延期原因", "extension_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class Crossing(Form):
    """认定三跨."""

    kinds = Choices("类型", "crossing_kinds")
    units = Choices("涉及单位")
    reason = Text("认定理由", longest=500, area=True, required=True)


class CrossingResult(Form):
    """三跨销号."""

    result = Text("处置结果", longest=500, area=True, required=True)


class Correct(Form):
    """更正."""

    field = Choice("更正哪一项", required=True)
    new = Text("改为", longest=200, required=True, shown={"help": "网格、居民区和类别请填全称。"})
    reason = Text("更正原因", longest=200, required=True)


class Verify(Form):
    """核实."""

    note = Text("核实情况", longest=500, area=True)


class Void(Form):
    """作废."""

    reason = Choice("作废原因", "void_reasons", look="radios", required=True)
    note = Text("说明", longest=500, area=True)


class File(Form):
    """立案."""

    category = Choice("问题小类", required=True)
    condition = Choice("立案条件（不选用第一条）")


class HandleIssue(Form):
    """处置结果."""

    result = Text("处置情况", longest=500, area=True, required=True)


class CheckIssue(Form):
    """核查."""

    passed = Choice("核查结论", look="radios", required=True)
    reason = Choice("不通过的原因", "check_reasons")
    note = Text("核查情况", longest=500, area=True)


class CloseIssue(Form):
    """结案."""

    outcome = Choice("处置结果", "issue_outcomes", look="radios", required=True)


def as_flag(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Turn a yes/no choice into the flag a command wants."""
    return values | {name: values[name] == "yes"}
