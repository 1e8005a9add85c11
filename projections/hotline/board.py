"""Which tickets are there, and how do they stand?"""

from governance.casework.events import Corrected
from governance.casework.kind import PAST
from governance.hotline import events as fact
from governance.hotline.disagreements import open_after
from governance.hotline.kind import TICKET
from governance.kernel.event import Event
from projections.casework.board import CaseRows
from projections.casework.table import set_limit, set_search, set_who, take_part
from projections.engine.projection import on


class TicketBoard(CaseRows):
    """What the events of tickets change in their rows."""

    @on(fact.TicketReceived)
    def received(self, event: fact.TicketReceived) -> None:
        """A ticket is here."""
        past = "past_" if event.historical else ""
        limits = {
            f"{past}contact_due": event.contact_due.due,
            f"{past}handle_due": event.handle_due.due,
        }
        row = self.cases.add(
            event.stream,
            kind="ticket",
            type=event.kind,
            stage=PAST if event.historical else "received",
            historical=event.historical,
            serial=event.serial,
            source=event.source,
            title=event.title,
            place=event.place,
            grid=event.grid,
            area=event.area,
            category=event.category,
            urgency=event.urgency,
            received_at=event.received_at,
            **limits,
            provisional=event.handle_due.provisional,
            batch=event.batch,
            evidence={"received": event.version, "due": event.version},
            version=event.version,
            changed_at=event.recorded_at,
            entered_at=event.recorded_at,
        )
        set_who(row, "caller", event.caller)
        set_who(row, "phone", event.phone)
        take_part(row, event.grid)
        set_search(row)

    @on(fact.CallerContacted)
    def contacted(self, event: fact.CallerContacted) -> None:
        """The caller was reached."""
        row = self.changed(event, "contact")
        row["contacted_at"] = event.contacted_at
        set_limit(row, "contact")

    @on(fact.CallerNotReached)
    def not_reached(self, event: fact.CallerNotReached) -> None:
        """The caller was tried."""
        row = self.changed(event, "contact")
        row["contact_tried"] = True
        row["contact_over"] = row["contact_over"] or not event.again

    @on(fact.TicketDispatched)
    def dispatched(self, event: fact.TicketDispatched) -> None:
        """A unit has the ticket."""
        row = self.changed(event, "unit")
        row["unit"] = event.unit
        row["stage"] = PAST if row["stage"] == PAST else "dispatched"
        take_part(row, event.unit)
        row["dispatched_at"] = event.dispatched_at or event.recorded_at

    @on(fact.TicketHandled)
    def handled(self, event: fact.TicketHandled) -> None:
        """The unit has reported."""
        row = self.changed(event, "handled")
        row["stage"], row["handled_at"], row["outcome"] = "handled", event.handled_at, event.result
        row["callback_due"] = event.callback_due.due
        row["called_back"] = row["callback_over"] = False
        row["return_asked"] = row["extension_asked"] = ""

    @on(fact.CallerCalledBack)
    def called_back(self, event: fact.CallerCalledBack) -> None:
        """The caller was asked."""
        row = self.changed(event, "callback")
        row["called_back_at"] = event.called_back_at
        row["called_back"] = row["called_back"] or event.reached
        row["callback_over"] = row["callback_over"] or event.reached or event.ended
        for field in ("contacted", "solved", "satisfaction"):
            row[field] = getattr(event, field) or row[field]

    @on(fact.TicketClosed)
    def closed(self, event: fact.TicketClosed) -> None:
        """Nothing more is to be done."""
        row = self.changed(event, "closed")
        row["stage"], row["closed_at"] = "closed", event.closed_at
        row["closing_told_at"] = event.recorded_at
        set_limit(row, "handle")
        row["handled_at"] = row["handled_at"] or event.closed_at
        row["outcome"] = event.outcome or row["outcome"]
        row["satisfaction"] = event.satisfaction or row["satisfaction"]

    @on(fact.SheetDisagreed, fact.DisagreementSettled)
    def disagreed(self, event: fact.SheetDisagreed | fact.DisagreementSettled) -> None:
        """A sheet says something else than what is held, or that is decided."""
        row = self.changed(event)
        row["disagreed"] = open_after(row["disagreed"], event)

    @on(
        TICKET.event(Corrected),
        fact.SealedFactCorrected,
        fact.TicketDispatched,
        fact.TicketHandled,
        fact.CallerCalledBack,
        fact.TicketClosed,
    )
    def agrees(self, event: Event) -> None:
        """What is held may be what a sheet says now, or what another one says."""
        row = self.cases.change(event.stream)
        if row["disagreed"]:
            row["disagreed"] = open_after(row["disagreed"], event)

    @on(fact.SealedFactCorrected)
    def sealed_corrected(self, event: fact.SealedFactCorrected) -> None:
        """A sealed fact has another value."""
        row = self.changed(event)
        if event.field in {"caller", "phone"}:
            set_who(row, event.field, event.new)
