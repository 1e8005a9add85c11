"""What may be done with an account, in words."""

from governance.accounts import commands as ask
from web.accounts.forms import AssignForm, ReasonForm, ResetForm
from web.frame.acts import Act
from web.frame.current import policies

ACTS = (
    Act(
        name="roles",
        label="调整岗位与网格",
        button="保存岗位",
        done="已调整岗位。",
        command=ask.AssignRoles,
        form=AssignForm,
    ),
    Act(
        name="restore",
        label="恢复启用",
        done="已恢复启用。",
        command=ask.RestoreAccount,
        form=ReasonForm,
    ),
    Act(
        name="password",
        label="重置密码",
        done="已重置密码，请当面告知。",
        command=ask.ResetPassword,
        form=ResetForm,
    ),
    Act(
        name="second-factor",
        label="重置动态验证码",
        done="已重置动态验证码，本人下次登录时重新绑定。",
        command=ask.ResetSecondFactor,
        form=ReasonForm,
        fits=lambda state: not set(policies().security.second_factor.roles).isdisjoint(state.roles),
    ),
    Act(
        name="suspend",
        label="停用",
        done="已停用，此人已退出登录。",
        command=ask.SuspendAccount,
        form=ReasonForm,
        danger=True,
    ),
)
