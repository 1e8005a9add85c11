"""Commands of a place. Texts are in clear; the application seals what is personal."""

from typing import ClassVar
from uuid import UUID

from governance.kernel.command import Command


class PlaceCommand(Command, frozen=True, kw_only=True):
    """Any command of a place."""

    STREAM: ClassVar[str] = "places"


class RegisterPlace(PlaceCommand, frozen=True, kw_only=True):
    """建档, from a form or a row of the sheet that `batch` names.

    A row that comes again corrects what it changes; a form cannot, its code is taken.
    """

    kind: str
    code: str
    name: str
    parent: UUID | None = None
    grid: str = ""
    area: str = ""
    address: str = ""
    door: str = ""
    head: str = ""
    phone: str = ""
    batch: str = ""

    @property
    def impersonal(self) -> bool:
        """A row of a sheet is the same whoever brings the sheet."""
        return bool(self.batch)


class MovePlace(PlaceCommand, frozen=True, kw_only=True):
    """划转 to another parent, grid or area from now on."""

    parent: UUID | None
    grid: str
    area: str
    reason: str


class TagPlace(PlaceCommand, frozen=True, kw_only=True):
    """打标签: all tags the household has from now on, and its visit interval."""

    tags: tuple[str, ...]
    interval: str


class CorrectPlace(PlaceCommand, frozen=True, kw_only=True):
    """更正 one fact: `field` is one of `name address door head phone`."""

    field: str
    new: str
    reason: str


class RetirePlace(PlaceCommand, frozen=True, kw_only=True):
    """销档."""

    reason: str


class RestorePlace(PlaceCommand, frozen=True, kw_only=True):
    """恢复建档."""

    reason: str
