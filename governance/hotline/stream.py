"""A ticket's life: what may be done with it, and when."""

from typing import Any
from uuid import UUID

from governance.casework import decisions
from governance.casework.case import told_before
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.intake import PLAIN, receive
from governance.hotline.state import State, evolve
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Stream, stream_id
from governance.policy.context import Context


def ticket_id(source: str, serial: str) -> UUID:
    """Give the stream of a ticket from its source and the number it has there."""
    return stream_id("hotline", source, serial)


WORDS = decisions.Vocabulary(
    name="hotline",
    progress_noted=fact.ProgressNoted,
    return_requested=fact.ReturnRequested,
    return_granted=fact.ReturnGranted,
    return_declined=fact.ReturnDeclined,
    extension_requested=fact.ExtensionRequested,
    extension_granted=fact.ExtensionGranted,
    extension_declined=fact.ExtensionDeclined,
    crossing_flagged=fact.CrossingFlagged,
    crossing_cleared=fact.CrossingCleared,
    chased=fact.TicketChased,
)


def decide(state: State, command: Command, context: Context) -> list[Event]:
    """Answer a command with events, with nothing when it is so already, or with Refused."""
    match command:
        case ask.ReceiveTicket():
            return receive(state, command, context)
        case _ if state.stage == "absent":
            raise Refused("hotline.unknown")
        case ask.ContactCaller():
            return _contact(state, command, context)
        case ask.DispatchTicket():
            return _dispatch(state, command)
        case ask.HandleTicket():
            return _handle(state, command, context)
        case ask.CallBack():
            return _call_back(state, command, context)
        case ask.CloseTicket():
            return _close(state, context)
        case ask.CorrectTicket():
            return _correct(state, command, context)
    return decisions.decide(state, command, context, WORDS)


def _contact(state: State, command: ask.ContactCaller, context: Context) -> list[Event]:
    at = command.contacted_at
    if state.ended:
        raise Refused("hotline.already_closed")
    if state.contacted_at:
        raise Refused("hotline.contacted_already")
    if state.received_at and told_before(at, state.received_at):
        raise Refused("hotline.before_received")
    if at > context.now:
        raise Refused("hotline.in_the_future")
    if command.not_reached:
        if not context.policy.options.has("not_contacted_reasons", command.not_reached):
            raise Refused("hotline.no_such_option", field="not_reached")
        return [
            fact.CallerNotReached(
                happened_at=at, tried_at=at, reason=command.not_reached, note=command.note
            )
        ]
    note = personal(command.note) if command.note else None
    return [fact.CallerContacted(happened_at=at, contacted_at=at, way=command.way, note=note)]


def _dispatch(state: State, command: ask.DispatchTicket) -> list[Event]:
    if state.ended:
        raise Refused("hotline.already_closed")
    if state.stage == "handled":
        raise Refused("hotline.already_handled")
    if state.return_asked:
        raise Refused("hotline.return_pending")
    if state.stage == "dispatched" and state.unit == command.unit:
        raise Refused("hotline.dispatched_already", unit=state.unit)
    return [fact.TicketDispatched(unit=command.unit, note=command.note)]


def _handle(state: State, command: ask.HandleTicket, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("hotline.already_closed")
    if state.stage == "handled":
        raise Refused("hotline.already_handled")
    if state.stage != "dispatched":
        raise Refused("hotline.not_dispatched")
    if not state.contacted_at and not state.tried_at:
        raise Refused("hotline.not_contacted_yet")
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
    return [
        fact.TicketHandled(
            **report,
            handled_at=context.now,
            reply=personal(command.reply),
            callback_due=context.policy.deadline(
                "hotline", "callback", context.now, kind=state.kind, urgency=state.urgency
            ),
        )
    ]


def _call_back(state: State, command: ask.CallBack, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("hotline.already_closed")
    if state.stage != "handled":
        raise Refused("hotline.not_handled")
    at = command.called_back_at
    if at > context.now:
        raise Refused("hotline.in_the_future")
    if state.handled_at and told_before(at, state.handled_at):
        raise Refused("hotline.before_handled")
    if command.reached and not (command.satisfaction and command.solved):
        raise Refused("hotline.callback_incomplete")
    called = fact.CallerCalledBack(
        happened_at=at,
        called_back_at=at,
        reached=command.reached,
        contacted=command.contacted,
        solved=command.solved,
        satisfaction=command.satisfaction,
        note=personal(command.note) if command.note else None,
    )
    redo = context.policy.conduct.redo
    dissatisfied = command.satisfaction in redo.satisfaction or command.solved in redo.solved
    return [called, _redo(state, command, context)] if dissatisfied else [called]


def _redo(state: State, command: ask.CallBack, context: Context) -> fact.RedoOrdered:
    limit = context.policy.deadline(
        "hotline", "redo", context.now, kind=state.kind, urgency=state.urgency
    )
    reason = (
        "dissatisfied"
        if command.satisfaction in context.policy.conduct.redo.satisfaction
        else "unsolved"
    )
    return fact.RedoOrdered(round=state.round + 1, unit=state.unit, reason=reason, handle_due=limit)


def _close(state: State, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("hotline.already_closed")
    if state.stage != "handled":
        raise Refused("hotline.not_handled")
    if not state.called_back and state.attempts < context.policy.conduct.callback.attempts:
        raise Refused("hotline.not_called_back", attempts=context.policy.conduct.callback.attempts)
    return [
        fact.TicketClosed(
            closed_at=context.now, outcome=state.outcome, satisfaction=state.satisfaction
        )
    ]


def _correct(state: State, command: ask.CorrectTicket, context: Context) -> list[Event]:
    if command.field not in PLAIN:
        raise Refused("hotline.not_correctable", field=command.field)
    policy = context.policy
    known = {
        "kind": policy.options.has("hotline_kinds", command.new),
        "category": policy.categories.find(command.new) is not None,
    }
    if not known.get(command.field, True):
        raise Refused("hotline.no_such_option", field=command.field)
    old = getattr(state, command.field)
    if old == command.new:
        return []
    return [
        fact.TicketCorrected(field=command.field, old=old, new=command.new, reason=command.reason)
    ]


STREAM = Stream(
    "hotline",
    State(),
    evolve,
    decide,
    (
        ask.ReceiveTicket,
        ask.ContactCaller,
        ask.DispatchTicket,
        ask.HandleTicket,
        ask.CallBack,
        ask.CloseTicket,
        ask.CorrectTicket,
        ask.NoteProgress,
        ask.RequestReturn,
        ask.GrantReturn,
        ask.DeclineReturn,
        ask.RequestExtension,
        ask.GrantExtension,
        ask.DeclineExtension,
        ask.FlagCrossing,
        ask.ClearCrossing,
        ask.ChaseTicket,
    ),
)
