"""A resolution's life: open until closed or withdrawn by an act of its own, never by time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.spelling import number_key
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context
from governance.resolutions import bringing
from governance.resolutions import commands as ask
from governance.resolutions import events as fact

NEAR, OVERDUE = "near", "overdue"
TOLD = (
    "serial",
    "meeting",
    "grid",
    "item",
    "case",
    "case_serial",
    "matter",
    "requirement",
    "leader",
    "owner",
    "partners",
    "standard",
)


def brought_id(serial: str) -> UUID:
    """Give the stream of a resolution that a sheet brings, from its number, however spelt."""
    return stream_id("resolutions", "sheet", number_key(serial))


def resolution_id(meeting: UUID, number: int) -> UUID:
    """Give the stream of the n-th resolution of a meeting, from 1."""
    return stream_id("resolutions", str(meeting), str(number))


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A resolution: stages absent, open, claimed, closed, withdrawn."""

    stage: str = "absent"
    grid: str = ""
    owner: str = ""
    adopted: dict[str, Any] = {}
    brought: bool = False
    due: datetime | None = None
    percent: int = 0
    note: str = ""
    claimant: str = ""
    declined: str = ""
    chased: frozenset[tuple[str, datetime]] = frozenset()

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in {"closed", "withdrawn"}


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.ResolutionAdopted():
            return replace(
                state,
                stage="open",
                grid=event.grid,
                owner=event.owner,
                adopted={name: getattr(event, name) for name in TOLD},
                brought=bool(event.batch),
                due=event.due,
            )
        case fact.ProgressReported():
            return replace(state, percent=event.percent, note=event.note)
        case fact.DueMoved():
            return replace(state, due=event.new)
        case fact.CompletionClaimed():
            return replace(
                state,
                stage="claimed",
                claimant=event.actor,
                declined="",
            )
        case fact.ClaimDeclined():
            return replace(state, stage="open", declined=event.reason)
        case fact.ResolutionClosed():
            return replace(state, stage="closed")
        case fact.ResolutionWithdrawn():
            return replace(state, stage="withdrawn")
        case fact.ResolutionChased():
            return replace(state, chased=state.chased | {(event.clock, event.due)})
    return state


def _known(state: State, _: Context) -> None:
    if state.stage == "absent":
        raise Refused("resolutions.unknown")


def _running(state: State, context: Context) -> None:
    _known(state, context)
    if state.ended:
        raise Refused("resolutions.already_closed")


def _unclaimed(state: State, context: Context) -> None:
    _running(state, context)
    if state.stage == "claimed":
        raise Refused("resolutions.claim_pending")


def _claimed(state: State, context: Context) -> None:
    _running(state, context)
    if state.stage != "claimed":
        raise Refused("resolutions.not_claimed")


def _verifiable(state: State, context: Context) -> None:
    """Refuse who claimed it himself, where the policy wants another."""
    _claimed(state, context)
    another = context.policy.conduct.resolution.other_than_claimant
    if another and context.actor.account == state.claimant:
        raise Refused("resolutions.own_claim")


def _adopt(state: State, command: ask.AdoptResolution, context: Context) -> list[Event]:
    values = {name: getattr(command, name) for name in TOLD}
    due = _end_of(command.due, context)
    if state.stage != "absent":
        raise Refused("resolutions.adopted_already")
    return [fact.ResolutionAdopted(**values, due=due)]


def _bring(state: State, command: ask.BringResolution, context: Context) -> list[Event]:
    bringing.check(command, context)
    due = _end_of(command.due, context)
    if state.stage == "absent":
        events = [bringing.adopted(command, due)]
    else:
        bringing.hold_against(state.adopted, state.due, command, due)
        events = []
    since = bringing.progress(command, state.percent, state.note, state.stage)
    if since and not events and not state.brought:
        raise Refused("resolutions.adopted_here")
    return [*events, *since]


def _progress(_: State, command: ask.ReportProgress, __: Context) -> list[Event]:
    if not 0 <= command.percent <= bringing.WHOLE:
        raise Refused("resolutions.percent_out_of_range")
    return [fact.ProgressReported(percent=command.percent, note=command.note)]


def _move(state: State, command: ask.MoveDue, context: Context) -> list[Event]:
    new = _end_of(command.new, context)
    if new == state.due:
        return []
    return [fact.DueMoved(old=state.due, new=new, reason=command.reason, meeting=command.meeting)]


def _end_of(day: date | None, context: Context) -> datetime | None:
    """Give the moment business ends on a day."""
    return None if day is None else context.policy.calendar.closing(day)


def _claim(_: State, command: ask.ClaimCompletion, __: Context) -> list[Event]:
    return [fact.CompletionClaimed(evidence=command.evidence, proof=command.proof)]


def _decline(_: State, command: ask.DeclineClaim, __: Context) -> list[Event]:
    return [fact.ClaimDeclined(reason=command.reason)]


def _close(state: State, command: ask.CloseResolution, context: Context) -> list[Event]:
    if context.policy.conduct.resolution.words and not command.note.strip():
        raise Refused("resolutions.no_words", field="note")
    return [fact.ResolutionClosed(claimant=state.claimant, note=command.note)]


def _withdraw(_: State, command: ask.WithdrawResolution, __: Context) -> list[Event]:
    return [fact.ResolutionWithdrawn(meeting=command.meeting, reason=command.reason)]


def _chase(state: State, command: ask.ChaseResolution, context: Context) -> list[Event]:
    """Chase once before and once after the day; never while a claim waits to be verified."""
    due = state.due
    if state.stage != "open" or due is None or (command.clock, due) in state.chased:
        return []
    if command.clock != (OVERDUE if context.now > due else NEAR):
        return []
    return [fact.ResolutionChased(clock=command.clock, due=due, unit=state.owner)]


STREAM = Stream(
    "resolutions",
    State(),
    evolve,
    (
        Act(ask.AdoptResolution, _adopt),
        Act(ask.BringResolution, _bring),
        Act(ask.ReportProgress, _progress, _running),
        Act(ask.MoveDue, _move, _running),
        Act(ask.ClaimCompletion, _claim, _unclaimed),
        Act(ask.DeclineClaim, _decline, _claimed),
        Act(ask.CloseResolution, _close, _verifiable),
        Act(ask.WithdrawResolution, _withdraw, _running),
        Act(ask.ChaseResolution, _chase, _known),
    ),
)
