"""What concepts declare of themselves to the policies: what of them is counted, what meets a grid.

The declarations stand beside the read models (`projections/<concept>`), which alone know their
columns; whoever runs a deployment hands them to the policies as one `Known`.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

Type = Literal["text", "moment", "day", "number", "flag", "list"]


class Column(msgspec.Struct, frozen=True):
    """What may be asked of a row or a candidate: its type, its word, where its codes are from.

    `lists` are option lists, `codes` the concept's own codes with their words; with neither any
    text will do.
    """

    name: str
    type: Type
    label: str
    lists: tuple[str, ...] = ()
    codes: dict[str, str] = {}


class Countable(msgspec.Struct, frozen=True, kw_only=True):
    """Things a metric may count, with the moments by which they fall into a period.

    Of things of several `kinds` a metric says which it counts.
    """

    name: str
    title: str
    columns: dict[str, Column]
    bases: tuple[str, ...]
    kinds: tuple[str, ...] = ()


class CandidateKind(msgspec.Struct, frozen=True):
    """A kind of thing that may come before a meeting, and what may be known of one."""

    kind: str
    facts: dict[str, Column]


class Known(msgspec.Struct, frozen=True):
    """All that is declared, by name."""

    countable: dict[str, Countable]
    candidates: dict[str, CandidateKind]

    def facts(self, kinds: Iterable[str] = ()) -> dict[str, Column]:
        """Give what may be known of any candidate of these kinds, of all without any."""
        chosen = [
            self.candidates[kind] for kind in kinds or self.candidates if kind in self.candidates
        ]
        return {name: fact for kind in chosen for name, fact in kind.facts.items()}


def known(countable: Iterable[Countable], candidates: Iterable[CandidateKind]) -> Known:
    """Put declarations together; ValueError when two of them contradict each other."""
    counted: dict[str, Countable] = {}
    for thing in countable:
        if thing.name in counted:
            raise ValueError(f"declared twice: {thing.name}")
        counted[thing.name] = thing
    types: dict[str, str] = {}
    held: dict[str, CandidateKind] = {}
    for kind in candidates:
        if kind.kind in held:
            raise ValueError(f"declared twice: {kind.kind}")
        held[kind.kind] = kind
        for fact in kind.facts.values():
            if types.setdefault(fact.name, fact.type) != fact.type:
                raise ValueError(f"of two types: {fact.name}")
    return Known(counted, held)
