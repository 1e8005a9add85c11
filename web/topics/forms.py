"""The forms of a topic."""

from typing import Any

from web.frame.forms import Amount, Choice, Choices, Day, Form, Official, Proofs, Real, Text

STEPS = 5


class Basics(Form):
    """What a topic is about."""

    title = Text("课题", required=True)
    background = Official("为什么选这个题", longest=1000)
    measure = Text("衡量指标", required=True, metadata={"help": "例如：飞线充电处数。"})
    unit = Text("单位")
    baseline = Real("现状值", required=True)
    target = Real("目标值", required=True)
    lead = Choice("牵头单位", required=True)
    partners = Choices("配合单位")
    leader = Choice("负责人")
    start = Day("开始日期", required=True)
    until = Day("结束日期", required=True)


def opening() -> Form:
    """Give the form of 立题 with room for some milestones; the first is a must."""
    fields: dict[str, Any] = {}
    for n in range(1, STEPS + 1):
        fields[f"step{n}"] = Text(f"节点{n}", required=n == 1)
        fields[f"due{n}"] = Day(f"节点{n}日期", required=n == 1)
        fields[f"standard{n}"] = Text(f"节点{n}完成标准")
    kind: type[Form] = type("Open", (Basics,), fields)
    return kind()


class Progress(Form):
    """登记课题进展."""

    percent = Amount("完成进度", unit="%", required=True)
    value = Real("指标现在的数值")
    note = Official("进展情况", required=True)


class Reach(Form):
    """登记节点完成."""

    on = Day("完成日期", required=True)
    evidence = Official("完成情况", required=True)
    proof = Proofs("凭证")


class Unreach(Form):
    """撤回节点完成."""

    reason = Text("撤回原因", required=True)


class MoveStep(Form):
    """调整节点."""

    new = Day("改到", required=True)
    reason = Text("调整原因", required=True)


class Conclude(Form):
    """结题."""

    achieved = Choice("目标是否达成", look="radios", required=True)
    value = Real("指标最终数值")
    result = Official("课题成果", longest=1000, required=True)
    review = Official("复盘", longest=1000, required=True)
