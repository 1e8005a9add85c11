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
