"""What may be done with a grid issue, in words."""

from typing import Any

from governance.issues import commands as ask
from governance.issues.kind import ISSUE
from web.casework.acts import as_flag, shared, units
from web.casework.forms import Dispatch
from web.casework.listing import seen_by
from web.frame import current
from web.frame.acts import Act, Values
from web.frame.form_page import Choices
from web.issues import forms


def _conditions(_: Any) -> Choices:
    tree = current.book().categories
    leaves = tree.leaves("grid")
    return {
        "category": [(leaf.code, tree.name(leaf.code)) for leaf in leaves],
        "condition": [
            (row.code, f"{leaf.name}：{row.text}（{row.limit}）")
            for leaf in leaves
            for row in tree.conditions(leaf.code)
        ],
    }


def _first_condition(values: Values) -> Values:
    conditions = current.book().categories.conditions(values["category"])
    first = conditions[0].code if conditions else ""
    return values | {"condition": values["condition"] or first}


ACTS = (
    Act(
        name="verify",
        label="核实属实",
        done="已核实，等待立案",
        command=ask.VerifyIssue,
        purpose="verify",
        form=forms.Verify,
    ),
    Act(
        name="file",
        label="立案",
        done="已立案，等待派遣",
        command=ask.FileIssue,
        form=forms.File,
        build=_first_condition,
        choices=_conditions,
        start=lambda state: {"category": state.category},
    ),
    Act(
        name="dispatch",
        label="派遣",
        done="问题已派遣",
        command=ask.DispatchIssue,
        purpose="handle",
        form=Dispatch,
        choices=units,
        receipt=lambda state: f"问题已派遣给{state.unit}{seen_by(state.grid)}",
        fits=lambda state: state.stage != "dispatched",
    ),
    Act(
        name="redispatch",
        label="改派",
        done="问题已改派",
        command=ask.DispatchIssue,
        purpose="handle",
        form=Dispatch,
        choices=units,
        receipt=lambda state: f"问题已改派给{state.unit}",
        fits=lambda state: state.stage == "dispatched",
    ),
    Act(
        name="handle",
        label="登记处置结果",
        done="处置结果已提交，等待核查",
        command=ask.HandleIssue,
        purpose="handle",
        form=forms.Handle,
    ),
    Act(
        name="check",
        label="核查",
        done="核查结论已登记",
        command=ask.CheckIssue,
        purpose="verify",
        form=forms.Check,
        build=lambda values: as_flag(values, "passed"),
        choices=lambda _: {"passed": [("yes", "通过"), ("no", "不通过，返工")]},
    ),
    Act(
        name="close",
        label="结案",
        done="问题已结案",
        command=ask.CloseIssue,
        form=forms.Close,
    ),
    *shared(ISSUE),
    Act(
        name="void",
        label="作废",
        done="问题已作废",
        command=ask.VoidIssue,
        form=forms.Void,
    ),
)
