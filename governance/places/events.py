"""Stored shapes; see CONTRIBUTING.md before changing one."""

from uuid import UUID

from governance.casework import events as shared
from governance.kernel.event import Event, event
from governance.kernel.sealed import Sealed


@event("places.PlaceRegistered")
class PlaceRegistered(Event, frozen=True, kw_only=True):
    """建档: a place is in the register; `kind` and `code` name it for good.

    `address` is the public part; door, head (户主, 负责人) and phone are the household's own.
    """

    kind: str
    code: str
    name: str
    parent: UUID | None = None
    grid: str = ""
    area: str = ""
    address: str = ""
    door: Sealed | None = None
    head: Sealed | None = None
    phone: Sealed | None = None
    batch: str = ""


@event("places.PlaceMoved")
class PlaceMoved(Event, frozen=True, kw_only=True):
    """划转: boundaries changed; what happened before keeps the grid and area it had."""

    parent: UUID | None
    grid: str
    area: str
    old_parent: UUID | None
    old_grid: str
    old_area: str
    reason: str


@event("places.PlaceTagged")
class PlaceTagged(Event, frozen=True, kw_only=True):
    """打标签: who lives here needs care or a visit more often.

    `tags` are codes of `household_tags`, sorted, parted by spaces and sealed; the interval in
    which a visit is due stays plain, so that due visits are found without opening anything.
    """

    tags: Sealed | None
    interval: str


@event("places.PlaceCorrected")
class PlaceCorrected(shared.Corrected, frozen=True, kw_only=True):
    """更正: a fact of the place was entered wrongly or is called otherwise now."""


@event("places.SealedFactCorrected")
class SealedFactCorrected(shared.SealedCorrected, frozen=True, kw_only=True):
    """更正 (personal): a sealed fact of the place was entered wrongly or has changed."""


@event("places.PlaceRetired")
class PlaceRetired(Event, frozen=True, kw_only=True):
    """销档: the place is no more; its past stays."""

    reason: str


@event("places.PlaceRestored")
class PlaceRestored(Event, frozen=True, kw_only=True):
    """恢复建档: the place was retired by mistake or is in use again."""

    reason: str
