"""The state tickets and grid issues share, and what the shared events change in it."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec.structs import replace

from governance.casework import events as fact
from governance.casework.kind import ENDS, PAST, Kind
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.book import PolicyBook
from governance.policy.deadlines import Deadline


class Resumed(msgspec.Struct, frozen=True):
    """Where a case that was over goes on, and the limit of the clock that runs there."""

    stage: str
    clock: str
    due: Deadline


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What any case remembers. `absent` before its first event; `closed`, `void`, `past` are ends.

    A `historical` one was brought as 历史资料, and has not been taken up since.
    """

    KIND: ClassVar[Kind]

    stage: str = "absent"
    historical: bool = False
    grid: str = ""
    area: str = ""
    unit: str = ""
    category: str = ""
    round: int = 0
    handle_due: Deadline | None = None
    extensions: int = 0
    extension_asked: str = ""
    extension_asked_by: str = ""
    return_asked: str = ""
    return_asked_by: str = ""
    returns: int = 0
    correction_asked: fact.CorrectionRequested | None = None
    crossing: tuple[str, ...] = ()
    crossing_units: tuple[str, ...] = ()
    chased: frozenset[tuple[str, datetime]] = frozenset()
    handler: str = ""

    def due(self, clock: str) -> Deadline | None:
        """Give the limit of a clock, None when it does not run."""
        return getattr(self, f"{clock}_due") if clock in self.running() else None

    def running(self) -> list[str]:
        """Give the clocks that run."""
        return self.KIND.running(self.stage, self.fact)

    def fact(self, name: str) -> Any:
        """Give what is known under a name."""
        return getattr(self, name)

    def refused(self, code: str, **facts: str | int) -> Refused:
        """Give a refusal of this kind of case."""
        return Refused(f"{self.KIND.stream}.{code}", **facts)

    def redo_due(self, policy: PolicyBook, now: datetime) -> Deadline:
        """Give the limit of another round that starts now."""
        raise NotImplementedError

    def resumed(self, policy: PolicyBook, now: datetime) -> Resumed:
        """Give where a case that was over goes on; nobody has in hand what was not dispatched."""
        stage = "dispatched" if self.unit else self.KIND.returned_to
        return Resumed(stage, "handle", self.redo_due(policy, now))

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in ENDS

    @property
    def end_untold(self) -> bool:
        """Whether it is 历史资料 that nobody told the end of."""
        return self.stage == PAST


S = TypeVar("S", bound=CaseState)


def precedes(moment: datetime, known: datetime) -> bool:
    """Whether a moment said by a person lies before a known one; people tell time to the minute."""
    return moment < known.replace(second=0, microsecond=0)


def evolve(state: S, event: Event) -> S:
    """Tell what a shared event changes."""
    match event:
        case fact.Dispatched():
            return replace(
                state,
                stage=PAST if state.end_untold else "dispatched",
                unit=event.unit,
                handle_due=event.handle_due or state.handle_due,
            )
        case fact.ReturnRequested():
            return replace(
                state,
                return_asked=event.reason,
                return_asked_by=event.actor,
                returns=state.returns + 1,
            )
        case fact.ReturnGranted():
            return replace(
                state,
                stage=state.KIND.returned_to,
                return_asked="",
                extension_asked="",
                unit="",
            )
        case fact.ReturnDeclined():
            return replace(state, return_asked="")
        case fact.ExtensionRequested():
            return replace(state, extension_asked=event.reason, extension_asked_by=event.actor)
        case fact.ExtensionGranted():
            return replace(
                state,
                extension_asked="",
                extensions=state.extensions + 1,
                handle_due=event.handle_due,
            )
        case fact.ExtensionDeclined():
            return replace(state, extension_asked="")
        case fact.CrossingFlagged():
            return replace(state, crossing=event.kinds, crossing_units=event.units)
        case fact.CrossingCleared():
            return replace(state, crossing=(), crossing_units=())
        case fact.Chased():
            return replace(state, chased=state.chased | {(event.clock, event.due)})
        case fact.Corrected():
            return replace(state, **{event.field: event.new}, **granted(state, event))
    return _evolve_at_the_end(state, event)


def granted(state: CaseState, event: fact.Corrected) -> dict[str, Any]:
    """Give what becomes of a correction asked for, now that one was made."""
    return {"correction_asked": None if event.asked_by else state.correction_asked}


def _evolve_at_the_end(state: S, event: Event) -> S:
    match event:
        case fact.CorrectionRequested():
            return replace(state, correction_asked=event)
        case fact.CorrectionDeclined():
            return replace(state, correction_asked=None)
        case fact.Reopened():
            return _reopened(state, event)
    return state


def _reopened(state: S, event: fact.Reopened) -> S:
    limit: dict[str, Any] = {f"{event.clock}_due": event.due}
    return replace(
        state,
        stage=event.stage,
        historical=event.stage == PAST,
        round=event.round,
        unit=event.unit,
        return_asked="",
        extension_asked="",
        correction_asked=None,
        **limit,
    )
