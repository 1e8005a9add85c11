"""当日走访量: of the doors that are due, how many are for today, and whose are they?

What was agreed or planned for today is for today, however much it is. On a working day doors that
are due come beside it until the number of the policy is reached, those gone to today among them;
all others stand behind. Workers of one grid do not go to the same door: each has a share of its
own, and takes of the others' when that is done.
"""

from uuid import UUID

import msgspec

LOTS = 5040
"""As many lots as most numbers of workers divide evenly."""


class Share(msgspec.Struct, frozen=True):
    """The doors of one of `of` workers, who is the `nth` of them, from 0."""

    of: int = 1
    nth: int = 0


def lot(place: UUID) -> int:
    """Give what decides whose share a door is in, always the same for it."""
    return place.int % LOTS


def beside(most: int | None, asked: int, *, works: bool, done: int, meant: int) -> int:
    """Give how many of the `asked` doors are for today, beside those `meant` for it.

    `done` are the doors gone to today. Without a number in the policy all are for today.
    """
    if most is None:
        return asked
    return min(asked, max(0, most - done - meant)) if works else 0
