"""A draft: what the rules propose, and what people did to it by hand, which outlives redrafts."""

from collections.abc import Iterable
from itertools import count

import msgspec
from msgspec.structs import replace

from governance.meetings.items import Item, Presentation, Section, presented


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """The proposal drawn at a position of the log, and the hand work by key of the item.

    `order` is the order a person gave; items unknown to it follow within their section. `kept` were
    worked on by hand and are proposed no more: they stay until somebody takes them off.
    """

    position: int = 0
    edition: int = 0
    sections: tuple[Section, ...] = ()
    proposed: tuple[Item, ...] = ()
    added: tuple[Item, ...] = ()
    kept: tuple[Item, ...] = ()
    struck: frozenset[str] = frozenset()
    presentations: dict[str, Presentation] = {}
    order: tuple[str, ...] = ()

    def all_items(self) -> dict[str, Item]:
        """Give every item by key, struck ones too, as proposed, added and presented.

        An added item the rules have come to propose is theirs, with the person's reason kept.
        """
        items = {item.key: item for item in (*self.kept, *self.proposed)}
        for item in self.added:
            known = items.get(item.key)
            items[item.key] = (
                replace(known, reasons=(*known.reasons, *item.reasons)) if known else item
            )
        shown = self.presentations.items()
        return items | {key: presented(items[key], how) for key, how in shown}

    def items(self) -> tuple[Item, ...]:
        """Give the agenda as it stands: without what was struck, in order, numbered."""
        kept = [item for item in self.all_items().values() if not self.is_struck(item)]
        sections = {section.code: place for place, section in enumerate(self.sections)}
        order = {key: place for place, key in enumerate(self.order)}
        kept.sort(key=lambda item: order.get(item.key, len(order)))
        kept.sort(key=lambda item: sections.get(item.section, len(sections)))
        return numbered(kept)

    def is_struck(self, item: Item) -> bool:
        """Whether a person struck the item; one that must stay cannot be."""
        return item.key in self.struck and not item.fixed

    def redrawn(
        self, position: int, edition: int, sections: tuple[Section, ...], items: tuple[Item, ...]
    ) -> "Draft":
        """Give the draft after a new proposal; what a person worked on stays, proposed or not.

        What was only struck or put in order, and is proposed no more, is gone with that.
        """
        new = {item.key for item in (*items, *self.added)}
        kept = tuple(
            item
            for item in (*self.kept, *self.proposed)
            if item.key in self.presentations and item.key not in new | self.struck
        )
        keys = new | {item.key for item in kept}
        return replace(
            self,
            position=position,
            edition=edition,
            sections=sections,
            proposed=items,
            kept=kept,
            struck=self.struck & keys,
            presentations={k: how for k, how in self.presentations.items() if k in keys},
            order=tuple(key for key in self.order if key in keys),
        )


def numbered(items: Iterable[Item]) -> tuple[Item, ...]:
    """Number items within their sections, from 1, in the order given."""
    counters: dict[str, count[int]] = {}
    return tuple(
        replace(item, number=next(counters.setdefault(item.section, count(1)))) for item in items
    )
