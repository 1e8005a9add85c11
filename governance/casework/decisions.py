"""The decisions all kinds of cases share: returns, extensions, 三跨, chasing. See `correcting`."""

from collections.abc import Callable

from governance.casework import commands as ask
from governance.casework import events as fact
from governance.casework.case import CaseState
from governance.casework.checks import check_another, check_option, known, open_still
from governance.casework.correcting import CORRECTING
from governance.casework.kind import Kind
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Act, Check, Decide
from governance.policy.context import Context


def acts(kind: Kind) -> tuple[Act, ...]:
    """Give the acts of a kind of case that all kinds share."""
    return tuple(
        Act(kind.command(command), _own(kind, decide), check) for command, check, decide in SHARED
    )


def _own(kind: Kind, decide: Callable[..., list[Event]]) -> Decide:
    def answer(state: CaseState, command: Command, context: Context) -> list[Event]:
        return [kind.own(each) for each in decide(state, command, context)]

    return answer


def _note(_: CaseState, command: ask.NoteProgress, __: Context) -> list[Event]:
    return [fact.ProgressNoted(note=personal(command.note))]


def _attach(state: CaseState, command: ask.AttachFiles, __: Context) -> list[Event]:
    if not command.photos:
        raise state.refused("nothing_attached", field="photos")
    note = personal(command.note) if command.note else None
    return [fact.FilesAttached(photos=command.photos, note=note)]


def _returnable(state: CaseState, context: Context) -> None:
    open_still(state, context)
    if state.stage != "dispatched" or state.return_asked:
        raise state.refused("not_returnable")
    rule = context.policy.conduct.returns
    if rule and state.returns >= rule.most:
        raise state.refused("returns_used_up", most=rule.most)


def _request_return(state: CaseState, command: ask.RequestReturn, context: Context) -> list[Event]:
    check_option(state, context, "return_reasons", command.reason, "reason")
    return [fact.ReturnRequested(reason=command.reason, note=command.note)]


def _return_asked(state: CaseState, context: Context) -> None:
    open_still(state, context)
    if not state.return_asked:
        raise state.refused("no_return_asked")
    check_another(state, context, state.return_asked_by)


def _grant_return(state: CaseState, command: ask.GrantReturn, _: Context) -> list[Event]:
    return [fact.ReturnGranted(unit=state.unit, reason=state.return_asked, note=command.note)]


def _decline_return(_: CaseState, command: ask.DeclineReturn, __: Context) -> list[Event]:
    return [fact.ReturnDeclined(note=command.note)]


def _extendable(state: CaseState, context: Context) -> None:
    open_still(state, context)
    if state.extension_asked:
        raise state.refused("extension_pending")
    if state.stage != "dispatched" or state.handle_due is None:
        raise state.refused("not_dispatched")
    if context.now > state.handle_due.due:
        raise state.refused("overdue_not_extended")
    most = context.policy.deadlines.extension_of(state.KIND.stream).most
    if state.extensions >= most:
        raise state.refused("extensions_used_up", most=most)


def _request_extension(
    state: CaseState, command: ask.RequestExtension, context: Context
) -> list[Event]:
    check_option(state, context, "extension_reasons", command.reason, "reason")
    return [fact.ExtensionRequested(reason=command.reason, note=command.note)]


def _extension_asked(state: CaseState, context: Context) -> None:
    open_still(state, context)
    if not state.extension_asked or state.handle_due is None:
        raise state.refused("no_extension_asked")
    check_another(state, context, state.extension_asked_by)


def _grant_extension(
    state: CaseState, command: ask.GrantExtension, context: Context
) -> list[Event]:
    old = state.handle_due
    assert old is not None  # noqa: S101  (_extension_asked says so)
    return [
        fact.ExtensionGranted(
            handle_due=context.policy.extended(state.KIND.stream, old),
            old_due=old.due,
            reason=state.extension_asked,
            note=command.note,
        )
    ]


def _decline_extension(_: CaseState, command: ask.DeclineExtension, __: Context) -> list[Event]:
    return [fact.ExtensionDeclined(note=command.note)]


def _flag_crossing(state: CaseState, command: ask.FlagCrossing, context: Context) -> list[Event]:
    least = context.policy.conduct.crossing.units
    if not command.kinds or len(set(command.units)) < least:
        raise state.refused("crossing_needs_units", least=least)
    for kind in command.kinds:
        check_option(state, context, "crossing_kinds", kind, "kinds")
    return [fact.CrossingFlagged(kinds=command.kinds, units=command.units, reason=command.reason)]


def _crosses(state: CaseState, context: Context) -> None:
    open_still(state, context)
    if not state.crossing:
        raise state.refused("not_crossing")


def _clear_crossing(_: CaseState, command: ask.ClearCrossing, __: Context) -> list[Event]:
    return [fact.CrossingCleared(result=command.result)]


def _chase(state: CaseState, command: ask.Chase, context: Context) -> list[Event]:
    due = state.due(command.clock)
    if due is None or context.now <= due.due or (command.clock, due.due) in state.chased:
        return []
    return [fact.Chased(clock=command.clock, due=due.due, unit=state.unit)]


SHARED: tuple[tuple[type[Command], Check, Callable[..., list[Event]]], ...] = (
    (ask.NoteProgress, open_still, _note),
    (ask.AttachFiles, known, _attach),
    (ask.RequestReturn, _returnable, _request_return),
    (ask.GrantReturn, _return_asked, _grant_return),
    (ask.DeclineReturn, _return_asked, _decline_return),
    (ask.RequestExtension, _extendable, _request_extension),
    (ask.GrantExtension, _extension_asked, _grant_extension),
    (ask.DeclineExtension, _extension_asked, _decline_extension),
    (ask.FlagCrossing, open_still, _flag_crossing),
    (ask.ClearCrossing, _crosses, _clear_crossing),
    (ask.Chase, known, _chase),
    *CORRECTING,
)
