"""Stored shapes; see CONTRIBUTING.md before changing one."""

from governance.kernel.event import Event, event


@event("accounts.AccountOpened")
class AccountOpened(Event, frozen=True, kw_only=True):
    """开户: somebody may log in and has roles, reaching the grids and the unit named."""

    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    grids: tuple[str, ...] = ()


@event("accounts.RolesAssigned")
class RolesAssigned(Event, frozen=True, kw_only=True):
    """授权: what somebody may do, where and for which unit, from now on."""

    roles: tuple[str, ...]
    grids: tuple[str, ...]
    unit: str
    reason: str


@event("accounts.AccountRenamed")
class AccountRenamed(Event, frozen=True, kw_only=True):
    """更名: the name shown for the account is another one."""

    old: str
    new: str


@event("accounts.AccountSuspended")
class AccountSuspended(Event, frozen=True, kw_only=True):
    """停用: the account may no longer log in; what it did stays under its name."""

    reason: str


@event("accounts.AccountRestored")
class AccountRestored(Event, frozen=True, kw_only=True):
    """恢复启用: the account may log in again."""

    reason: str


@event("accounts.PasswordReset")
class PasswordReset(Event, frozen=True, kw_only=True):
    """重置密码: the old password no longer opens the account; nothing of either is kept here."""

    reason: str = ""


@event("accounts.ChangeAsked")
class ChangeAsked(Event, frozen=True, kw_only=True):
    """申请账号变动: one person asks for a `change` that takes two; nothing is changed yet.

    `change` is open, roles, password, suspend, restore or second_factor; the other fields are what
    it sets.
    """

    change: str
    login: str
    reason: str = ""
    name: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()


@event("accounts.ChangeApproved")
class ChangeApproved(Event, frozen=True, kw_only=True):
    """批准账号变动: a second person agrees to what was `asked`; what comes of it follows."""

    asked: int
    change: str


@event("accounts.ChangeDeclined")
class ChangeDeclined(Event, frozen=True, kw_only=True):
    """不批准账号变动: nothing comes of what was `asked`."""

    asked: int
    change: str
    reason: str


@event("accounts.EmergencyTaken")
class EmergencyTaken(Event, frozen=True, kw_only=True):
    """应急办理: somebody at the server did alone what takes two; what he did follows."""

    change: str
    login: str
    reason: str


@event("accounts.SecondFactorBound")
class SecondFactorBound(Event, frozen=True, kw_only=True):
    """绑定动态验证码: the account opens with a code of a telephone too; no secret is kept here."""


@event("accounts.SecondFactorReset")
class SecondFactorReset(Event, frozen=True, kw_only=True):
    """重置动态验证码: what was bound opens no more; at the next log-in another is bound."""

    reason: str
