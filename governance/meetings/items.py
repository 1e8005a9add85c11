"""What an agenda is made of, and the digest that holds it.

Stored within events; see CONTRIBUTING.md before changing a shape. Fields at their default are
left out of the stored and of the digested form, so that a field added later changes no digest of
the past.
"""

from base64 import b32encode
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from msgspec.structs import replace

BY_HAND = "by_hand"
CODE = 12
"""Characters of a digest in print."""


class PaperFile(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One file of a paper: its kind such as `docx`, its SHA-256, and that of what it was filled in.

    `template` is empty where no file but code alone gives the layout.
    """

    kind: str
    digest: str
    template: str = ""


class Reason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why an item is on the agenda: a rule of an edition, its sentence, and what it rests on.

    `events` are references (`stream:version`); a reason given by a person has the rule `by_hand`.
    """

    rule: str
    edition: int = 0
    text: str
    events: tuple[str, ...] = ()


class Item(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One matter of an agenda. `key` stays the same from meeting to meeting (`case:<id>`).

    `number` counts within the section; `due` is a day in Shanghai; `carried` counts earlier
    meetings that had it; `minutes` is speaking time; a `fixed` item is never struck by hand.
    `decided` tells what earlier meetings decided on it, and what had come of that; `place` is the
    residents' area and the building, never a door.
    """

    key: str
    kind: str
    section: str
    number: int = 0
    subject: str
    case_key: str = ""
    case_stream: UUID | None = None
    source: str = ""
    unit: str = ""
    reasons: tuple[Reason, ...] = ()
    carried: int = 0
    due: date | None = None
    minutes: int = 0
    speaker: str = ""
    observers: tuple[str, ...] = ()
    proposal: str = ""
    summary: str = ""
    fixed: bool = False
    decided: tuple[str, ...] = ()
    place: str = ""


class Presentation(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How an item is to be presented: what a person may set on any item."""

    minutes: int = 0
    speaker: str = ""
    observers: tuple[str, ...] = ()
    proposal: str = ""
    summary: str = ""


class Section(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One part of an agenda, as the edition in force at the drafting words it."""

    code: str
    title: str
    reporter: str = ""
    minutes: int = 0
    table: bool = False


class Heading(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The head of an agenda: whose meeting, when and where, and its sections in order."""

    grid: str
    window: int
    meets_at: datetime
    place: str
    host: str
    sections: tuple[Section, ...] = ()


def digest(items: tuple[Item, ...], heading: Heading) -> str:
    """Give the SHA-256, in hex, of the canonical JSON of an agenda.

    Canonical: object keys sorted, no spaces, UTF-8, moments in UTC with `Z`, defaults left out.
    """
    paper = {"heading": heading, "items": items}
    return sha256(msgspec.json.encode(paper, order="sorted")).hexdigest()


def notice_digest(moved: Any) -> str:
    """Give the SHA-256, in hex, of what the notice of a move (`MeetingMoved`) is about."""
    content = (moved.stream, moved.version, moved.new, moved.place, moved.reason)
    return sha256(msgspec.json.encode(content)).hexdigest()


def printed(mark: str) -> str:
    """Give the short form of a digest that is printed on paper (核验码)."""
    return b32encode(bytes.fromhex(mark)).decode()[:CODE]


def presentation(item: Item) -> Presentation:
    """Give how an item is presented."""
    return Presentation(**{name: getattr(item, name) for name in Presentation.__struct_fields__})


def presented(item: Item, how: Presentation) -> Item:
    """Give the item presented otherwise."""
    return replace(item, **{name: getattr(how, name) for name in Presentation.__struct_fields__})
