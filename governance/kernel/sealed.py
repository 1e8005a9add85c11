"""Personal data and free narrative: opaque to the domain, readable only with a key kept elsewhere.

A decision writes `personal(text)`; the application seals it before anything is stored. Whoever
erases the key of a subject erases what was sealed for it, everywhere and for ever, without
changing a stored byte.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar, cast

import msgspec


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A sealed text: whose key opens it, a keyed mark to compare by, and the ciphertext."""

    subject: str
    mark: str
    data: bytes


class Personal:
    """A text to be sealed: under the key of `person` (who identifies him), else of the case.

    Deliberately not a dataclass: msgspec would store one in clear.
    """

    __slots__ = ("person", "text")

    def __init__(self, text: str, person: str = "") -> None:
        self.text = text
        self.person = person

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Personal) and (self.text, self.person) == (
            other.text,
            other.person,
        )

    def __hash__(self) -> int:
        return hash((self.text, self.person))

    def __repr__(self) -> str:
        return "Personal(…)"


def personal(text: str, *, person: str = "") -> Sealed:
    """Give a text in clear where an event wants a sealed one; storing it unsealed fails."""
    return cast("Sealed", Personal(text, person))


class Gone(Enum):
    """Why a sealed text opens no more: its key was erased by law, or no key here opens it."""

    ERASED = "erased"
    LOST = "lost"


@dataclass(frozen=True)
class Sealing:
    """One text on its way into an event: `context` (stream and field) is bound into the seal."""

    subject: str
    context: str
    text: str


class Vault(Protocol):
    """Who holds the keys."""

    def subject(self, person: str) -> str:
        """Give the keyed pseudonym of whoever `person` (a phone number, a household) identifies."""

    def mark(self, text: str) -> str:
        """Give the keyed mark of a text, equal for equal texts."""

    def seal(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        """Seal texts, making the keys of new subjects durable first."""

    def reveal(self, sealed: Sealed, context: str) -> str | Gone:
        """Open a sealed text, or say why it does not open: never a fault."""


def context_of(stream_hex: str, field: str) -> str:
    """Give what is bound into a seal, so that it opens nowhere else."""
    return f"{stream_hex}.{field}"


T = TypeVar("T", Sealed, Personal)


def texts_of(event: msgspec.Struct, kind: type[T]) -> Iterator[tuple[str, T]]:
    """Give the personal texts of an event in a fixed order, with the field each stands in."""
    for field in event.__struct_fields__:
        held = getattr(event, field)
        if isinstance(held, kind):
            # What corrects a field is that field's value, wherever it stands in the event.
            yield getattr(event, "field", field), held
        elif isinstance(held, tuple) and held and isinstance(held[0], msgspec.Struct):
            for part in held:
                yield from texts_of(part, kind)
