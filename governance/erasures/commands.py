"""Commands of an erasure."""

from typing import ClassVar

from governance.kernel.command import Command


class ErasePersonalData(Command, frozen=True, kw_only=True):
    """依法删除个人信息; `subject` is the keyed pseudonym whose key goes with it."""

    STREAM: ClassVar[str] = "erasures"

    subject: str
    basis: str
    asked_by: str
    reason: str
