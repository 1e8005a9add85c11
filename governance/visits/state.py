"""What a visit has come to: where it stands, and every time at the door there was."""

from datetime import date, datetime
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.visits import events as fact

Log = fact.VisitMade | fact.VisitMissed


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A visit: stages absent, planned, cancelled, missed, made, withdrawn.

    `logs` are the times at the door by record, as corrected, `withdrawn` those that were none;
    `last` is the last that stands. `findings` holds what has become of each of its findings:
    solved, escalated or hazard; `issues` the issue each has become, `numbered` the highest number
    there ever was; `agreed` the day agreed the last time, unless it was called off.
    """

    stage: str = "absent"
    place: UUID | None = None
    grid: str = ""
    area: str = ""
    plan: fact.VisitPlanned | None = None
    cancelled: bool = False
    last: Log | None = None
    agreed: date | None = None
    findings: dict[int, str] = msgspec.field(default_factory=dict)
    issues: dict[int, str] = msgspec.field(default_factory=dict)
    numbered: int = 0
    logs: dict[int, Log] = msgspec.field(default_factory=dict)
    withdrawn: frozenset[int] = frozenset()
    called_off: frozenset[int] = frozenset()

    @property
    def standing(self) -> dict[int, Log]:
        """The times at the door that were such."""
        return {entry: log for entry, log in self.logs.items() if entry not in self.withdrawn}


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.VisitPlanned():
            return replace(
                state,
                stage="planned",
                place=event.place,
                grid=event.grid,
                area=event.area,
                plan=event,
            )
        case fact.PlanCancelled():
            return replace(state, stage="cancelled", cancelled=True)
        case fact.VisitMade() | fact.VisitMissed():
            return _logged(state, event)
        case fact.RevisitCalledOff():
            called_off = state.called_off | {event.agreed_in}
            return replace(state, agreed=None, called_off=called_off)
        case fact.FindingSolved():
            return replace(state, findings=state.findings | {event.number: "solved"})
        case fact.FindingReopened():
            return replace(state, findings=state.findings | {event.number: "hazard"})
        case fact.FindingEscalated():
            return replace(
                state,
                findings=state.findings | {event.number: "escalated"},
                issues=state.issues | {event.number: event.issue},
            )
        case fact.VisitCorrected():
            return _corrected(state, event)
        case fact.VisitWithdrawn():
            return _withdrawn(state, event)
    return state


def stage_of(state: State) -> str:
    """Give the stage of a visit by what of it stands."""
    if standing := state.standing:
        last = standing[max(standing)]
        return "made" if isinstance(last, fact.VisitMade) else "missed"
    if state.plan:
        return "cancelled" if state.cancelled else "planned"
    return "withdrawn"


def next_of(log: Log) -> date | None:
    """Give the day agreed for the next visit, or meant for the next try."""
    return log.revisit_on if isinstance(log, fact.VisitMade) else log.next_try


def met(log: Log) -> bool:
    """Whether somebody was met."""
    return isinstance(log, fact.VisitMade)


def time_of(log: Log) -> datetime:
    """Give when somebody stood at the door."""
    return log.made_at if isinstance(log, fact.VisitMade) else log.tried_at


def _logged(state: State, event: Log) -> State:
    found = event.findings
    state = replace(
        state,
        place=event.place,
        grid=event.grid,
        area=event.area,
        logs=state.logs | {event.version: event},
        issues=state.issues | {one.number: one.issue for one in found if one.issue},
        numbered=max((state.numbered, *(one.number for one in found))),
    )
    if found:
        held = state.findings | {one.number: one.outcome for one in found}
        state = replace(state, findings=held)
    return _standing(state)


def _standing(state: State) -> State:
    """Say anew what follows from the times at the door that stand."""
    standing = state.standing
    last = standing[max(standing)] if standing else None
    agreed = next_of(last) if last and last.version not in state.called_off else None
    return replace(state, stage=stage_of(state), last=last, agreed=agreed)


def _corrected(state: State, event: fact.VisitCorrected) -> State:
    log = state.logs[event.entry]
    facts = {"way": event.way, "visitee": event.visitee, "happened_at": event.made_at}
    if isinstance(log, fact.VisitMade):
        facts |= {"made_at": event.made_at, "revisit_on": event.revisit_on}
        facts |= {"satisfaction": event.satisfaction}
        facts |= {"narrative": event.narrative} if event.narrative else {}
    else:
        facts |= {"tried_at": event.made_at, "next_try": event.revisit_on}
        facts |= {"note": event.note} if event.note else {}
    again = event.revisit_on != event.old_revisit_on
    called_off = state.called_off - {event.entry} if again else state.called_off
    logs = state.logs | {event.entry: replace(log, **facts)}
    return _standing(replace(state, logs=logs, called_off=called_off))


def _withdrawn(state: State, event: fact.VisitWithdrawn) -> State:
    held = {n: what for n, what in state.findings.items() if n not in event.numbers}
    withdrawn = state.withdrawn | {event.entry}
    return _standing(replace(state, withdrawn=withdrawn, findings=held))
