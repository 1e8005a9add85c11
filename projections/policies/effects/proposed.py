"""An edition nobody has published, beside those in force, and the rows to try it on."""

from collections.abc import Callable
from datetime import datetime

import msgspec

from governance.policy.book import PolicyBook
from projections.engine.view import View


class Proposed(msgspec.Struct, frozen=True):
    """`before` are the editions in force, `after` the same with the one proposed for `policy`.

    `now` is aware; `at` gives the rows as of a position; `commands` are the names of all there are.
    """

    policy: str
    before: PolicyBook
    after: PolicyBook
    view: View
    now: datetime
    at: Callable[[int], View]
    commands: frozenset[str] = frozenset()
