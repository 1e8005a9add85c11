"""An issue's life: what may be done with it, and when."""

from uuid import UUID

from msgspec.structs import replace

from governance.casework.checks import check_option, check_proof, known, open_still
from governance.casework.decisions import acts
from governance.issues import commands as ask
from governance.issues import events as fact
from governance.issues.kind import ISSUE
from governance.issues.serial import serial_of
from governance.issues.state import State, evolve
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context

__all__ = ["STREAM", "issue_id", "serial_of"]

TOLD = (
    "serial",
    "source",
    "reported_at",
    "title",
    "place",
    "registered",
    "grid",
    "area",
    "category",
    "visit",
    "finding",
    "ticket",
    "photos",
)


def issue_id(serial: str) -> UUID:
    """Give the stream of an issue from its serial."""
    return stream_id("issues", serial)


def _report(state: State, command: ask.ReportIssue, context: Context) -> list[Event]:
    category = command.category or context.policy.categories.of_finding(command.found_as)
    values = {name: getattr(command, name) for name in TOLD} | {
        "category": category,
        "grid": command.grid or context.grid_of(command.area),
    }
    if state.stage != "absent":
        raise Refused("issues.serial_taken", serial=command.serial)
    if command.reported_at > context.now:
        raise Refused("issues.in_the_future")
    check_option(state, context, "issue_sources", command.source, "source")
    if not command.visit:  # what a visit found was seen there, with or without a photograph
        check_proof(replace(state, category=category), context, "report", command.photos, "photos")
    who = command.phone or command.reporter
    return [
        fact.IssueReported(
            happened_at=command.reported_at,
            **values,
            description=_sealed(command.description),
            reporter=_sealed(command.reporter, who),
            phone=_sealed(command.phone, who),
            verify_due=context.policy.deadline(
                "issues", "verify", context.now, source=command.source, category=category
            ),
        )
    ]


def _unverified(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage != "reported":
        raise Refused("issues.verified_already")


def _verify(_: State, command: ask.VerifyIssue, context: Context) -> list[Event]:
    return [
        fact.IssueVerified(
            verified_at=context.now, note=_sealed(command.note), photos=command.photos
        )
    ]


def _voidable(state: State, context: Context) -> None:
    known(state, context)
    if state.stage == "void":
        raise Refused("issues.void_already")
    if state.stage not in {"reported", "verified", "filed"}:
        raise Refused("issues.too_late_to_void")


def _void(state: State, command: ask.VoidIssue, context: Context) -> list[Event]:
    check_option(state, context, "void_reasons", command.reason, "reason")
    return [fact.IssueVoided(reason=command.reason, note=command.note)]


def _fileable(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage == "reported":
        raise Refused("issues.not_verified")
    if state.stage not in {"verified", "filed"}:
        raise Refused("issues.already_dispatched")


def _file(state: State, command: ask.FileIssue, context: Context) -> list[Event]:
    """File an issue; filed under another condition, its clocks still run from the first filing."""
    if (state.category, state.condition) == (command.category, command.condition):
        raise Refused("issues.filed_already")
    condition = context.policy.categories.condition(command.category, command.condition)
    if condition is None:
        raise Refused("issues.no_such_condition")
    start = state.handle_due.start if state.handle_due else context.now
    return [
        fact.IssueFiled(
            category=command.category,
            condition=command.condition,
            dispatch_due=context.policy.deadline(
                "issues", "dispatch", start, source=state.source, category=command.category
            ),
            handle_due=context.policy.limited(
                start, condition.limit, rule=condition.id, source=condition.source
            ),
        )
    ]


def _dispatchable(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage in {"reported", "verified"}:
        raise Refused("issues.not_filed")
    if state.stage not in {"filed", "dispatched"}:
        raise Refused("issues.already_handled")
    if state.return_asked:
        raise Refused("issues.return_pending")


def _dispatch(state: State, command: ask.DispatchIssue, _: Context) -> list[Event]:
    if state.stage == "dispatched" and state.unit == command.unit:
        raise Refused("issues.dispatched_already", unit=state.unit)
    return [fact.IssueDispatched(unit=command.unit, note=command.note)]


def _in_hand(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage in {"handled", "checked"}:
        raise Refused("issues.already_handled")
    if state.stage != "dispatched":
        raise Refused("issues.not_dispatched")


def _handle(state: State, command: ask.HandleIssue, context: Context) -> list[Event]:
    check_proof(state, context, "handle", command.proof, "proof")
    return [
        fact.IssueHandled(
            handled_at=context.now,
            result=personal(command.result),
            proof=command.proof,
            check_due=context.policy.deadline(
                "issues", "check", context.now, source=state.source, category=state.category
            ),
        )
    ]


def _checkable(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage == "checked":
        raise Refused("issues.checked_already")
    if state.stage != "handled":
        raise Refused("issues.not_handled")
    conduct = context.policy.conduct.check
    if conduct.other_than_handler and context.actor.account == state.handler:
        raise Refused("issues.checker_is_handler")
    if conduct.other_than_reporter and context.actor.account == state.reporter:
        raise Refused("issues.checker_is_reporter")


def _check(state: State, command: ask.CheckIssue, context: Context) -> list[Event]:
    note = _sealed(command.note)
    check_proof(state, context, "check", command.photos, "photos")
    if command.passed:
        return [fact.IssueChecked(checked_at=context.now, note=note, photos=command.photos)]
    check_option(state, context, "check_reasons", command.reason, "reason")
    return [
        fact.IssueCheckFailed(
            checked_at=context.now,
            round=state.round + 1,
            unit=state.unit,
            reason=command.reason,
            note=note,
            photos=command.photos,
            handle_due=state.redo_due(context.policy, context.now),
        )
    ]


def _closable(state: State, context: Context) -> None:
    open_still(state, context)
    if state.stage != "checked":
        raise Refused("issues.not_checked")


def _close(state: State, command: ask.CloseIssue, context: Context) -> list[Event]:
    check_option(state, context, "issue_outcomes", command.outcome, "outcome")
    return [fact.IssueClosed(closed_at=context.now, outcome=command.outcome)]


def _sealed(text: str, person: str = "") -> Sealed | None:
    return personal(text, person=person) if text else None


def _note_withdrawn(_: State, command: ask.NoteVisitWithdrawn, __: Context) -> list[Event]:
    return [fact.VisitWithdrawnNoted(visit=command.visit, reason=command.reason)]


STREAM = Stream(
    "issues",
    State(),
    evolve,
    (
        Act(ask.ReportIssue, _report),
        Act(ask.VerifyIssue, _verify, _unverified),
        Act(ask.VoidIssue, _void, _voidable),
        Act(ask.FileIssue, _file, _fileable),
        Act(ask.DispatchIssue, _dispatch, _dispatchable),
        Act(ask.HandleIssue, _handle, _in_hand),
        Act(ask.CheckIssue, _check, _checkable),
        Act(ask.CloseIssue, _close, _closable),
        Act(ask.NoteVisitWithdrawn, _note_withdrawn, known),
        *acts(ISSUE),
    ),
)
