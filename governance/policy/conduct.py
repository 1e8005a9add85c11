"""How cases are conducted: call-back attempts, redoing, who may check whom."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import msgspec

from governance.policy.shape import shaped


class Contact(msgspec.Struct, frozen=True):
    """Calls in vain before nobody need try the first contact any more.

    Only calls `minutes_apart` or more count as made at different times. `ended_by` are the
    `not_contacted_reasons` after which no other try is asked for.
    """

    attempts: int
    minutes_apart: int
    ended_by: tuple[str, ...]
    source: str

    def counted(self, tries: Iterable[datetime]) -> int:
        """Count calls made at different times."""
        count = 0
        last: datetime | None = None
        for at in sorted(tries):
            if last is None or at - last >= timedelta(minutes=self.minutes_apart):
                count, last = count + 1, at
        return count


class Callback(msgspec.Struct, frozen=True):
    """Unanswered calls before a ticket may be closed without an answer.

    `ended_by` are the `not_called_reasons` after which no other call is asked for.
    """

    attempts: int
    source: str
    ended_by: tuple[str, ...] = ()


class Redo(msgspec.Struct, frozen=True):
    """Answers that send a ticket back."""

    satisfaction: tuple[str, ...]
    solved: tuple[str, ...]
    source: str


class Check(msgspec.Struct, frozen=True):
    """Whether the checker must be another person than the handler, and than the reporter."""

    other_than_handler: bool
    source: str
    other_than_reporter: bool = False


class Verification(msgspec.Struct, frozen=True):
    """Whether a resolution is closed by another person than the claimant, and only with a word."""

    other_than_claimant: bool
    source: str
    words: bool = False


class Crossing(msgspec.Struct, frozen=True):
    """How many units make a case cross boundaries."""

    units: int
    source: str


class Asking(msgspec.Struct, frozen=True):
    """Whether what somebody asks for (退单、延期、更正) is answered by another person."""

    answered_by_another: bool
    source: str


class Returns(msgspec.Struct, frozen=True):
    """How often units may ask to give one case back."""

    most: int
    source: str


NOT_ASKED = Asking(answered_by_another=False, source="")
"""Editions of earlier releases said nothing of it, and nothing was asked then."""


class Meetings(msgspec.Struct, frozen=True):
    """How long a meeting is meant to last, in minutes; 0 where nothing is laid down.

    `other_than_recorder` keeps who wrote the minutes from approving them.
    """

    minutes: int = 0
    other_than_recorder: bool = False
    source: str = ""


class Visiting(msgspec.Struct, frozen=True):
    """How many doors a grid worker goes to on a working day."""

    doors_a_day: int
    source: str


class Clear(msgspec.Struct, frozen=True):
    """What becomes of numbers and names of residents in words that stand in clear.

    What is not refused is masked: `typed` is what people type, `brought` what sheets bring.
    """

    refuse_typed: bool = True
    refuse_brought: bool = False
    source: str = ""


class Conduct(msgspec.Struct, frozen=True):
    """办理规则: the policy as read from an edition.

    What an edition of an earlier release does not say asks for nothing more than was asked then,
    but for `clear`, which is law.
    """

    source: str
    callback: Callback
    redo: Redo
    check: Check
    resolution: Verification
    crossing: Crossing
    asking: Asking = NOT_ASKED
    contact: Contact | None = None
    returns: Returns | None = None
    meeting: Meetings = Meetings()
    visiting: Visiting | None = None
    clear: Clear = Clear()


SHAPE = Conduct


def read(content: dict[str, Any]) -> Conduct:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Conduct)
