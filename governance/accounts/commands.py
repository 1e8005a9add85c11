"""Commands of an account. Passwords never pass through here."""

from typing import ClassVar

from governance.kernel.command import Command


class AccountCommand(Command, frozen=True, kw_only=True):
    """Any command of an account."""

    STREAM: ClassVar[str] = "accounts"


class OpenAccount(AccountCommand, frozen=True, kw_only=True):
    """开户."""

    login: str
    name: str
    unit: str
    roles: tuple[str, ...]
    grids: tuple[str, ...] = ()


class AssignRoles(AccountCommand, frozen=True, kw_only=True):
    """授权: all roles and grids the account has from now on."""

    roles: tuple[str, ...]
    grids: tuple[str, ...]
    unit: str
    reason: str


class RenameAccount(AccountCommand, frozen=True, kw_only=True):
    """更名."""

    name: str


class SuspendAccount(AccountCommand, frozen=True, kw_only=True):
    """停用."""

    reason: str


class RestoreAccount(AccountCommand, frozen=True, kw_only=True):
    """恢复启用."""

    reason: str


class ResetPassword(AccountCommand, frozen=True, kw_only=True):
    """重置密码: note that it was done; the password itself is kept elsewhere."""

    reason: str = ""
