"""What a reaction learns besides the event it follows from."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

import msgspec

from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.stream import Held, Stream


class Occasion(msgspec.Struct, frozen=True):
    """The command that made the event, and any stream as it stands in the same transaction.

    `would` says whether a command would do something now and its sender may send it, or whether it
    was done before: what follows only where it can be done asks it first.

    A known event has had its reactions; asked again it must give the same ones, so what has
    happened since in the event's own stream is left out of account.
    """

    command: Command
    look: Callable[[Stream, UUID], Held]
    would: Callable[[Command], bool]


Reaction = Callable[[Any, Occasion], list[Command]]
Reactions = Mapping[type[Event], Reaction]
