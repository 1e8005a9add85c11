"""What an account is at a moment, and what each event changes of it."""

from datetime import datetime

import msgspec
from msgspec.structs import replace

from governance.accounts import events as fact
from governance.kernel.event import UNSTAMPED, Event


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A change one person asked for, by the version of its record, until a second one answers."""

    number: int
    by: str
    at: datetime
    asked: fact.ChangeAsked


class State(msgspec.Struct, frozen=True, kw_only=True):
    """An account: stages absent, active, suspended."""

    stage: str = "absent"
    login: str = ""
    name: str = ""
    unit: str = ""
    roles: tuple[str, ...] = ()
    grids: tuple[str, ...] = ()
    waiting: Waiting | None = None


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.AccountOpened():
            return State(
                stage="active",
                login=event.login,
                name=event.name,
                unit=event.unit,
                roles=event.roles,
                grids=event.grids,
            )
        case fact.RolesAssigned():
            return replace(state, roles=event.roles, grids=event.grids, unit=event.unit)
        case fact.AccountRenamed():
            return replace(state, name=event.new)
        case fact.AccountSuspended():
            return replace(state, stage="suspended")
        case fact.AccountRestored():
            return replace(state, stage="active")
        case fact.ChangeAsked():
            at = event.recorded_at if event.recorded_at != UNSTAMPED else event.happened_at
            asked = Waiting(number=event.version, by=event.actor, at=at, asked=event)
            return replace(state, waiting=asked)
        case fact.ChangeApproved() | fact.ChangeDeclined():
            return replace(state, waiting=None)
    return state
