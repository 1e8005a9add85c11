"""Stored shapes; see CONTRIBUTING.md before changing one."""

from datetime import datetime
from uuid import UUID

from governance.casework import events as shared
from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline


@event("issues.IssueReported")
class IssueReported(Event, frozen=True, kw_only=True):
    """上报: somebody found or said of an issue in a grid.

    `place` is the public part of the address, `registered` the place of the register it concerns;
    `visit` and `finding` say which finding of which visit it was. `photos` are SHA-256 digests.
    """

    serial: str
    source: str
    reported_at: datetime
    title: str
    description: Sealed | None = None
    reporter: Sealed | None = None
    phone: Sealed | None = None
    place: str = ""
    registered: UUID | None = None
    grid: str = ""
    area: str = ""
    category: str = ""
    visit: UUID | None = None
    finding: int = 0
    ticket: UUID | None = None
    photos: tuple[str, ...] = ()
    verify_due: Deadline


@event("issues.IssueVerified")
class IssueVerified(Event, frozen=True, kw_only=True):
    """核实: somebody went and saw that the issue is real."""

    verified_at: datetime
    note: Sealed | None = None
    photos: tuple[str, ...] = ()


@event("issues.IssueVoided")
class IssueVoided(Event, frozen=True, kw_only=True):
    """作废: the issue is not real, not ours or already known; one of `void_reasons`."""

    reason: str
    note: str = ""


@event("issues.IssueFiled")
class IssueFiled(Event, frozen=True, kw_only=True):
    """立案: a condition of the category table is met, whose limit is the issue's own."""

    category: str
    condition: str
    dispatch_due: Deadline
    handle_due: Deadline


@event("issues.IssueDispatched")
class IssueDispatched(shared.Dispatched, frozen=True, kw_only=True):
    """派遣: a unit is to handle the issue."""


@event("issues.IssueHandled")
class IssueHandled(Event, frozen=True, kw_only=True):
    """处置: the unit reports what it did, with proof."""

    handled_at: datetime
    result: Sealed
    proof: tuple[str, ...] = ()
    check_due: Deadline


@event("issues.IssueChecked")
class IssueChecked(Event, frozen=True, kw_only=True):
    """核查通过: somebody else went and saw that it is settled."""

    checked_at: datetime
    note: Sealed | None = None
    photos: tuple[str, ...] = ()


@event("issues.IssueCheckFailed")
class IssueCheckFailed(Event, frozen=True, kw_only=True):
    """核查不通过: it is not settled; the unit starts another round."""

    checked_at: datetime
    round: int
    unit: str
    reason: str
    note: Sealed | None = None
    photos: tuple[str, ...] = ()
    handle_due: Deadline


@event("issues.IssueClosed")
class IssueClosed(Event, frozen=True, kw_only=True):
    """结案: nothing more is to be done."""

    closed_at: datetime
    outcome: str


@event("issues.VisitWithdrawnNoted")
class VisitWithdrawnNoted(Event, frozen=True, kw_only=True):
    """来源走访撤回: the visit that found this was withdrawn; what becomes of it is to be said."""

    visit: UUID
    reason: str
