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


class ApproveChange(AccountCommand, frozen=True, kw_only=True):
    """批准账号变动: the second person agrees to what was `asked`, by the version of its record."""

    asked: int


class DeclineChange(AccountCommand, frozen=True, kw_only=True):
    """不批准账号变动; whoever asked takes it back so."""

    asked: int
    reason: str


class NoteEmergency(AccountCommand, frozen=True, kw_only=True):
    """应急办理: say that one person at the server does what two ought to."""

    change: str
    login: str
    reason: str


class NoteSecondFactor(AccountCommand, frozen=True, kw_only=True):
    """绑定动态验证码: note that somebody did; the secret is kept elsewhere."""


class ResetSecondFactor(AccountCommand, frozen=True, kw_only=True):
    """重置动态验证码: note that it was let go, so that the person binds another."""

    reason: str
