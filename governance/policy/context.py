"""What a decision learns besides the command: the time, the actor, the policy in force."""

from collections.abc import Callable, Container, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec

from governance.kernel.command import Actor
from governance.kernel.sealed import Gone, Sealed
from governance.policy.book import PolicyBook


class Same(Protocol):
    """Whether a sealed text of a field of a stream is a text in clear."""

    def __call__(
        self,
        sealed: Sealed | None,
        text: str,
        stream: UUID,
        field: str,
        /,
        *,
        gone: Container[Gone] = (),
    ) -> bool:
        """Compare; what opens no more is the same where the reason is one of `gone`."""


class Context(msgspec.Struct, frozen=True):
    """`same` says whether a sealed text equals a text in clear.

    `commands` are the names of all commands there are, `people` everybody with an account that is
    not suspended, as last known; without them nothing is asked of either. `grid_of` gives the grid
    an area (居民区) belongs to by the register, empty where it belongs to none.
    """

    now: datetime
    actor: Actor
    policy: PolicyBook
    same: Same
    commands: frozenset[str] = frozenset()
    people: Callable[[], Sequence[Actor]] = tuple
    grid_of: Callable[[str], str] = lambda _: ""
