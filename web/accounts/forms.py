"""The forms of an account."""

import re

from web.accounts.passwords import RULE
from web.frame import forms
from web.frame.forms import Form

LOGIN = "账号用小写字母开头，只用小写字母、数字和下划线，2至30位。"
_LOGIN = re.compile(r"[a-z][a-z0-9_]{1,29}")
NEW_PASSWORD = {"kind": "password", "help": RULE}
FIRST_PASSWORD = {
    "kind": "password",
    "help": f"{RULE}；审计、管理员、街道领导要两人办理，批准后另给密码，不用这里填的",
}
AGAIN = {"kind": "password"}


def is_login(text: str) -> bool:
    """Whether a text can be a login."""
    return _LOGIN.fullmatch(text) is not None


class RolesForm(Form):
    """What somebody may do, and where."""

    roles = forms.Choices("岗位", metadata={"help": "管理员、审计不能兼任其他岗位"})
    grids = forms.Choices("网格", metadata={"help": "网格员、网格长在这些网格里工作"})
    unit = forms.Text(
        "单位", longest=100, metadata={"help": "承办单位的岗位只能办理派给本单位的案件"}
    )


class OpenForm(RolesForm):
    """A new account."""

    login = forms.Text("账号", longest=30, required=True, metadata={"help": LOGIN})
    name = forms.Text("姓名", longest=40, required=True)
    password = forms.Text("初始密码", longest=1000, required=True, metadata=FIRST_PASSWORD)

    class Meta(Form.Meta):
        """Who it is comes first."""

        fields = ("login", "name", "password", "roles", "grids", "unit")
        ordered = True


class AssignForm(RolesForm):
    """Other roles from now on."""

    reason = forms.Text("调整原因", required=True)


class ReasonForm(Form):
    """Why an account is suspended or restored."""

    reason = forms.Text("原因", required=True)


class ResetForm(Form):
    """A new password for somebody else."""

    password = forms.Text("新密码", longest=1000, required=True, metadata=NEW_PASSWORD)
    reason = forms.Text("重置原因", required=True)


class OwnForm(Form):
    """A new password for oneself."""

    old = forms.Text("现在的密码", longest=1000, required=True, metadata=AGAIN)
    password = forms.Text("新密码", longest=1000, required=True, metadata=NEW_PASSWORD)
    again = forms.Text("再输入一次新密码", longest=1000, required=True, metadata=AGAIN)
