"""Commands about a key. Texts are in clear; the application seals what is personal."""

from datetime import date
from typing import ClassVar

from governance.kernel.command import Command


class LendingCommand(Command, frozen=True, kw_only=True):
    """Any command about a key."""

    STREAM: ClassVar[str] = "lending"


class LendKey(LendingCommand, frozen=True, kw_only=True):
    """借出."""

    code: str
    room: str
    grid: str
    unit: str
    borrower: str
    until: date


class ReturnKey(LendingCommand, frozen=True, kw_only=True):
    """归还."""

    note: str = ""


class Remind(LendingCommand, frozen=True, kw_only=True):
    """催还."""
