"""A key's life: it goes out and comes back."""

from datetime import date
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context
from tests.contracts.lending.governance import commands as ask
from tests.contracts.lending.governance import events as fact


def lending_id(code: str) -> UUID:
    """Give the stream of a key."""
    return stream_id("lending", code)


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A key: stages absent, lent, returned. When it is back it is of no grid and no unit."""

    stage: str = "absent"
    times: int = 0
    grid: str = ""
    unit: str = ""
    until: date = date.max
    reminded: bool = False


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    match event:
        case fact.KeyLent():
            return State(
                stage="lent",
                times=event.number,
                grid=event.grid,
                unit=event.unit,
                until=event.until,
            )
        case fact.KeyReturned():
            return State(stage="returned", times=state.times)
        case fact.Reminded():
            return replace(state, reminded=True)
    return state


def _here(state: State, _: Context) -> None:
    if state.stage == "lent":
        raise Refused("lending.lent_already")


def _lend(state: State, command: ask.LendKey, context: Context) -> list[Event]:
    if command.until < context.policy.calendar.local(context.now).date():
        raise Refused("lending.day_is_past", field="until")
    values: dict[str, Any] = {
        name: getattr(command, name) for name in ("code", "room", "grid", "unit", "until")
    }
    borrower = personal(command.borrower, person=command.borrower)
    return [fact.KeyLent(**values, number=state.times + 1, borrower=borrower)]


def _out(state: State, _: Context) -> None:
    if state.stage != "lent":
        raise Refused("lending.not_lent")


def _return(_: State, command: ask.ReturnKey, __: Context) -> list[Event]:
    return [fact.KeyReturned(note=command.note)]


def _overdue(state: State, context: Context) -> None:
    _out(state, context)
    if state.until >= context.policy.calendar.local(context.now).date():
        raise Refused("lending.not_overdue")
    if state.reminded:
        raise Refused("lending.reminded_already")


def _remind(state: State, _: ask.Remind, __: Context) -> list[Event]:
    return [fact.Reminded(until=state.until)]


STREAM = Stream(
    "lending",
    State(),
    evolve,
    (
        Act(ask.LendKey, _lend, _here),
        Act(ask.ReturnKey, _return, _out),
        Act(ask.Remind, _remind, _overdue),
    ),
)
