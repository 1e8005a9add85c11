"""Shapes shared by all kinds of cases; each kind has them under names of its own: see `kind`."""

from datetime import datetime
from typing import ClassVar

from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline


class Dispatched(Event, frozen=True, kw_only=True):
    """派遣: a unit is to handle the case by `handle_due`."""

    unit: str
    handle_due: Deadline | None = None
    note: str = ""


class ProgressNoted(Event, frozen=True, kw_only=True):
    """进展: what has been done so far."""

    note: Sealed


class FilesAttached(Event, frozen=True, kw_only=True):
    """补充材料: photographs and files that belong to the case; `photos` are SHA-256 digests."""

    photos: tuple[str, ...]
    note: Sealed | None = None


class ReturnRequested(Event, frozen=True, kw_only=True):
    """申请退单: the unit says the case is not its own."""

    reason: str
    note: str = ""


class ReturnGranted(Event, frozen=True, kw_only=True):
    """同意退单: the case waits for another dispatch."""

    unit: str
    reason: str
    note: str = ""


class ReturnDeclined(Event, frozen=True, kw_only=True):
    """不予退单: the unit keeps the case."""

    note: str


class ExtensionRequested(Event, frozen=True, kw_only=True):
    """申请延期: the unit asks for more time."""

    reason: str
    note: str = ""


class ExtensionGranted(Event, frozen=True, kw_only=True):
    """同意延期: the case has a later limit."""

    handle_due: Deadline
    old_due: datetime
    reason: str
    note: str = ""


class ExtensionDeclined(Event, frozen=True, kw_only=True):
    """不予延期: the limit stands."""

    note: str


class CrossingFlagged(Event, frozen=True, kw_only=True):
    """三跨认定: the case crosses departments, trades or fields and needs several units."""

    kinds: tuple[str, ...]
    units: tuple[str, ...]
    reason: str


class CrossingCleared(Event, frozen=True, kw_only=True):
    """三跨销号: what needed several units is settled."""

    result: str


class Chased(Event, frozen=True, kw_only=True):
    """催办: a limit has passed in working time; `due` is the limit that passed."""

    NAME: ClassVar[str] = "{noun}Chased"

    clock: str
    due: datetime
    unit: str = ""


class Corrected(Event, frozen=True, kw_only=True):
    """更正: a fact was entered wrongly; both values stay readable.

    Of a case that was over, `asked_by` asked for it and the actor granted it.
    """

    NAME: ClassVar[str] = "{noun}Corrected"

    field: str
    old: str
    new: str
    reason: str
    asked_by: str = ""


class CorrectionRequested(Event, frozen=True, kw_only=True):
    """申请更正: somebody says that a case that is over holds something wrong."""

    field: str
    old: str
    new: str
    reason: str


class CorrectionDeclined(Event, frozen=True, kw_only=True):
    """不予更正: what stands there stands."""

    note: str


class Reopened(Event, frozen=True, kw_only=True):
    """重新办理: a case that was over is taken up again, in another round.

    It goes on at `stage`, with the same unit if it had one, and `due` is the limit of `clock`.
    `received_at` is when it came again, where a sheet brought it.
    """

    NAME: ClassVar[str] = "{noun}Reopened"

    round: int
    unit: str
    reason: str
    stage: str
    clock: str
    due: Deadline
    note: Sealed | None = None
    received_at: datetime | None = None


class SealedCorrected(Event, frozen=True, kw_only=True):
    """更正 (personal): a sealed fact was entered wrongly; both values stay sealed."""

    field: str
    old: Sealed | None
    new: Sealed | None
    reason: str


SHARED: tuple[type[Event], ...] = (
    ProgressNoted,
    FilesAttached,
    ReturnRequested,
    ReturnGranted,
    ReturnDeclined,
    ExtensionRequested,
    ExtensionGranted,
    ExtensionDeclined,
    CrossingFlagged,
    CrossingCleared,
    Chased,
    Corrected,
    CorrectionRequested,
    CorrectionDeclined,
    Reopened,
)
