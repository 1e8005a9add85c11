"""Commands of the door, which the system itself sends."""

from datetime import datetime
from typing import ClassVar

from governance.kernel.command import Command


class SignInCommand(Command, frozen=True, kw_only=True):
    """Any command of the door."""

    STREAM: ClassVar[str] = "sign_ins"

    login: str


class NoteSignIn(SignInCommand, frozen=True, kw_only=True):
    """登录; `factor` is what was given beside the password: code, recovery or nothing."""

    network: str = ""
    factor: str = ""


class NoteSignOut(SignInCommand, frozen=True, kw_only=True):
    """退出登录."""


class NoteFailures(SignInCommand, frozen=True, kw_only=True):
    """登录失败: so many since the last that were told."""

    failures: int
    first_at: datetime
    last_at: datetime
    networks: tuple[str, ...] = ()
