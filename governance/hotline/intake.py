"""接单: what taking a ticket over means, the first time and every time a sheet brings it again.

A number typed again by a person is not taken over: it is another ticket's, and stays so.
"""

from datetime import datetime
from functools import reduce
from typing import Any

from governance.casework.case import precedes
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.retold import agreements, clearings, corrections, results
from governance.hotline.rounds import another_round, comes_again, of_this_round
from governance.hotline.state import State, evolve
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.policy.context import Context

UNSAID = {"kind": "other", "urgency": "normal"}
"""What a new ticket is taken for where its sheet does not say."""


def receive(state: State, command: ask.ReceiveTicket, context: Context) -> list[Event]:
    """Take over a ticket; one already here gets its missing stages and corrections of a sheet."""
    if state.stage != "absent" and not command.batch:
        raise Refused("hotline.serial_taken", serial=command.serial)
    _check_order(state, command, context.now)
    if state.stage == "absent":
        events: list[Event] = [_received(command, context), *_stages(state, command)]
    else:
        command = of_this_round(state, command)
        events = [*another_round(state, command, context)] if comes_again(state, command) else []
        known = reduce(evolve, events, state)
        events += [*corrections(known, command, context), *_stages(known, command)]
    events += results(reduce(evolve, events, state), command)
    if state.stage != "absent":
        events += clearings(reduce(evolve, events, state), command)
        events += agreements(reduce(evolve, events, state), command, context)
    return events


def _check_order(state: State, command: ask.ReceiveTicket, now: datetime) -> None:
    """Refuse moments that contradict one another, those of the ticket that is here among them."""
    past = (command.contacted_at, command.dispatched_at, command.called_back_at, command.closed_at)
    if command.received_at > now or any(moment and moment > now for moment in past):
        raise Refused("hotline.in_the_future")
    if any(moment and precedes(moment, command.received_at) for moment in past):
        raise Refused("hotline.before_received")
    known = command.received_at in (state.received_at, state.reported.get("received_at"))
    if known or comes_again(state, command):
        return
    held = (
        command.contacted_at or state.contacted_at,
        command.dispatched_at or state.dispatched_at,
        command.called_back_at or state.called_back_at,
        command.closed_at or state.closed_at,
    )
    if any(moment and precedes(moment, command.received_at) for moment in held):
        raise Refused("hotline.received_after")


def _received(command: ask.ReceiveTicket, context: Context) -> fact.TicketReceived:
    entered: dict[str, Any] = {
        name: getattr(command, name) or UNSAID.get(name, "") for name in TICKET.correctable
    }
    entered["grid"] = command.grid or context.grid_of(command.area)
    facts = {name: entered[name] for name in ("kind", "urgency", "category")}
    start = command.received_at
    who = command.phone or command.caller

    def seal(text: str, *, person: str = "") -> Sealed | None:
        return personal(text, person=person) if text else None

    return fact.TicketReceived(
        happened_at=start,
        serial=command.serial,
        source=command.source,
        received_at=start,
        **entered,
        derived=command.derived,
        content=seal(command.content),
        caller=seal(command.caller, person=who),
        phone=seal(command.phone, person=who),
        address=seal(command.address, person=who),
        attributes=seal(command.attributes),
        batch=command.batch,
        historical=command.historical,
        contact_due=context.policy.deadline("hotline", "contact", start, **facts),
        handle_due=context.policy.deadline("hotline", "handle", start, **facts),
    )


def _over(state: State) -> bool:
    """Whether its end is known, so that a sheet adds none."""
    return state.ended and not state.end_untold


def _stages(state: State, command: ask.ReceiveTicket) -> list[Event]:
    """Give the events of stages the row knows and the ticket does not."""
    events: list[Event] = []
    if command.contacted_at and not state.contacted_at:
        at = command.contacted_at
        events.append(fact.CallerContacted(happened_at=at, contacted_at=at, way="sheet"))
    unheard = command.unit != state.reported.get("unit")
    if command.unit and unheard and not state.unit and not _over(state):
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
                batch=command.batch,
            )
        )
    if command.closed_at and not _over(state):
        at = command.closed_at
        events.append(
            fact.TicketClosed(
                happened_at=at,
                closed_at=at,
                outcome=command.outcome,
                satisfaction=command.satisfaction,
                batch=command.batch,
            )
        )
    return events
