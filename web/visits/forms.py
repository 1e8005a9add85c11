"""The forms of a visit."""

from web.frame import forms
from web.frame.forms import Form


class VisitForm(Form):
    """A visit as given at the door; checklists and findings stand beside it."""

    outcome = forms.Choice("走访结果", "visit_outcomes", look="radios", required=True)
    way = forms.Choice("走访方式", "visit_ways", look="radios", required=True)
    narrative = forms.Text(
        "情况记录",
        longest=2000,
        area=True,
        metadata={"help": "写下听到的、看到的；未遇、拒访时写明原因"},
    )
    satisfaction = forms.Choice("对方满意度", "visit_satisfaction", look="radios")
    next_on = forms.Day("下次走访日期")
    keeps = forms.Choice("这次是否就是约定的走访", look="radios")
    seven = forms.Choices("做到了哪几条", "seven")
    made_at = forms.Moment("走访时间")
    visitee = forms.Choice("走访对象", "visitee_kinds")
    companions = forms.Choices("结伴单位", "visit_companions")
    forces = forms.Choices("走访力量", "visit_forces")


class FindingForm(Form):
    """One thing found."""

    title = forms.Text(
        "发现的问题", longest=60, required=True, metadata={"help": "一句话，不写姓名和电话"}
    )
    outcome = forms.Choice("怎么处理", look="radios", required=True)
    category = forms.Choice("问题类别", "finding_categories")
    description = forms.Text("详细情况", longest=500, area=True)
    explanation = forms.Text(
        "解决情况",
        longest=500,
        area=True,
        metadata={"help": "当场解决的，写明怎么解决的，或附上照片"},
    )


class PlanForm(Form):
    """When to visit the chosen doors, who goes, and what for."""

    planned_for = forms.Day("走访日期", required=True)
    visitor = forms.Choice("谁去走访", metadata={"help": "不选的，由本网格任何一位网格员走访"})
    theme = forms.Choice("附带专项", "visit_themes", look="radios")
    rule = forms.Choice("走访原因", "revisit_reasons", look="radios")
    reason = forms.Text("补充说明", longest=100, metadata={"help": "不写姓名和电话"})


class CancelForm(Form):
    """Why a planned visit is not to be made."""

    reason = forms.Text("取消原因", longest=100, required=True, metadata={"help": "不写姓名和电话"})


class CallOffForm(Form):
    """Why an agreed day does not stand any more."""

    reason = forms.Text("取消原因", longest=100, required=True, metadata={"help": "不写姓名和电话"})


class CorrectForm(Form):
    """How a time at a door was, where it was entered wrongly."""

    made_at = forms.Moment("走访时间", required=True)
    way = forms.Choice("走访方式", "visit_ways", look="radios", required=True)
    visitee = forms.Choice("走访对象", "visitee_kinds", required=True)
    satisfaction = forms.Choice("对方满意度", "visit_satisfaction", look="radios")
    next_on = forms.Day("下次走访日期")
    narrative = forms.Text(
        "情况记录",
        longest=2000,
        area=True,
        metadata={"help": "不用改的不填；要改的，请完整地重新写一遍"},
    )
    reason = forms.Text("更正原因", longest=100, required=True, metadata={"help": "不写姓名和电话"})


class WithdrawForm(Form):
    """Why a time at a door was none."""

    reason = forms.Text(
        "撤回原因",
        longest=100,
        required=True,
        metadata={"help": "如重复登记、记错了门户；不写姓名和电话"},
    )


class ReopenForm(Form):
    """Why a finding said to be solved is not."""

    reason = forms.Text("原因", longest=100, required=True, metadata={"help": "不写姓名和电话"})


class SolvedForm(Form):
    """A finding that has been settled since."""

    explanation = forms.Text("解决情况", longest=500, area=True)


TOP = ("outcome", "way")
KEEPS = [("", "不是，仍按约定再访"), ("yes", "是，不再另访")]
MORE = ("satisfaction", "next_on", "made_at", "visitee", "companions", "forces")
FINDING_OUTCOMES = [("solved", "当场解决"), ("escalated", "转网格问题"), ("hazard", "记为隐患")]
NO_FINDING = "none"
DEALT = [
    ("hazard", "记为隐患"),
    ("escalated", "转网格问题"),
    ("solved", "当场解决"),
    (NO_FINDING, "不作为问题"),
]
"""What a no to an essential check may become."""
ANSWERS = {"yes": "是", "no": "否", "na": "不适用"}
MOST_FINDINGS = 20
