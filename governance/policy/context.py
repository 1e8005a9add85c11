"""What a decision learns besides the command: the time, the actor, the policy in force."""

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec

from governance.kernel.command import Actor
from governance.kernel.sealed import Sealed
from governance.policy.book import PolicyBook


class Context(msgspec.Struct, frozen=True):
    """`same` says whether a sealed text equals a text in clear, without opening it.

    `commands` are the names of all commands there are, `people` everybody with an account that is
    not suspended, as last known; without them nothing is asked of either. `grid_of` gives the grid
    an area (居民区) belongs to by the register, empty where it belongs to none.
    """

    now: datetime
    actor: Actor
    policy: PolicyBook
    same: Callable[[Sealed | None, str], bool]
    commands: frozenset[str] = frozenset()
    people: Callable[[], Sequence[Actor]] = tuple
    grid_of: Callable[[str], str] = lambda _: ""
