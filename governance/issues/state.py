"""What a grid issue remembers, and what each event changes in it."""

from datetime import datetime
from typing import ClassVar

from msgspec.structs import replace

from governance.casework import case
from governance.casework.kind import Kind
from governance.issues import events as fact
from governance.issues.kind import ISSUE
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.book import PolicyBook
from governance.policy.deadlines import Deadline


class State(case.CaseState, frozen=True, kw_only=True):
    """An issue: stages absent, reported, verified, filed, dispatched, handled, checked; ends."""

    KIND: ClassVar[Kind] = ISSUE

    serial: str = ""
    source: str = ""
    title: str = ""
    place: str = ""
    condition: str = ""
    verify_due: Deadline | None = None
    dispatch_due: Deadline | None = None
    check_due: Deadline | None = None
    result: Sealed | None = None
    outcome: str = ""
    reporter: str = ""

    def redo_due(self, policy: PolicyBook, now: datetime) -> Deadline:
        """Give the limit of another round that starts now."""
        return policy.deadline("issues", "redo", now, source=self.source, category=self.category)

    def resumed(self, policy: PolicyBook, now: datetime) -> case.Resumed:
        """Give where an issue that was over goes on; a voided one is looked at anew."""
        if self.stage != "void":
            return super().resumed(policy, now)
        due = policy.deadline("issues", "verify", now, source=self.source, category=self.category)
        return case.Resumed("reported", "verify", due)


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.IssueReported():
            return replace(
                state,
                stage="reported",
                serial=event.serial,
                reporter=event.actor,
                source=event.source,
                title=event.title,
                place=event.place,
                grid=event.grid,
                area=event.area,
                category=event.category,
                verify_due=event.verify_due,
            )
        case fact.IssueVerified():
            return replace(state, stage="verified")
        case fact.IssueVoided():
            return replace(state, stage="void", outcome=event.reason)
        case fact.IssueFiled():
            return replace(
                state,
                stage="filed",
                category=event.category,
                condition=event.condition,
                dispatch_due=event.dispatch_due,
                handle_due=event.handle_due,
            )
        case fact.IssueHandled():
            return replace(
                state,
                stage="handled",
                result=event.result,
                handler=event.actor,
                check_due=event.check_due,
                return_asked="",
                extension_asked="",
            )
        case fact.IssueChecked():
            return replace(state, stage="checked")
        case fact.IssueCheckFailed():
            return replace(
                state,
                stage="dispatched",
                round=event.round,
                unit=event.unit,
                handle_due=event.handle_due,
            )
        case fact.IssueClosed():
            return replace(state, stage="closed", outcome=event.outcome)
    return case.evolve(state, event)
