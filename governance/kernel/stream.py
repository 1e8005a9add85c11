"""Streams: one thing's whole life, told by `evolve` and changed by `decide`."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid5

import msgspec

from governance.kernel.command import Command
from governance.kernel.event import Event

NAMESPACE = UUID("6f5f3a52-0b0e-5d0c-9d3b-2c8f2a6a9e11")


class Stream(msgspec.Struct, frozen=True):
    """The wiring of one stream: its name, its start, its two functions and its commands."""

    name: str
    initial: Any
    evolve: Callable[[Any, Any], Any]
    decide: Callable[[Any, Any, Any], list[Event]]
    commands: tuple[type[Command], ...]

    def fold(self, events: Iterable[Event]) -> Any:
        """Tell a life from its events."""
        state = self.initial
        for event in events:
            state = self.evolve(state, event)
        return state


def stream_id(name: str, *natural_key: str) -> UUID:
    """Give the id of a stream from its natural key; the same key always meets the same stream."""
    return uuid5(NAMESPACE, "\x1f".join((name, *natural_key)))
