"""The state tickets and grid issues share, and what the shared events change in it."""

from datetime import datetime
from typing import Any, ClassVar, TypeVar

import msgspec
from msgspec.structs import replace

from governance.casework import events as fact
from governance.casework.kind import Kind
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.deadlines import Deadline


class CaseState(msgspec.Struct, frozen=True, kw_only=True):
    """What any case remembers. `absent` before its first event; `closed` and `void` are ends."""

    KIND: ClassVar[Kind]

    stage: str = "absent"
    grid: str = ""
    area: str = ""
    unit: str = ""
    category: str = ""
    round: int = 0
    handle_due: Deadline | None = None
    extensions: int = 0
    extension_asked: str = ""
    return_asked: str = ""
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

    @property
    def ended(self) -> bool:
        """Whether nothing more is to be done."""
        return self.stage in {"closed", "void"}


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
                stage="dispatched",
                unit=event.unit,
                handle_due=event.handle_due or state.handle_due,
            )
        case fact.ReturnRequested():
            return replace(state, return_asked=event.reason)
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
            return replace(state, extension_asked=event.reason)
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
            return replace(state, **{event.field: event.new})
    return state
