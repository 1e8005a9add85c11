"""Commands shared by all kinds of cases; each kind has them under names of its own: see `kind`."""

from typing import ClassVar

from governance.kernel.command import Command


class NoteProgress(Command, frozen=True, kw_only=True):
    """登记进展: what has been done so far, in free text."""

    note: str


class AttachFiles(Command, frozen=True, kw_only=True):
    """补充材料: photographs and files that belong to the case, by digest."""

    photos: tuple[str, ...]
    note: str = ""


class RequestReturn(Command, frozen=True, kw_only=True):
    """申请退单, with one of the `return_reasons`."""

    reason: str
    note: str = ""


class GrantReturn(Command, frozen=True, kw_only=True):
    """同意退单."""

    note: str = ""


class DeclineReturn(Command, frozen=True, kw_only=True):
    """不予退单, saying why."""

    note: str


class RequestExtension(Command, frozen=True, kw_only=True):
    """申请延期, with one of the `extension_reasons`."""

    reason: str
    note: str = ""


class GrantExtension(Command, frozen=True, kw_only=True):
    """同意延期."""

    note: str = ""


class DeclineExtension(Command, frozen=True, kw_only=True):
    """不予延期, saying why."""

    note: str


class FlagCrossing(Command, frozen=True, kw_only=True):
    """认定三跨: at least one of the `crossing_kinds` and at least two units."""

    kinds: tuple[str, ...]
    units: tuple[str, ...]
    reason: str


class ClearCrossing(Command, frozen=True, kw_only=True):
    """三跨销号."""

    result: str


class Chase(Command, frozen=True, kw_only=True):
    """催办 one clock (`contact`, `handle`, `callback`, `check` …) whose limit has passed."""

    NAME: ClassVar[str] = "Chase{noun}"

    clock: str


class Correct(Command, frozen=True, kw_only=True):
    """更正 one plain fact, one of those the kind of case says, as long as the case is open."""

    NAME: ClassVar[str] = "Correct{noun}"

    field: str
    new: str
    reason: str


class RequestCorrection(Command, frozen=True, kw_only=True):
    """申请更正 one plain fact of a case that is over, what it ended with too."""

    field: str
    new: str
    reason: str


class GrantCorrection(Command, frozen=True, kw_only=True):
    """同意更正."""


class DeclineCorrection(Command, frozen=True, kw_only=True):
    """不予更正, saying why."""

    note: str


TAKEN_UP = "taken_up"
"""Why one is reopened that nobody told the end of."""


class Reopen(Command, frozen=True, kw_only=True):
    """重新办理 a case that is over, with one of the `reopen_reasons`."""

    NAME: ClassVar[str] = "Reopen{noun}"

    reason: str
    note: str = ""


SHARED: tuple[type[Command], ...] = (
    NoteProgress,
    AttachFiles,
    RequestReturn,
    GrantReturn,
    DeclineReturn,
    RequestExtension,
    GrantExtension,
    DeclineExtension,
    FlagCrossing,
    ClearCrossing,
    Chase,
    Correct,
    RequestCorrection,
    GrantCorrection,
    DeclineCorrection,
    Reopen,
)
