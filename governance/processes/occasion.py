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

    A known event has had its reactions; asked again it must give the same ones, so what has
    happened since in the event's own stream is left out of account.
    """

    command: Command
    look: Callable[[Stream, UUID], Held]


Reaction = Callable[[Any, Occasion], list[Command]]
Reactions = Mapping[type[Event], Reaction]
