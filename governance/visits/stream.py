"""A visit's life: planned, made or missed; its findings live on until they are settled."""

from uuid import UUID

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context
from governance.visits import commands as ask
from governance.visits import events as fact
from governance.visits.amending import correct, logged, withdraw
from governance.visits.bringing import bring
from governance.visits.record import MET, THEMES, check, made, missed, sealed
from governance.visits.state import State, evolve

PLANNED = (
    "place",
    "visitee",
    "grid",
    "area",
    "planned_for",
    "theme",
    "reason",
    "rule",
    "visitor",
)
PLAN_LISTS = {"theme": THEMES, "rule": "revisit_reasons"}


def visit_id(key: str) -> UUID:
    """Give the stream of a visit from the id made on the phone or by the plan."""
    return stream_id("visits", key)


def _known(state: State, _: Context) -> None:
    if state.stage == "absent":
        raise Refused("visits.unknown")


def _found(state: State, context: Context) -> None:
    _known(state, context)
    if not state.findings:
        raise Refused("visits.nothing_found")


def _solved(state: State, context: Context) -> None:
    _found(state, context)
    if "solved" not in state.findings.values():
        raise Refused("visits.none_solved")


def _agreed(state: State, context: Context) -> None:
    _known(state, context)
    if state.agreed is None:
        raise Refused("visits.nothing_agreed")


def _planned(state: State, context: Context) -> None:
    _known(state, context)
    if state.stage != "planned":
        raise Refused("visits.not_planned")


def _unplanned(state: State, _: Context) -> None:
    if state.stage != "absent":
        raise Refused("visits.already_planned")


def _unmade(state: State, _: Context) -> None:
    """One that was missed may be tried again, one that was made is made.

    A visit made in spite of a cancelled plan counts: the phone had not heard of it.
    """
    if state.stage == "made":
        raise Refused("visits.already_made")
    if state.stage == "withdrawn":
        raise Refused("visits.withdrawn")


def _plan(_: State, command: ask.PlanVisit, context: Context) -> list[Event]:
    if command.planned_for < context.policy.calendar.local(context.now).date():
        raise Refused("visits.planned_too_late", field="planned_for")
    options = context.policy.options
    if not options.has("visitee_kinds", command.visitee):
        raise Refused("visits.no_such_option", field="visitee")
    for field, listing in PLAN_LISTS.items():
        code = getattr(command, field)
        if code and not options.has(listing, code):
            raise Refused("visits.no_such_option", field=field)
    if command.theme and not options.has(THEMES, command.theme, command.visitee):
        theme = options.label(THEMES, command.theme)
        raise Refused("visits.theme_not_here", field="theme", theme=theme)
    return [fact.VisitPlanned(**{name: getattr(command, name) for name in PLANNED})]


def _cancel(_: State, command: ask.CancelPlan, __: Context) -> list[Event]:
    return [fact.PlanCancelled(reason=command.reason)]


def _call_off(state: State, command: ask.CallOffRevisit, _: Context) -> list[Event]:
    last, agreed = state.last, state.agreed
    if last is None or agreed is None:
        return []
    return [
        fact.RevisitCalledOff(
            place=last.place, agreed_in=last.version, on=agreed, reason=command.reason
        )
    ]


def _log(state: State, command: ask.LogVisit, context: Context) -> list[Event]:
    check(command, context)
    if any(finding.number <= state.numbered for finding in command.findings):
        raise Refused("visits.finding_told_twice")
    options = context.policy.options
    return [made(command, options) if command.outcome == MET else missed(command)]


def _bring(state: State, command: ask.BringVisit, context: Context) -> list[Event]:
    return bring(state.last, command, context)


def _solve(state: State, command: ask.SolveFinding, _: Context) -> list[Event]:
    outcome = state.findings.get(command.number)
    if outcome is None:
        raise Refused("visits.no_such_finding", number=command.number)
    if outcome == "solved":
        raise Refused("visits.solved_already", number=command.number)
    if outcome == "escalated":
        raise Refused("visits.finding_escalated", number=command.number)
    if not command.proof:
        raise Refused("visits.hazard_needs_proof", number=command.number)
    return [
        fact.FindingSolved(
            number=command.number,
            proof=command.proof,
            explanation=sealed(command.explanation, state.place),
        )
    ]


def _reopen(state: State, command: ask.ReopenFinding, _: Context) -> list[Event]:
    outcome = state.findings.get(command.number)
    if outcome is None:
        raise Refused("visits.no_such_finding", number=command.number)
    if outcome != "solved":
        raise Refused("visits.not_solved", number=command.number)
    return [fact.FindingReopened(number=command.number, reason=command.reason)]


def _escalate(state: State, command: ask.EscalateFinding, _: Context) -> list[Event]:
    outcome = state.findings.get(command.number)
    if outcome is None:
        raise Refused("visits.no_such_finding", number=command.number)
    if outcome == "escalated":
        raise Refused("visits.finding_escalated", number=command.number)
    if outcome == "solved":
        raise Refused("visits.finding_solved", number=command.number)
    if not command.issue:
        raise Refused("visits.issue_missing", number=command.number)
    return [fact.FindingEscalated(number=command.number, issue=command.issue)]


STREAM = Stream(
    "visits",
    State(),
    evolve,
    (
        Act(ask.PlanVisit, _plan, _unplanned),
        Act(ask.CancelPlan, _cancel, _planned),
        Act(ask.LogVisit, _log, _unmade),
        Act(ask.BringVisit, _bring),
        Act(ask.CallOffRevisit, _call_off, _agreed),
        Act(ask.SolveFinding, _solve, _found),
        Act(ask.EscalateFinding, _escalate, _found),
        Act(ask.ReopenFinding, _reopen, _solved),
        Act(ask.CorrectVisit, correct, logged),
        Act(ask.WithdrawVisit, withdraw, logged),
    ),
)
