"""Personal data and free narrative: opaque to the domain, readable only with a key kept elsewhere.

A decision writes `personal(text)`; the application seals it before anything is stored. Whoever
erases the key of a subject erases what was sealed for it, everywhere and for ever, without
changing a stored byte.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar, cast

import msgspec

NONCE = 12
"""How many bytes before a ciphertext are drawn for it alone."""


class Sealed(msgspec.Struct, frozen=True, gc=False):
    """A sealed text: whose key opens it, and the ciphertext, which no other text has.

    `mark` is empty: nothing made from the text stands beside it. Events of earlier releases have a
    keyed mark there, which nothing reads any more.
    """

    subject: str
    mark: str
    data: bytes

    @property
    def reference(self) -> str:
        """What names this sealed text and says nothing of it: its nonce."""
        return self.data[:NONCE].hex()


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


class Words:
    """What a command said, until its mark is made: storing it in clear fails."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Words) and self.text == other.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return "Words(…)"


class Gone(Enum):
    """Why a sealed text opens no more: its key was erased by law, or no key here opens it."""

    ERASED = "erased"
    LOST = "lost"


@dataclass(frozen=True)
class Sealing:
    """One text on its way into an event: `context` (stream and field) is bound into the seal.

    It is sealed for `person` where one is named, else under the key of `subject`.
    """

    subject: str
    context: str
    text: str
    person: str = ""

    @property
    def field(self) -> str:
        """The field it stands in."""
        return self.context.partition(".")[2]


class Vault(Protocol):
    """Who holds the keys."""

    def said(self, words: str, subjects: Collection[str]) -> str:
        """Give the mark of words under the keys of all subjects, empty when one of them is gone."""

    def seal(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        """Seal texts, making the keys of new subjects durable first."""

    def ready(self, subjects: Iterable[str]) -> None:
        """Have the keys of many subjects at hand, asked for at once."""

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
