"""Which grid issues are there, and how do they stand?"""

from governance.issues import events as fact
from projections.casework.board import CaseRows
from projections.casework.table import set_search, set_who, take_part
from projections.engine.projection import on


class IssueBoard(CaseRows):
    """What the events of issues change in their rows."""

    @on(fact.IssueReported)
    def reported(self, event: fact.IssueReported) -> None:
        """An issue is known."""
        row = self.cases.add(
            event.stream,
            kind="issue",
            stage="reported",
            serial=event.serial,
            source=event.source,
            title=event.title,
            place=event.place,
            grid=event.grid,
            area=event.area,
            category=event.category,
            urgency="normal",
            received_at=event.reported_at,
            verify_due=event.verify_due.due,
            visit=event.visit,
            evidence={"received": event.version},
            version=event.version,
            changed_at=event.recorded_at,
            entered_at=event.recorded_at,
        )
        set_who(row, "caller", event.reporter)
        set_who(row, "phone", event.phone)
        take_part(row, event.grid)
        set_search(row)

    @on(fact.IssueVerified)
    def verified(self, event: fact.IssueVerified) -> None:
        """The issue is real."""
        row = self.changed(event)
        row["stage"] = "verified"

    @on(fact.IssueVoided)
    def voided(self, event: fact.IssueVoided) -> None:
        """The issue is none."""
        row = self.changed(event, "closed")
        row["stage"], row["outcome"] = "void", event.reason

    @on(fact.IssueFiled)
    def filed(self, event: fact.IssueFiled) -> None:
        """The issue has a limit of its own."""
        row = self.changed(event, "due")
        row["stage"], row["category"] = "filed", event.category
        row["dispatch_due"], row["handle_due"] = event.dispatch_due.due, event.handle_due.due
        row["provisional"] = event.handle_due.provisional

    @on(fact.IssueDispatched)
    def dispatched(self, event: fact.IssueDispatched) -> None:
        """A unit has the issue."""
        row = self.changed(event, "unit")
        row["stage"], row["unit"] = "dispatched", event.unit
        take_part(row, event.unit)
        row["dispatched_at"] = event.recorded_at

    @on(fact.IssueHandled)
    def handled(self, event: fact.IssueHandled) -> None:
        """The unit has reported."""
        row = self.changed(event, "handled")
        row["stage"], row["handled_at"] = "handled", event.handled_at
        row["check_due"] = event.check_due.due
        row["return_asked"] = row["extension_asked"] = ""

    @on(fact.IssueChecked)
    def checked(self, event: fact.IssueChecked) -> None:
        """It is settled."""
        row = self.changed(event, "checked")
        row["stage"] = "checked"

    @on(fact.IssueClosed)
    def closed(self, event: fact.IssueClosed) -> None:
        """Nothing more is to be done."""
        row = self.changed(event, "closed")
        row["stage"], row["closed_at"], row["outcome"] = "closed", event.closed_at, event.outcome
        row["closing_told_at"] = event.recorded_at
