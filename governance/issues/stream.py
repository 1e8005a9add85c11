"""An issue's life: what may be done with it, and when."""

from uuid import UUID

from governance.casework import decisions
from governance.issues import commands as ask
from governance.issues import events as fact
from governance.issues.serial import serial_of
from governance.issues.state import State, evolve
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed, personal
from governance.kernel.stream import Stream, stream_id
from governance.policy.context import Context

__all__ = ["STREAM", "issue_id", "serial_of"]

CORRECTABLE = ("title", "place", "grid", "area")
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
WORDS = decisions.Vocabulary(
    name="issues",
    progress_noted=fact.ProgressNoted,
    return_requested=fact.ReturnRequested,
    return_granted=fact.ReturnGranted,
    return_declined=fact.ReturnDeclined,
    extension_requested=fact.ExtensionRequested,
    extension_granted=fact.ExtensionGranted,
    extension_declined=fact.ExtensionDeclined,
    crossing_flagged=fact.CrossingFlagged,
    crossing_cleared=fact.CrossingCleared,
    chased=fact.IssueChased,
)


def issue_id(serial: str) -> UUID:
    """Give the stream of an issue from its serial."""
    return stream_id("issues", serial)


def decide(state: State, command: Command, context: Context) -> list[Event]:
    """Answer a command with events, with nothing when it is so already, or with Refused."""
    match command:
        case ask.ReportIssue():
            return _report(state, command, context)
        case _ if state.stage == "absent":
            raise Refused("issues.unknown")
        case ask.VerifyIssue():
            return _verify(state, command, context)
        case ask.VoidIssue():
            return _void(state, command, context)
        case ask.FileIssue():
            return _file(state, command, context)
        case ask.DispatchIssue():
            return _dispatch(state, command)
        case ask.HandleIssue():
            return _handle(state, command, context)
        case ask.CheckIssue():
            return _check(state, command, context)
        case ask.CloseIssue():
            return _close(state, command, context)
        case ask.CorrectIssue():
            return _correct(state, command)
    return decisions.decide(state, command, context, WORDS)


def _report(state: State, command: ask.ReportIssue, context: Context) -> list[Event]:
    category = command.category or context.policy.categories.of_finding(command.found_as)
    told = {name: getattr(command, name) for name in TOLD} | {"category": category}
    if state.stage != "absent":
        raise Refused("issues.serial_taken", serial=command.serial)
    if command.reported_at > context.now:
        raise Refused("issues.in_the_future")
    if not context.policy.options.has("issue_sources", command.source):
        raise Refused("issues.no_such_option", field="source")
    who = command.phone or command.reporter
    return [
        fact.IssueReported(
            happened_at=command.reported_at,
            **told,
            description=_sealed(command.description),
            reporter=_sealed(command.reporter, who),
            phone=_sealed(command.phone, who),
            verify_due=context.policy.deadline(
                "issues", "verify", context.now, source=command.source, category=category
            ),
        )
    ]


def _verify(state: State, command: ask.VerifyIssue, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage != "reported":
        raise Refused("issues.verified_already")
    return [
        fact.IssueVerified(
            verified_at=context.now, note=_sealed(command.note), photos=command.photos
        )
    ]


def _void(state: State, command: ask.VoidIssue, context: Context) -> list[Event]:
    if state.stage == "void":
        raise Refused("issues.void_already")
    if state.stage not in {"reported", "verified", "filed"}:
        raise Refused("issues.too_late_to_void")
    if not context.policy.options.has("void_reasons", command.reason):
        raise Refused("issues.no_such_option", field="reason")
    return [fact.IssueVoided(reason=command.reason, note=command.note)]


def _file(state: State, command: ask.FileIssue, context: Context) -> list[Event]:
    """File an issue; filed under another condition, its clocks still run from the first filing."""
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage == "reported":
        raise Refused("issues.not_verified")
    if state.stage not in {"verified", "filed"}:
        raise Refused("issues.already_dispatched")
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


def _dispatch(state: State, command: ask.DispatchIssue) -> list[Event]:
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage in {"reported", "verified"}:
        raise Refused("issues.not_filed")
    if state.stage not in {"filed", "dispatched"}:
        raise Refused("issues.already_handled")
    if state.return_asked:
        raise Refused("issues.return_pending")
    if state.stage == "dispatched" and state.unit == command.unit:
        raise Refused("issues.dispatched_already", unit=state.unit)
    return [fact.IssueDispatched(unit=command.unit, note=command.note)]


def _handle(state: State, command: ask.HandleIssue, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage in {"handled", "checked"}:
        raise Refused("issues.already_handled")
    if state.stage != "dispatched":
        raise Refused("issues.not_dispatched")
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


def _check(state: State, command: ask.CheckIssue, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage == "checked":
        raise Refused("issues.checked_already")
    if state.stage != "handled":
        raise Refused("issues.not_handled")
    conduct = context.policy.conduct.check
    if conduct.other_than_handler and context.actor.account == state.handler:
        raise Refused("issues.checker_is_handler")
    note = _sealed(command.note)
    if command.passed:
        return [fact.IssueChecked(checked_at=context.now, note=note, photos=command.photos)]
    if not context.policy.options.has("check_reasons", command.reason):
        raise Refused("issues.no_such_option", field="reason")
    return [
        fact.IssueCheckFailed(
            checked_at=context.now,
            round=state.round + 1,
            unit=state.unit,
            reason=command.reason,
            note=note,
            photos=command.photos,
            handle_due=context.policy.deadline(
                "issues", "redo", context.now, source=state.source, category=state.category
            ),
        )
    ]


def _close(state: State, command: ask.CloseIssue, context: Context) -> list[Event]:
    if state.ended:
        raise Refused("issues.already_closed")
    if state.stage != "checked":
        raise Refused("issues.not_checked")
    if not context.policy.options.has("issue_outcomes", command.outcome):
        raise Refused("issues.no_such_option", field="outcome")
    return [fact.IssueClosed(closed_at=context.now, outcome=command.outcome)]


def _correct(state: State, command: ask.CorrectIssue) -> list[Event]:
    name = command.field
    if name not in CORRECTABLE:
        raise Refused("issues.not_correctable", field=name)
    old = getattr(state, name)
    if old == command.new:
        return []
    return [fact.IssueCorrected(field=name, old=old, new=command.new, reason=command.reason)]


def _sealed(text: str, person: str = "") -> Sealed | None:
    return personal(text, person=person) if text else None


STREAM = Stream(
    "issues",
    State(),
    evolve,
    decide,
    (
        ask.ReportIssue,
        ask.VerifyIssue,
        ask.VoidIssue,
        ask.FileIssue,
        ask.DispatchIssue,
        ask.HandleIssue,
        ask.CheckIssue,
        ask.CloseIssue,
        ask.CorrectIssue,
        ask.NoteProgress,
        ask.RequestReturn,
        ask.GrantReturn,
        ask.DeclineReturn,
        ask.RequestExtension,
        ask.GrantExtension,
        ask.DeclineExtension,
        ask.FlagCrossing,
        ask.ClearCrossing,
        ask.ChaseIssue,
    ),
)
