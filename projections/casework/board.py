"""Which cases are there, and how do they stand? What tickets and issues have in common."""

from datetime import datetime
from typing import Any

from governance.casework import events as shared
from governance.casework.kind import KINDS, PAST
from governance.hotline import events as hotline
from governance.issues import events as issues
from projections.casework.candidates import CANDIDATES
from projections.casework.counted import CASES
from projections.casework.table import cases, set_search, take_part
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row

MOMENTS = frozenset({"received_at", "contacted_at", "dispatched_at", "closed_at"})
RENAMED = {"kind": "type"}


class CaseRows(Projection):
    """Access to the rows of cases, for the boards."""

    tables = (cases,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.cases = rows(cases)

    def changed(self, event: Any, *facts: str) -> Row:
        """Give the row of an event's case for changing; `facts` rest on this event from now on."""
        row = self.cases.change(event.stream)
        row["version"] = event.version
        row["changed_at"] = event.recorded_at
        for fact in facts:
            row["evidence"][fact] = event.version
        return row


class CaseBoard(CaseRows):
    """What the events tickets and issues share change in their rows."""

    counted = (CASES,)
    candidates = (CANDIDATES,)

    @on(shared.ProgressNoted)
    def progress_noted(self, event: shared.ProgressNoted) -> None:
        """The case has moved on."""
        self.changed(event)

    @on(shared.Corrected)
    def corrected(self, event: shared.Corrected) -> None:
        """A fact has another value."""
        row = self.changed(event)
        row["corrected_at"] = event.recorded_at
        value: Any = event.new
        if event.asked_by:
            row["correction_asked"] = ""
        if event.field in MOMENTS:
            value = datetime.fromisoformat(event.new)
        row[RENAMED.get(event.field, event.field)] = value
        if event.field == "grid":
            take_part(row, event.new)
        set_search(row)

    @on(shared.ReturnRequested)
    def return_requested(self, event: shared.ReturnRequested) -> None:
        """The unit wants to give the case back."""
        row = self.changed(event, "returns")
        row["return_asked"], row["returns"] = event.reason, row["returns"] + 1

    @on(shared.ReturnGranted)
    def return_granted(self, event: shared.ReturnGranted) -> None:
        """The case waits for another unit."""
        row = self.changed(event, "returns")
        row["return_asked"] = row["extension_asked"] = row["unit"] = ""
        row["stage"] = KINDS[row["kind"]].returned_to

    @on(shared.ReturnDeclined)
    def return_declined(self, event: shared.ReturnDeclined) -> None:
        """The unit keeps the case."""
        row = self.changed(event)
        row["return_asked"] = ""

    @on(shared.ExtensionRequested)
    def extension_requested(self, event: shared.ExtensionRequested) -> None:
        """The unit wants more time."""
        row = self.changed(event, "extensions")
        row["extension_asked"] = event.reason

    @on(shared.ExtensionGranted)
    def extension_granted(self, event: shared.ExtensionGranted) -> None:
        """The unit has more time."""
        row = self.changed(event, "extensions", "due")
        row["extension_asked"], row["extensions"] = "", row["extensions"] + 1
        row["handle_due"] = event.handle_due.due
        row["provisional"] = event.handle_due.provisional

    @on(shared.ExtensionDeclined)
    def extension_declined(self, event: shared.ExtensionDeclined) -> None:
        """The limit stands."""
        row = self.changed(event)
        row["extension_asked"] = ""

    @on(hotline.RedoOrdered, issues.IssueCheckFailed)
    def another_round(self, event: hotline.RedoOrdered | issues.IssueCheckFailed) -> None:
        """It is not settled; the unit starts another round."""
        row = self.changed(event, "round", "due")
        row["stage"], row["round"], row["unit"] = "dispatched", event.round, event.unit
        row["handle_due"], row["handled_at"] = event.handle_due.due, None
        row["provisional"] = event.handle_due.provisional

    @on(shared.Reopened)
    def reopened(self, event: shared.Reopened) -> None:
        """A case that was over goes into another round."""
        row = self.changed(event, "round", "due")
        row["stage"], row["round"], row["unit"] = event.stage, event.round, event.unit
        row["historical"] = event.stage == PAST
        row["past_contact_due"] = row["past_handle_due"] = None
        if row["historical"]:
            row["handle_due"], row[f"past_{event.clock}_due"] = None, event.due.due
        else:
            row[f"{event.clock}_due"] = event.due.due
        row["provisional"] = event.due.provisional
        row["handled_at"] = row["closed_at"] = None
        row["called_back"] = row["callback_over"] = False
        row["return_asked"] = row["extension_asked"] = row["correction_asked"] = ""

    @on(shared.CorrectionRequested)
    def correction_requested(self, event: shared.CorrectionRequested) -> None:
        """Somebody says that what is over holds something wrong."""
        row = self.changed(event)
        row["correction_asked"] = event.field

    @on(shared.CorrectionDeclined)
    def correction_declined(self, event: shared.CorrectionDeclined) -> None:
        """What stands there stands."""
        row = self.changed(event)
        row["correction_asked"] = ""

    @on(shared.CrossingFlagged)
    def crossing_flagged(self, event: shared.CrossingFlagged) -> None:
        """The case needs several units."""
        row = self.changed(event, "crossing")
        row["crossing"], row["crossing_units"] = event.kinds, event.units
        take_part(row, *event.units)

    @on(shared.CrossingCleared)
    def crossing_cleared(self, event: shared.CrossingCleared) -> None:
        """What needed several units is settled."""
        row = self.changed(event, "crossing")
        row["crossing"], row["crossing_units"] = (), ()

    @on(shared.Chased)
    def chased(self, event: shared.Chased) -> None:
        """A limit has passed."""
        row = self.changed(event, "chased")
        row["chased"] += 1
