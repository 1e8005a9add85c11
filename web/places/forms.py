"""The forms of a place."""

import re

from web.frame import forms
from web.frame.forms import Form

CODE = "编号只用字母、数字和短横线。"
_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


def is_code(text: str) -> bool:
    """Whether a text can be the code of a place."""
    return _CODE.fullmatch(text) is not None


class PlaceForm(Form):
    """A new place."""

    kind = forms.Choice("登记对象", "place_kinds", required=True)
    code = forms.Text("编号", longest=40, required=True, metadata={"help": "登记后不能再改"})
    name = forms.Text("名称", longest=100, required=True)
    grid = forms.Choice("所属网格")
    area = forms.Choice("所属居民区")
    address = forms.Text("地址", metadata={"help": "写到弄、号、楼，不写室号"})
    door = forms.Text("门牌", longest=40, metadata={"help": "室号或铺位，加密保存"})
    head = forms.Text("户主或负责人", longest=40, metadata={"help": "加密保存"})
    phone = forms.Text("联系电话", longest=40, metadata={"help": "加密保存"})


class MoveForm(Form):
    """A place comes under another grid or area."""

    grid = forms.Choice("划入网格", required=True)
    area = forms.Choice("划入居民区")
    reason = forms.Text("划转原因", required=True)


class TagForm(Form):
    """Who lives here, and how often to visit."""

    interval = forms.Choice("走访间隔", "visit_intervals", look="radios", required=True)
    tags = forms.Choices(
        "重点对象标签",
        "household_tags",
        metadata={"help": "属于敏感个人信息；保存后以这次勾选的为准"},
    )


class PurposeForm(Form):
    """What the present tags are looked at for."""

    purpose = forms.Choice(
        "查看用途",
        "reveal_purposes",
        look="radios",
        required=True,
        metadata={
            "help": "这一户已登记标签。标签属于敏感个人信息，每次查看都会记录您的姓名、时间和用途"
        },
    )


class CorrectForm(Form):
    """One fact is another."""

    field = forms.Choice("更正哪一项", required=True)
    new = forms.Text("改为", longest=200, required=True)
    reason = forms.Text("更正原因", required=True)


class ReasonForm(Form):
    """Why a place leaves the register, or comes back."""

    reason = forms.Text("原因", required=True)
