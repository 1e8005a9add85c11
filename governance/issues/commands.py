"""Commands of a grid issue. Texts are in clear; the application seals what is personal."""

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from governance.kernel.command import Command


class IssueCommand(Command, frozen=True, kw_only=True):
    """Any command of an issue."""

    STREAM: ClassVar[str] = "issues"


class ReportIssue(IssueCommand, frozen=True, kw_only=True):
    """上报, from a visit, a patrol, a ticket, a meeting or a person at the counter.

    `found_as` is a visit's own word for it, which the policy turns into a category.
    """

    serial: str
    source: str
    reported_at: datetime
    title: str
    description: str = ""
    reporter: str = ""
    phone: str = ""
    place: str = ""
    registered: UUID | None = None
    grid: str = ""
    area: str = ""
    category: str = ""
    found_as: str = ""
    visit: UUID | None = None
    finding: int = 0
    ticket: UUID | None = None
    photos: tuple[str, ...] = ()


class VerifyIssue(IssueCommand, frozen=True, kw_only=True):
    """核实: it is real."""

    note: str = ""
    photos: tuple[str, ...] = ()


class VoidIssue(IssueCommand, frozen=True, kw_only=True):
    """作废, with one of the `void_reasons`."""

    reason: str
    note: str = ""


class FileIssue(IssueCommand, frozen=True, kw_only=True):
    """立案 under a condition of the category table."""

    category: str
    condition: str


class DispatchIssue(IssueCommand, frozen=True, kw_only=True):
    """派遣 to a unit."""

    unit: str
    note: str = ""


class HandleIssue(IssueCommand, frozen=True, kw_only=True):
    """登记处置结果."""

    result: str
    proof: tuple[str, ...] = ()


class CheckIssue(IssueCommand, frozen=True, kw_only=True):
    """核查: settled or not; when not, with one of the `check_reasons`."""

    passed: bool
    reason: str = ""
    note: str = ""
    photos: tuple[str, ...] = ()


class CloseIssue(IssueCommand, frozen=True, kw_only=True):
    """结案, with one of the `issue_outcomes`."""

    outcome: str


class NoteVisitWithdrawn(IssueCommand, frozen=True, kw_only=True):
    """来源走访撤回: the visit that found this was withdrawn, and why."""

    visit: UUID
    reason: str
