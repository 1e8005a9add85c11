"""更正 and 重新办理: what was entered wrongly, and what was over too soon.

An open case is corrected at once. Closed is final: what it ended with is corrected when another
person agrees, and it goes on only in another round.
"""

from collections.abc import Callable

from governance.casework import commands as ask
from governance.casework import events as fact
from governance.casework.case import CaseState
from governance.casework.checks import check_another, check_option, known
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Check
from governance.policy.context import Context

OF_CATEGORY = "category"


def _correctable(state: CaseState, context: Context) -> None:
    known(state, context)
    if state.ended:
        raise state.refused("corrected_by_asking")


def _correct(state: CaseState, command: ask.Correct, context: Context) -> list[Event]:
    _check_change(state, command, context, state.KIND.correctable)
    old = state.fact(command.field)
    if old == command.new:
        return []
    fixed = fact.Corrected(field=command.field, old=old, new=command.new, reason=command.reason)
    if command.field == "area" and not state.grid and (grid := context.grid_of(command.new)):
        # The register gives the grid of what had none.
        return [fixed, fact.Corrected(field="grid", old="", new=grid, reason=command.reason)]
    return [fixed]


def _check_change(
    state: CaseState,
    command: ask.Correct | ask.RequestCorrection,
    context: Context,
    names: tuple[str, ...],
) -> None:
    name, kind = command.field, state.KIND
    if name not in names:
        raise state.refused("not_correctable", field=name)
    if name in kind.listings:
        check_option(state, context, kind.listings[name], command.new, name)
    if name == OF_CATEGORY and context.policy.categories.find(command.new) is None:
        raise state.refused("no_such_option", field=name)


def over(state: CaseState, context: Context) -> None:
    """Refuse what is asked only of a case that is over."""
    known(state, context)
    if not state.ended:
        raise state.refused("open_still")


def _unasked(state: CaseState, context: Context) -> None:
    over(state, context)
    if state.correction_asked:
        raise state.refused("correction_pending")


def _request_correction(
    state: CaseState, command: ask.RequestCorrection, context: Context
) -> list[Event]:
    _check_change(state, command, context, (*state.KIND.correctable, *state.KIND.ending))
    old = state.fact(command.field)
    if old == command.new:
        return []
    return [
        fact.CorrectionRequested(
            field=command.field, old=old, new=command.new, reason=command.reason
        )
    ]


def _asked(state: CaseState, context: Context) -> None:
    known(state, context)
    if state.correction_asked is None:
        raise state.refused("no_correction_asked")
    check_another(state, context, state.correction_asked.actor)


def _grant_correction(state: CaseState, _: ask.GrantCorrection, __: Context) -> list[Event]:
    asked = state.correction_asked
    assert asked is not None  # noqa: S101  (_asked says so)
    return [
        fact.Corrected(
            field=asked.field,
            old=state.fact(asked.field),
            new=asked.new,
            reason=asked.reason,
            asked_by=asked.actor,
        )
    ]


def _decline_correction(_: CaseState, command: ask.DeclineCorrection, __: Context) -> list[Event]:
    return [fact.CorrectionDeclined(note=command.note)]


def _reopen(state: CaseState, command: ask.Reopen, context: Context) -> list[Event]:
    if state.end_untold:
        # 转入办理: nobody has said that it was over, so it is no other round.
        if not command.note.strip():
            raise state.refused("taken_up_without_reason", field="note")
    else:
        check_option(state, context, "reopen_reasons", command.reason, "reason")
    resumed = state.resumed(context.policy, context.now)
    return [
        fact.Reopened(
            round=state.round if state.end_untold else state.round + 1,
            unit=state.unit,
            reason=ask.TAKEN_UP if state.end_untold else command.reason,
            stage=resumed.stage,
            clock=resumed.clock,
            due=resumed.due,
            note=personal(command.note) if command.note else None,
        )
    ]


CORRECTING: tuple[tuple[type[Command], Check, Callable[..., list[Event]]], ...] = (
    (ask.Correct, _correctable, _correct),
    (ask.Reopen, over, _reopen),
    (ask.RequestCorrection, _unasked, _request_correction),
    (ask.GrantCorrection, _asked, _grant_correction),
    (ask.DeclineCorrection, _asked, _decline_correction),
)
