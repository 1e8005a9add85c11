"""What changed between two versions of an agenda, and how to get from one to the other."""

from difflib import SequenceMatcher

import msgspec
from msgspec.structs import replace

from governance.meetings.draft import Draft
from governance.meetings.items import Item
from governance.meetings.rules import Composition


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
    """The way from an old agenda to a new one; a change of number alone is no change.

    `moved` are items both versions have in the same section, in another order among themselves.
    """

    removed: tuple[Item, ...]
    added: tuple[Item, ...]
    changed: tuple[Change, ...]
    moved: tuple[Change, ...] = ()

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
        moved=_moved(old, new),
    )


def since_drawn(draft: Draft, made: Composition) -> Difference:
    """Give what a draft would say otherwise if it were drawn up now; work done by hand stays."""
    now = draft.redrawn(draft.position, draft.edition, made.sections, made.items)
    return diff(draft.items(), now.items())


def _alike(old: Item, new: Item) -> bool:
    return replace(old, number=new.number) == new


def _moved(old: tuple[Item, ...], new: tuple[Item, ...]) -> tuple[Change, ...]:
    """Give the fewest items whose moving makes the new order of the old one."""
    before = {(item.key, item.section): item for item in old}
    after = {(item.key, item.section): item for item in new}
    first, then = (
        [key for key in one if key in before and key in after] for one in (before, after)
    )
    moved: list[Change] = []
    for section in dict.fromkeys(section for _, section in then):
        here, there = ([key for key in one if key[1] == section] for one in (first, then))
        blocks = SequenceMatcher(None, here, there, autojunk=False).get_matching_blocks()
        kept = {there[n] for block in blocks for n in range(block.b, block.b + block.size)}
        moved += [Change(before[key], after[key]) for key in there if key not in kept]
    return tuple(moved)
