"""How cases are conducted: call-back attempts, redoing, who may check whom."""

from typing import Any

import msgspec

from governance.policy.shape import shaped


class Callback(msgspec.Struct, frozen=True):
    """Unanswered calls before a ticket may be closed without an answer."""

    attempts: int
    source: str


class Redo(msgspec.Struct, frozen=True):
    """Answers that send a ticket back."""

    satisfaction: tuple[str, ...]
    solved: tuple[str, ...]
    source: str


class Check(msgspec.Struct, frozen=True):
    """Whether the checker must be another person than the handler."""

    other_than_handler: bool
    source: str


class Verification(msgspec.Struct, frozen=True):
    """Whether a resolution is closed by another person than the claimant."""

    other_than_claimant: bool
    source: str


class Crossing(msgspec.Struct, frozen=True):
    """How many units make a case cross boundaries."""

    units: int
    source: str


class Asking(msgspec.Struct, frozen=True):
    """Whether what somebody asks for (退单、延期、更正) is answered by another person."""

    answered_by_another: bool
    source: str


NOT_ASKED = Asking(answered_by_another=False, source="")
"""Editions of earlier releases said nothing of it, and nothing was asked then."""


class Conduct(msgspec.Struct, frozen=True):
    """办理规则: the policy as read from an edition."""

    source: str
    callback: Callback
    redo: Redo
    check: Check
    resolution: Verification
    crossing: Crossing
    asking: Asking = NOT_ASKED


SHAPE = Conduct


def read(content: dict[str, Any]) -> Conduct:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Conduct)
