"""Streams: one thing's whole life, said by `evolve` and changed by its acts."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid5

import msgspec

from governance.kernel.command import SYSTEM, Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event

NAMESPACE = UUID("6f5f3a52-0b0e-5d0c-9d3b-2c8f2a6a9e11")

Decide = Callable[[Any, Any, Any], list[Event]]
Check = Callable[[Any, Any], None]


def always(_state: Any, _context: Any) -> None:
    """Refuse nothing."""


def never(_state: Any) -> bool:
    """Say that it is not so yet."""
    return False


class Act(msgspec.Struct, frozen=True):
    """One thing a stream may be asked.

    `check(state, context)` refuses it where it is not possible, whatever is said with it; who
    offers the act asks the same. `decide(state, command, context)` answers what is said. What
    `holds` already, whatever is said, nothing comes of.
    """

    command: type[Command]
    decide: Decide
    check: Check = always
    holds: Callable[[Any], bool] = never


class Stream(msgspec.Struct, frozen=True):
    """The wiring of one stream: its name, its start, how it changes and what it may be asked."""

    name: str
    initial: Any
    evolve: Callable[[Any, Any], Any]
    acts: tuple[Act, ...]

    @property
    def commands(self) -> tuple[type[Command], ...]:
        """What it may be asked."""
        return tuple(act.command for act in self.acts)

    def decide(self, state: Any, command: Command, context: Any) -> list[Event]:
        """Answer a command with events, with nothing when it is so already, or with Refused."""
        act = self.act(type(command))
        act.check(state, context)
        return [] if act.holds(state) else act.decide(state, command, context)

    def act(self, command: type[Command]) -> Act:
        """Give the act of a command; TypeError for one of another stream."""
        for act in self.acts:
            if act.command is command:
                return act
        raise TypeError(f"{self.name} knows no {command.__name__}")

    def hindrance(self, command: type[Command], state: Any, context: Any) -> Refused | None:
        """Give what keeps somebody from asking this now, None when it is possible."""
        act = self.act(command)
        try:
            act.check(state, context)
        except Refused as no:
            return no
        return Refused("kernel.unchanged") if act.holds(state) else None

    def fold(self, events: Iterable[Event]) -> Any:
        """Tell a life from its events."""
        state = self.initial
        for event in events:
            state = self.evolve(state, event)
        return state

    def hold(self, events: list[Event]) -> "Held":
        """Take a stream in hand with the events it has."""
        return Held(self, events, self.fold(events))


class Held(msgspec.Struct):
    """A stream in hand while commands are decided: its events so far and what they come to."""

    stream: Stream
    events: list[Event]
    state: Any

    @property
    def version(self) -> int:
        """The version of the last event, 0 when there is none."""
        return len(self.events)

    def add(self, event: Event) -> None:
        """Let one more event happen."""
        self.state = self.stream.evolve(self.state, event)
        self.events.append(event)

    def made_by(self, command_id: UUID) -> list[Event]:
        """Give the events a command has made, none when it is new."""
        return [event for event in self.events if event.command_id == command_id]


def by_others(events: Iterable[Event], account: str) -> list[Event]:
    """Give what other people did; the system only follows what people do."""
    return [event for event in events if event.actor not in {account, SYSTEM.account}]


def stream_id(name: str, *natural_key: str) -> UUID:
    """Give the id of a stream from its natural key; the same key always meets the same stream."""
    return uuid5(NAMESPACE, "\x1f".join((name, *natural_key)))
