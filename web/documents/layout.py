"""The page of an official document, read once from ``layout.toml``, where the sources stand."""

from pathlib import Path
from typing import Final

import msgspec


class Page(msgspec.Struct, frozen=True):
    """Paper and margins in millimetres."""

    width: float
    height: float
    top: float
    left: float
    right: float
    bottom: float
    source: str

    @property
    def text_width(self) -> float:
        """Width of the type area (版心), millimetres."""
        return self.width - self.left - self.right


class Body(msgspec.Struct, frozen=True):
    """Running text: sizes in points; ``tracking`` is added to every character's advance."""

    size: float
    line: float
    tracking: float
    lines: int
    characters: int
    indent: int
    source: str


class Masthead(msgspec.Struct, frozen=True):
    """The red mark and its rule: points; ``above`` and ``gap`` in millimetres; hex ``colour``."""

    size: float
    line: float
    characters: int
    above: float
    colour: str
    rule: float
    gap: float
    source: str


class Title(msgspec.Struct, frozen=True):
    """The title: points, characters to a line, words kept whole, words a line likes to end with."""

    size: float
    line: float
    characters: int
    keep: tuple[str, ...]
    after: tuple[str, ...]
    source: str


class PageNumber(msgspec.Struct, frozen=True):
    """Page number: points; ``below`` the type area in millimetres; ``trace`` beside it, points."""

    size: float
    line: float
    below: float
    trace: float
    source: str


class Imprint(msgspec.Struct, frozen=True):
    """版记 at the end: points, rules in millimetres."""

    size: float
    thick: float
    thin: float
    source: str


class Table(msgspec.Struct, frozen=True):
    """Tables: points; ``margin`` within a cell, left and right, in millimetres."""

    size: float
    line: float
    rule: float
    margin: float
    source: str


class LedgerColumn(msgspec.Struct, frozen=True):
    """A column of a table of resolutions or items: its name in a template, its heading, mm."""

    name: str
    heading: str
    width: float
    centred: bool = False


class Font(msgspec.Struct, frozen=True):
    """One typeface: its usual name, equals of it, and stand-ins as (family, Chinese name)."""

    role: str
    family: str
    also: tuple[str, ...]
    stand_ins: tuple[tuple[str, str], ...]
    source: str

    @property
    def families(self) -> tuple[str, ...]:
        """Every family that may be used, best first."""
        return (self.family, *self.also, *(family for family, _ in self.stand_ins))


class Layout(msgspec.Struct, frozen=True):
    """The whole file."""

    page: Page
    body: Body
    masthead: Masthead
    title: Title
    page_number: PageNumber
    imprint: Imprint
    table: Table
    ledger: tuple[LedgerColumn, ...]
    rows: tuple[LedgerColumn, ...]
    font: tuple[Font, ...]

    def face(self, role: str) -> Font:
        """Return the typeface of a role; raise ``StopIteration`` if the file has none."""
        return next(font for font in self.font if font.role == role)


LAYOUT: Final = msgspec.toml.decode(
    (Path(__file__).parent / "layout.toml").read_bytes(), type=Layout
)
