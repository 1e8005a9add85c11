"""Stored shapes; see CONTRIBUTING.md before changing one."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed


class Answer(msgspec.Struct, frozen=True, omit_defaults=True):
    """One row of a theme's checklist: `answer` is yes, no or na.

    A no to an `essential` check has opened the finding of that number, or `note` says why none;
    records from before checklists said which are essential count as such.
    """

    theme: str
    item: str
    answer: str
    note: Sealed | None = None
    number: int = 0
    finding: int = 0
    essential: bool = True


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing found: solved on the spot, escalated to the issue `issue`, or kept as a hazard.

    `proof` are SHA-256 digests of attachments.
    """

    number: int
    title: str
    outcome: str
    category: str = ""
    description: Sealed | None = None
    explanation: Sealed | None = None
    proof: tuple[str, ...] = ()
    issue: str = ""


@event("visits.VisitPlanned")
class VisitPlanned(Event, frozen=True, kw_only=True):
    """走访计划: a place is to be visited on a day, for a reason or by a rule.

    `rule` is one of `revisit_reasons`; `visitor` the account that is to go, none for anybody.
    """

    place: UUID
    visitee: str
    grid: str
    area: str
    planned_for: date
    theme: str = ""
    reason: str = ""
    rule: str = ""
    visitor: str = ""


@event("visits.PlanCancelled")
class PlanCancelled(Event, frozen=True, kw_only=True):
    """取消走访计划: the visit is not to be made."""

    reason: str


@event("visits.VisitMade")
class VisitMade(Event, frozen=True, kw_only=True):
    """走访: somebody was met; what was asked, said, found and agreed.

    `seven` are the 七要诀 that were kept, as the edition of the option lists named words them;
    edition 0 means they were not gone through. `photos` are SHA-256 digests of attachments.
    `visitor` is who went, where a sheet (`batch`) brought the visit: else whoever recorded it.
    `revisit_on` was agreed for the next visit, and stands until one is made on that day or later,
    until one `keeps` it earlier, until another day is agreed, or until it is called off.
    `as_before` is the record of the visit it was said to be like, and filled in from.
    """

    place: UUID
    visitee: str
    grid: str
    area: str
    made_at: datetime
    way: str
    companions: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    answers: tuple[Answer, ...] = ()
    seven_edition: int = 0
    seven: tuple[str, ...] = ()
    narrative: Sealed | None = None
    findings: tuple[Finding, ...] = ()
    photos: tuple[str, ...] = ()
    revisit_on: date | None = None
    satisfaction: str = ""
    keeps: bool = False
    visitor: str = ""
    batch: str = ""
    as_before: str = ""

    @property
    def failed(self) -> int:
        """How many essential checks were answered no and opened no finding."""
        return sum(
            each.answer == "no" and each.essential and not each.finding for each in self.answers
        )


@event("visits.VisitMissed")
class VisitMissed(Event, frozen=True, kw_only=True):
    """未遇: nobody was met, or the door was refused; `outcome` is not_met or refused.

    `photos` are SHA-256 digests of attachments: the door that stayed shut. `findings` are what was
    seen all the same, on the stairs or from the door. `visitor` is who went,
    where a sheet (`batch`) brought it.
    """

    place: UUID
    visitee: str
    grid: str
    area: str
    tried_at: datetime
    outcome: str
    way: str
    companions: tuple[str, ...] = ()
    note: Sealed | None = None
    next_try: date | None = None
    photos: tuple[str, ...] = ()
    visitor: str = ""
    batch: str = ""
    findings: tuple[Finding, ...] = ()


@event("visits.RevisitCalledOff")
class RevisitCalledOff(Event, frozen=True, kw_only=True):
    """取消约定: the day agreed in record `agreed_in` of this visit does not stand any more."""

    place: UUID
    agreed_in: int
    on: date
    reason: str


@event("visits.FindingSolved")
class FindingSolved(Event, frozen=True, kw_only=True):
    """发现问题已解决: what a visit found is settled, with proof or an explanation."""

    number: int
    proof: tuple[str, ...] = ()
    explanation: Sealed | None = None


@event("visits.FindingEscalated")
class FindingEscalated(Event, frozen=True, kw_only=True):
    """转为网格问题: what a visit found has become the issue with this serial."""

    number: int
    issue: str


@event("visits.VisitCorrected")
class VisitCorrected(Event, frozen=True, kw_only=True):
    """更正走访: what record `entry` of this visit told was entered wrongly, and stays readable.

    Each fact stands here as it is, beside what it was; a text only where it is another. `numbers`
    are those of what was found then.
    """

    place: UUID
    entry: int
    reason: str
    made_at: datetime
    old_made_at: datetime
    way: str
    old_way: str
    visitee: str
    old_visitee: str
    satisfaction: str = ""
    old_satisfaction: str = ""
    revisit_on: date | None = None
    old_revisit_on: date | None = None
    narrative: Sealed | None = None
    note: Sealed | None = None
    numbers: tuple[int, ...] = ()


@event("visits.VisitWithdrawn")
class VisitWithdrawn(Event, frozen=True, kw_only=True):
    """撤回走访: the time at a door in record `entry` of this visit was none, or is told twice.

    Nothing of it counts any more; what was made of it stays readable. The visit stands at `stage`
    again. `numbers` are those of what was found then, `issues` what has become of them.
    """

    place: UUID
    entry: int
    reason: str
    stage: str
    numbers: tuple[int, ...] = ()
    issues: tuple[str, ...] = ()


@event("visits.FindingReopened")
class FindingReopened(Event, frozen=True, kw_only=True):
    """恢复为隐患: what was said to be solved is not; what was told of it stays readable."""

    number: int
    reason: str
