"""Commands of disclosures."""

from typing import ClassVar
from uuid import UUID

from governance.kernel.command import Command


class DisclosureCommand(Command, frozen=True, kw_only=True):
    """Any command of a disclosure stream."""

    STREAM: ClassVar[str] = "disclosures"


class Reveal(DisclosureCommand, frozen=True, kw_only=True):
    """查看个人信息; `grid` and `unit` are those of the subject, by which it is permitted."""

    subject: UUID
    fields: tuple[str, ...]
    purpose: str
    page: str = ""
    grid: str = ""
    unit: str = ""


class TakeExport(DisclosureCommand, frozen=True, kw_only=True):
    """导出; a file in which sealed `fields` were opened needs a purpose, a masked one none.

    `unit` is that of whoever takes it, by which it is permitted.
    """

    what: str
    filter: str
    rows: int
    position: int
    digest: str
    purpose: str = ""
    fields: tuple[str, ...] = ()
    unit: str = ""


class FinishExport(DisclosureCommand, frozen=True, kw_only=True):
    """Record that a file handed out while it was made is whole; the system does, as it ends."""

    taken: int
    rows: int
    digest: str
