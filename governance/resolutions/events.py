"""Stored shapes; see CONTRIBUTING.md before changing one.

What is said here is printed: official text in clear (docs/adr/0007), never a resident's data.
"""

from datetime import datetime
from uuid import UUID

from governance.casework import events as shared
from governance.kernel.event import Event, event


@event("resolutions.ResolutionAdopted")
class ResolutionAdopted(Event, frozen=True, kw_only=True):
    """议定事项: a meeting resolved that a unit does something by a day, and by what it is judged.

    `meeting` and `item` say where it was decided, `case` and `case_serial` what it is about.
    `due` is the end of business of the day set; None is a standing duty (长期). `leader` is the
    account of the leader who answers for it. `adopted_at` is when, where a
    sheet (`batch`) brought it, of which no meeting is here.
    """

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
    due: datetime | None = None
    standard: str = ""
    adopted_at: datetime | None = None
    batch: str = ""


@event("resolutions.ProgressReported")
class ProgressReported(Event, frozen=True, kw_only=True):
    """落实情况: how far the matter is, in percent and in words."""

    percent: int
    note: str = ""


@event("resolutions.DueMoved")
class DueMoved(Event, frozen=True, kw_only=True):
    """调整时限: a meeting set another day, and why."""

    old: datetime | None
    new: datetime | None
    reason: str
    meeting: UUID


@event("resolutions.CompletionClaimed")
class CompletionClaimed(Event, frozen=True, kw_only=True):
    """申请销号: the owner says it is done; `proof` are digests of attachments."""

    evidence: str
    proof: tuple[str, ...] = ()


@event("resolutions.ClaimDeclined")
class ClaimDeclined(Event, frozen=True, kw_only=True):
    """退回销号: the claim did not stand, and why; the matter is open again."""

    reason: str


@event("resolutions.ResolutionClosed")
class ResolutionClosed(Event, frozen=True, kw_only=True):
    """销号: somebody verified that the standard is met; `claimant` is who had claimed it.

    `closed_at` is when, where a sheet says so.
    """

    claimant: str
    note: str = ""
    closed_at: datetime | None = None


@event("resolutions.ResolutionWithdrawn")
class ResolutionWithdrawn(Event, frozen=True, kw_only=True):
    """撤销: a meeting decided that the matter is pursued no more, and why.

    `withdrawn_at` is when, where a sheet says so.
    """

    meeting: UUID
    reason: str
    withdrawn_at: datetime | None = None


@event("resolutions.ResolutionChased")
class ResolutionChased(shared.Chased, frozen=True, kw_only=True):
    """催办: the day is near (`near`) or has passed (`overdue`)."""
