"""What changed between two versions of an agenda, and how to get from one to the other."""

import msgspec
from msgspec.structs import replace

from governance.meetings.items import Item


class Change(msgspec.Struct, frozen=True):
    """One item that both versions have and that says something else now."""

    old: Item
    new: Item

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ, in the order of the item."""
        names = Item.__struct_fields__
        return tuple(n for n in names if getattr(self.old, n) != getattr(self.new, n))


class Difference(msgspec.Struct, frozen=True):
    """The way from an old agenda to a new one; a change of number alone is no change."""

    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    changed: tuple[Change, ...]

    @property
    def says_the_same(self) -> bool:
        """Whether both versions have the same items saying the same, in whatever order."""
        return not (self.removed or self.added or self.changed)


def diff(old: tuple[Item, ...], new: tuple[Item, ...]) -> Difference:
    """Compare two versions; keys are unique within each."""
    before = {item.key: item for item in old}
    after = {item.key: item for item in new}
    return Difference(
        removed=tuple(item for item in old if item.key not in after),
        added=tuple(item for item in new if item.key not in before),
        changed=tuple(
            Change(before[item.key], item)
            for item in new
            if item.key in before and not _alike(before[item.key], item)
        ),
    )


def _alike(old: Item, new: Item) -> bool:
    return replace(old, number=new.number) == new
