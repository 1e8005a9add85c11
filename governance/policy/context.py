"""What a decision is told besides the command: the time, the actor, the policy in force."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from governance.kernel.command import Actor
from governance.kernel.sealed import Sealed
from governance.policy.book import PolicyBook


class Context(msgspec.Struct, frozen=True):
    """`same` says whether a sealed text equals a text in clear, without opening it."""

    now: datetime
    actor: Actor
    policy: PolicyBook
    same: Callable[[Sealed | None, str], bool]
