"""The decisions tickets and grid issues share: returns, extensions, 三跨, chasing."""

from collections.abc import Callable

import msgspec

from governance.casework import commands as ask
from governance.casework import events as fact
from governance.casework.case import CaseState
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.policy.context import Context


class Vocabulary(msgspec.Struct, frozen=True):
    """The names one stream gives to the shared shapes."""

    name: str
    progress_noted: Callable[..., fact.ProgressNoted]
    return_requested: Callable[..., fact.ReturnRequested]
    return_granted: Callable[..., fact.ReturnGranted]
    return_declined: Callable[..., fact.ReturnDeclined]
    extension_requested: Callable[..., fact.ExtensionRequested]
    extension_granted: Callable[..., fact.ExtensionGranted]
    extension_declined: Callable[..., fact.ExtensionDeclined]
    crossing_flagged: Callable[..., fact.CrossingFlagged]
    crossing_cleared: Callable[..., fact.CrossingCleared]
    chased: Callable[..., fact.Chased]


def decide(state: CaseState, command: Command, context: Context, words: Vocabulary) -> list[Event]:
    """Answer a shared command; Refused when the case is not in the state for it."""
    if isinstance(command, ask.Chase):
        return _chase(state, command, context, words)
    if state.stage == "absent":
        raise Refused(f"{words.name}.unknown")
    if state.ended:
        raise Refused(f"{words.name}.already_closed")
    match command:
        case ask.NoteProgress():
            return [words.progress_noted(note=personal(command.note))]
        case ask.RequestReturn() | ask.GrantReturn() | ask.DeclineReturn():
            return _returns(state, command, context, words)
        case ask.RequestExtension() | ask.GrantExtension() | ask.DeclineExtension():
            return _extensions(state, command, context, words)
        case ask.FlagCrossing() | ask.ClearCrossing():
            return _crossing(state, command, context, words)
    raise TypeError(f"{words.name} knows no {type(command).__name__}")


def _returns(
    state: CaseState,
    command: ask.RequestReturn | ask.GrantReturn | ask.DeclineReturn,
    context: Context,
    words: Vocabulary,
) -> list[Event]:
    match command:
        case ask.RequestReturn():
            if state.stage != "dispatched" or state.return_asked:
                raise Refused(f"{words.name}.not_returnable")
            _check_option("return_reasons", command.reason, "reason", context, words)
            return [words.return_requested(reason=command.reason, note=command.note)]
        case ask.GrantReturn():
            if not state.return_asked:
                raise Refused(f"{words.name}.no_return_asked")
            return [
                words.return_granted(unit=state.unit, reason=state.return_asked, note=command.note)
            ]
        case ask.DeclineReturn():
            if not state.return_asked:
                raise Refused(f"{words.name}.no_return_asked")
            return [words.return_declined(note=command.note)]


def _extensions(
    state: CaseState,
    command: ask.RequestExtension | ask.GrantExtension | ask.DeclineExtension,
    context: Context,
    words: Vocabulary,
) -> list[Event]:
    if isinstance(command, ask.RequestExtension):
        if state.extension_asked:
            raise Refused(f"{words.name}.extension_pending")
        if state.stage != "dispatched" or state.handle_due is None:
            raise Refused(f"{words.name}.not_dispatched")
        if context.now > state.handle_due.due:
            raise Refused(f"{words.name}.overdue_not_extended")
        most = context.policy.deadlines.extension_of(words.name).most
        if state.extensions >= most:
            raise Refused(f"{words.name}.extensions_used_up", most=most)
        _check_option("extension_reasons", command.reason, "reason", context, words)
        return [words.extension_requested(reason=command.reason, note=command.note)]
    if not state.extension_asked or state.handle_due is None:
        raise Refused(f"{words.name}.no_extension_asked")
    if isinstance(command, ask.DeclineExtension):
        return [words.extension_declined(note=command.note)]
    return [
        words.extension_granted(
            handle_due=context.policy.extended(words.name, state.handle_due),
            old_due=state.handle_due.due,
            reason=state.extension_asked,
            note=command.note,
        )
    ]


def _crossing(
    state: CaseState,
    command: ask.FlagCrossing | ask.ClearCrossing,
    context: Context,
    words: Vocabulary,
) -> list[Event]:
    if isinstance(command, ask.ClearCrossing):
        if not state.crossing:
            raise Refused(f"{words.name}.not_crossing")
        return [words.crossing_cleared(result=command.result)]
    least = context.policy.conduct.crossing.units
    if not command.kinds or len(set(command.units)) < least:
        raise Refused(f"{words.name}.crossing_needs_units", least=least)
    for kind in command.kinds:
        _check_option("crossing_kinds", kind, "kinds", context, words)
    return [words.crossing_flagged(kinds=command.kinds, units=command.units, reason=command.reason)]


def _check_option(listing: str, code: str, field: str, context: Context, words: Vocabulary) -> None:
    if not context.policy.options.has(listing, code):
        raise Refused(f"{words.name}.no_such_option", field=field)


def _chase(
    state: CaseState, command: ask.Chase, context: Context, words: Vocabulary
) -> list[Event]:
    due = state.due(command.clock)
    if due is None or context.now <= due.due or (command.clock, due.due) in state.chased:
        return []
    return [words.chased(clock=command.clock, due=due.due, unit=state.unit)]
