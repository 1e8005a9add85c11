"""A ticket's life: what may be done with it, and when."""

from typing import Any
from uuid import UUID

from governance.casework.case import precedes
from governance.casework.checks import check_option, check_proof, open_still
from governance.casework.decisions import acts
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.intake import receive
from governance.hotline.kind import TICKET
from governance.hotline.settling import disagrees, settle, telling
from governance.hotline.state import State, evolve
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.spelling import number_key
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context


def ticket_id(source: str, serial: str) -> UUID:
    """Give the stream of a ticket from its source and the number it has there, however spelt."""
    return stream_id("hotline", source, number_key(serial))


def _uncontacted(state: State, context: Context) -> None:
    open_still(state, context)
    if state.contacted_at:
        raise Refused("hotline.contacted_already")


def _contact(state: State, command: ask.ContactCaller, context: Context) -> list[Event]:
    at = command.contacted_at
    if state.received_at and precedes(at, state.received_at):
        raise Refused("hotline.before_received")
    if at > context.now:
        raise Refused("hotline.in_the_future")
    if command.not_reached:
        check_option(state, context, "not_contacted_reasons", command.not_reached, "not_reached")
        return [
            fact.CallerNotReached(
                happened_at=at,
                tried_at=at,
                reason=command.not_reached,
                note=command.note,
                again=_another_try(state, command, context),
            )
        ]
    if not command.note.strip():
        raise Refused("hotline.contact_without_content", field="note")
    note = personal(command.note)
    return [fact.CallerContacted(happened_at=at, contacted_at=at, way=command.way, note=note)]


def _another_try(state: State, command: ask.ContactCaller, context: Context) -> bool:
    """Whether the policy asks for another call after this one in vain."""
    rule = context.policy.conduct.contact
    if rule is None or command.not_reached in rule.ended_by:
        return False
    tries = (*state.contact_tries, command.contacted_at)
    return rule.counted(tries) < rule.attempts


def _unhandled(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage == "handled":
        raise Refused("hotline.already_handled")


def _dispatchable(state: State, context: Context) -> None:
    _unhandled(state, context)
    if state.return_asked:
        raise Refused("hotline.return_pending")


def _dispatch(state: State, command: ask.DispatchTicket, _: Context) -> list[Event]:
    if state.stage == "dispatched" and state.unit == command.unit:
        raise Refused("hotline.dispatched_already", unit=state.unit)
    return [fact.TicketDispatched(unit=command.unit, old_unit=state.unit, note=command.note)]


def _in_hand(state: State, context: Context) -> None:
    _unhandled(state, context)
    if state.stage != "dispatched":
        raise Refused("hotline.not_dispatched")
    if not state.contacted_at and not state.contact_tries:
        raise Refused("hotline.not_contacted_yet")


def _handle(state: State, command: ask.HandleTicket, context: Context) -> list[Event]:
    report: dict[str, Any] = {
        "facts": command.facts,
        "appeal": command.appeal,
        "site_visited": command.site_visited,
        "site_visited_at": command.site_visited_at,
        "result": command.result,
        "reply_way": command.reply_way,
        "replied_at": command.replied_at,
        "explanation": command.explanation,
    }
    for field, code in context.policy.options.faults(report | {"reply": command.reply}, state.kind):
        raise Refused(f"hotline.report_{code}", field=field)
    check_proof(state, context, "handle", command.proof, "proof")
    return [
        fact.TicketHandled(
            **report,
            proof=command.proof,
            handled_at=context.now,
            reply=personal(command.reply),
            callback_due=context.policy.deadline(
                "hotline", "callback", context.now, kind=state.kind, urgency=state.urgency
            ),
        )
    ]


def _handled(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage != "handled":
        raise Refused("hotline.not_handled")


def _call_back(state: State, command: ask.CallBack, context: Context) -> list[Event]:
    at = command.called_back_at
    if at > context.now:
        raise Refused("hotline.in_the_future")
    if state.handled_at and precedes(at, state.handled_at):
        raise Refused("hotline.before_handled")
    if command.reached and not (command.satisfaction and command.solved):
        raise Refused("hotline.callback_incomplete")
    if command.not_reached:
        check_option(state, context, "not_called_reasons", command.not_reached, "reached")
    called = fact.CallerCalledBack(
        happened_at=at,
        called_back_at=at,
        reached=command.reached,
        contacted=command.contacted,
        solved=command.solved,
        satisfaction=command.satisfaction,
        note=personal(command.note) if command.note else None,
        not_reached="" if command.reached else command.not_reached,
        ended=not command.reached and _enough(state, command, context),
    )
    redo = context.policy.conduct.redo
    dissatisfied = command.satisfaction in redo.satisfaction or command.solved in redo.solved
    return [called, _redo(state, command, context)] if dissatisfied else [called]


def _enough(state: State, command: ask.CallBack, context: Context) -> bool:
    """Whether nobody need call again after this call in vain."""
    rule = context.policy.conduct.callback
    return command.not_reached in rule.ended_by or state.attempts + 1 >= rule.attempts


def _redo(state: State, command: ask.CallBack, context: Context) -> fact.RedoOrdered:
    limit = state.redo_due(context.policy, context.now)
    reason = (
        "dissatisfied"
        if command.satisfaction in context.policy.conduct.redo.satisfaction
        else "unsolved"
    )
    return fact.RedoOrdered(round=state.round + 1, unit=state.unit, reason=reason, handle_due=limit)


def _closable(state: State, context: Context) -> None:
    _handled(state, context)
    attempts = context.policy.conduct.callback.attempts
    if not state.callback_over and state.attempts < attempts:
        raise Refused("hotline.not_called_back", attempts=attempts)


def _close(state: State, _: ask.CloseTicket, context: Context) -> list[Event]:
    return [
        fact.TicketClosed(
            closed_at=context.now, outcome=state.outcome, satisfaction=state.satisfaction
        )
    ]


def _settle(state: State, command: ask.SettleDisagreement, context: Context) -> list[Event]:
    if command.taken and command.field == "unit" and not state.ended:
        _dispatchable(state, context)
    return settle(state, command, context)


STREAM = Stream(
    "hotline",
    State(),
    evolve,
    telling(
        Act(ask.ReceiveTicket, receive),
        Act(ask.ContactCaller, _contact, _uncontacted),
        Act(ask.DispatchTicket, _dispatch, _dispatchable),
        Act(ask.HandleTicket, _handle, _in_hand),
        Act(ask.CallBack, _call_back, _handled),
        Act(ask.CloseTicket, _close, _closable),
        Act(ask.SettleDisagreement, _settle, disagrees),
        *acts(TICKET),
    ),
)
