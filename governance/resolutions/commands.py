"""Commands of a resolution; what they tell is printed."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from governance.casework import commands as shared
from governance.kernel.command import Command


class ResolutionCommand(Command, frozen=True, kw_only=True):
    """Any command of a resolution."""

    STREAM: ClassVar[str] = "resolutions"


class AdoptResolution(ResolutionCommand, frozen=True, kw_only=True):
    """议定 a matter, together with the decision recorded in its meeting; no `due` means 长期."""

    serial: str
    meeting: UUID
    grid: str
    item: str
    case: UUID | None = None
    case_serial: str = ""
    matter: str
    requirement: str = ""
    leader: str = ""
    owner: str
    partners: tuple[str, ...] = ()
    due: date | None = None
    standard: str = ""


class BringResolution(ResolutionCommand, frozen=True, kw_only=True):
    """补录议定事项, from the row of a sheet that `batch` names: how it stands there.

    `stage` is open, closed or withdrawn, empty where the row does not say; `ended_at` when it
    ended, `note` how far it is or why it ended.
    """

    serial: str
    grid: str
    matter: str
    requirement: str = ""
    leader: str = ""
    owner: str
    partners: tuple[str, ...] = ()
    due: date | None = None
    standard: str = ""
    adopted_at: datetime
    stage: str = ""
    percent: int | None = None
    note: str = ""
    ended_at: datetime | None = None
    batch: str

    @property
    def impersonal(self) -> bool:
        """A row of a sheet is the same whoever brings the sheet."""
        return True


class ReportProgress(ResolutionCommand, frozen=True, kw_only=True):
    """登记落实情况: `percent` from 0 to 100."""

    percent: int
    note: str = ""


class MoveDue(ResolutionCommand, frozen=True, kw_only=True):
    """调整时限 as a meeting decided, saying why."""

    new: date | None
    reason: str
    meeting: UUID


class ClaimCompletion(ResolutionCommand, frozen=True, kw_only=True):
    """申请销号, with what shows it."""

    evidence: str
    proof: tuple[str, ...] = ()


class DeclineClaim(ResolutionCommand, frozen=True, kw_only=True):
    """退回销号, saying why."""

    reason: str


class CloseResolution(ResolutionCommand, frozen=True, kw_only=True):
    """核验销号."""

    note: str = ""


class WithdrawResolution(ResolutionCommand, frozen=True, kw_only=True):
    """撤销 as a meeting decided, saying why."""

    meeting: UUID
    reason: str


class ChaseResolution(shared.Chase, frozen=True, kw_only=True):
    """催办: the clock is `near` or `overdue`."""

    STREAM: ClassVar[str] = "resolutions"
