"""Commands of a visit. Texts are in clear; the application seals what is personal."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

import msgspec

from governance.kernel.command import Command


class VisitCommand(Command, frozen=True, kw_only=True):
    """Any command of a visit."""

    STREAM: ClassVar[str] = "visits"


class ToldAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a theme's checklist as filled in: yes, no or na.

    A no that must be dealt with has opened the finding of that number, or says why none in `note`.
    """

    theme: str
    item: str
    answer: str
    note: str = ""
    finding: int = 0


class ToldFinding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found, as given; `outcome` is solved, escalated or hazard."""

    number: int
    title: str
    outcome: str
    category: str = ""
    description: str = ""
    explanation: str = ""
    proof: tuple[str, ...] = ()
    issue: str = ""


class ToldColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column of a sheet that answers yes, no or na."""

    name: str
    answer: str


class PlanVisit(VisitCommand, frozen=True, kw_only=True):
    """计划走访; `rule` is one of `revisit_reasons`, `reason` what the planner adds to it."""

    place: UUID
    visitee: str
    grid: str
    area: str
    planned_for: date
    theme: str = ""
    reason: str = ""
    rule: str = ""
    visitor: str = ""


class CancelPlan(VisitCommand, frozen=True, kw_only=True):
    """取消走访计划."""

    reason: str


class LogVisit(VisitCommand, frozen=True, kw_only=True):
    """登记走访, planned or not; `outcome` is met, not_met or refused.

    `narrative` is the diary of a visit and the note of a missed one; `next_on` the day of the
    re-visit or of the next try. With `keeps` this is the visit that was agreed before, on whatever
    day: nothing more is to come of that. `as_before` is the record the form was filled in from.
    """

    place: UUID
    visitee: str
    grid: str
    area: str
    made_at: datetime
    outcome: str
    way: str
    companions: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    answers: tuple[ToldAnswer, ...] = ()
    seven_edition: int = 0
    seven: tuple[str, ...] = ()
    narrative: str = ""
    findings: tuple[ToldFinding, ...] = ()
    photos: tuple[str, ...] = ()
    next_on: date | None = None
    satisfaction: str = ""
    keeps: bool = False
    as_before: str = ""


class BringVisit(LogVisit, frozen=True, kw_only=True):
    """补录走访, from the row of a sheet that `batch` names: `visitor` is the account that went.

    What the row does not tell is empty. `columns` are its other columns that answer yes, no or
    na: one named as a check of a theme for such a place is the answer to it.
    """

    visitor: str
    columns: tuple[ToldColumn, ...] = ()
    batch: str

    @property
    def impersonal(self) -> bool:
        """A row of a sheet is the same whoever brings the sheet."""
        return True


class CallOffRevisit(VisitCommand, frozen=True, kw_only=True):
    """取消约定: the day agreed at this visit for the next one does not stand any more."""

    reason: str


class SolveFinding(VisitCommand, frozen=True, kw_only=True):
    """登记已解决 of a finding that stayed open."""

    number: int
    proof: tuple[str, ...] = ()
    explanation: str = ""


class EscalateFinding(VisitCommand, frozen=True, kw_only=True):
    """转为网格问题: the issue with this serial takes the finding over."""

    number: int
    issue: str


class CorrectVisit(VisitCommand, frozen=True, kw_only=True):
    """更正走访: what record `entry` told (0: the last) was entered wrongly, and how it was.

    An empty `narrative` leaves the text as it is.
    """

    entry: int = 0
    made_at: datetime
    way: str
    visitee: str
    satisfaction: str = ""
    next_on: date | None = None
    narrative: str = ""
    reason: str


class WithdrawVisit(VisitCommand, frozen=True, kw_only=True):
    """撤回走访: the time at a door in record `entry` (0: the last) was none, or is told twice."""

    entry: int = 0
    reason: str


class ReopenFinding(VisitCommand, frozen=True, kw_only=True):
    """恢复为隐患: a finding said to be solved is not."""

    number: int
    reason: str
