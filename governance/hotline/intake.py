"""接单: what taking a ticket over means, the first time and every time a sheet brings it again.

A number typed again by a person is not taken over: it is another ticket's, and stays so.
"""

from datetime import datetime

from governance.casework.case import precedes
from governance.casework.events import Corrected
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.state import SHEET, State
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.policy.context import Context

CORRECTED = TICKET.event(Corrected)
SEALED = ("content", "caller", "phone", "address")


def receive(state: State, command: ask.ReceiveTicket, context: Context) -> list[Event]:
    """Take over a ticket; one already here gets its missing stages and corrections of a sheet."""
    if state.stage != "absent" and not command.batch:
        raise Refused("hotline.serial_taken", serial=command.serial)
    _check_order(command, context.now)
    if state.stage == "absent":
        return [_received(command, context), *_stages(state, command)]
    return [*_corrections(state, command, context), *_stages(state, command)]


def _check_order(command: ask.ReceiveTicket, now: datetime) -> None:
    past = (command.contacted_at, command.dispatched_at, command.called_back_at, command.closed_at)
    if command.received_at > now or any(moment and moment > now for moment in past):
        raise Refused("hotline.in_the_future")
    if any(moment and precedes(moment, command.received_at) for moment in past):
        raise Refused("hotline.before_received")


def _received(command: ask.ReceiveTicket, context: Context) -> fact.TicketReceived:
    facts = {"kind": command.kind, "urgency": command.urgency, "category": command.category}
    start = command.received_at
    who = command.phone or command.caller

    def seal(text: str, *, person: str = "") -> Sealed | None:
        return personal(text, person=person) if text else None

    return fact.TicketReceived(
        happened_at=start,
        serial=command.serial,
        source=command.source,
        received_at=start,
        **{name: getattr(command, name) for name in TICKET.correctable},
        content=seal(command.content),
        caller=seal(command.caller, person=who),
        phone=seal(command.phone, person=who),
        address=seal(command.address, person=who),
        attributes=seal(command.attributes),
        batch=command.batch,
        contact_due=context.policy.deadline("hotline", "contact", start, **facts),
        handle_due=context.policy.deadline("hotline", "handle", start, **facts),
    )


def _stages(state: State, command: ask.ReceiveTicket) -> list[Event]:
    """Give the events of stages the row knows and the ticket does not."""
    events: list[Event] = []
    if command.contacted_at and not state.contacted_at:
        at = command.contacted_at
        events.append(fact.CallerContacted(happened_at=at, contacted_at=at, way="sheet"))
    unheard = command.unit != state.reported.get("unit")
    if command.unit and unheard and not state.unit and not state.ended:
        at = command.dispatched_at or command.received_at
        events.append(fact.TicketDispatched(happened_at=at, unit=command.unit, dispatched_at=at))
    called = (command.called_back_at, command.satisfaction)
    if command.called_back_at and not state.called_back and called not in state.calls:
        at = command.called_back_at
        events.append(
            fact.CallerCalledBack(
                happened_at=at,
                called_back_at=at,
                reached=bool(command.satisfaction),
                satisfaction=command.satisfaction,
            )
        )
    if command.closed_at and not state.ended:
        at = command.closed_at
        events.append(
            fact.TicketClosed(
                happened_at=at,
                closed_at=at,
                outcome=command.outcome,
                satisfaction=command.satisfaction,
            )
        )
    return events


def _corrections(state: State, command: ask.ReceiveTicket, context: Context) -> list[Event]:
    """Give a correction for every value the sheet says differently than it said before."""
    events: list[Event] = []
    for name in TICKET.correctable:
        new, old = getattr(command, name), getattr(state, name)
        if new and new not in (state.reported.get(name), old):
            events.append(CORRECTED(field=name, old=old, new=new, reason=SHEET))
    for name, new in (
        ("received_at", command.received_at),
        ("closed_at", command.closed_at),
        ("contacted_at", command.contacted_at),
    ):
        held: datetime | None = getattr(state, name)
        if new and held and new != held:
            events.append(
                CORRECTED(field=name, old=held.isoformat(), new=new.isoformat(), reason=SHEET)
            )
    who = command.phone or command.caller
    for name in SEALED:
        text, sealed = getattr(command, name), getattr(state, name)
        if text and not context.same(sealed, text):
            person = "" if name == "content" else who
            events.append(
                fact.SealedFactCorrected(
                    field=name, old=sealed, new=personal(text, person=person), reason=SHEET
                )
            )
    return events
