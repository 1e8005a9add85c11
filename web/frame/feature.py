"""What a concept gives to the frame: its pages, words and links as one value; and all of them.

A room of `web` exports one `FEATURE`; `web.features` lists them. The frame asks `features()` and
knows no concept by name.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, Protocol, TypeVar
from uuid import UUID

import msgspec
from flask import Blueprint
from markupsafe import Markup

from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.spelling import number_key
from governance.kernel.stream import Stream
from governance.policy.needs import STAGES

K = TypeVar("K")
V = TypeVar("V")
Lists = Mapping[type[Event], Mapping[str, str]]
Codes = Mapping[str, Mapping[Any, str]]
BRACKETS = str.maketrans("()[]【】「」", "〔〕" * 4)
"""A code is typed with the brackets one has; those of papers are the hexagonal ones."""
Sentences = Mapping[type[Event], str | Callable[[Any], str]]


class Entry(msgspec.Struct, frozen=True):
    """A way into a feature: its word, view and symbol, and the page it wants permission for."""

    label: str
    endpoint: str
    symbol: str
    page: str


class Standing(Protocol):
    """A row that stands in a grid, and may be in the hands of a unit."""

    @property
    def grid(self) -> str:
        """The code of the grid."""

    @property
    def unit(self) -> str:
        """The unit; empty for a thing no unit has."""


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A number on 今日, and where it leads; one that has a `trend` stands among the figures."""

    label: str
    value: int | str
    url: str
    kind: str = ""
    unit: str = ""
    note: str = ""
    definition: Any = None
    trend: Markup = Markup()


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """What a concept shows on 今日: numbers, and a part of the page, empty when nothing waits."""

    tiles: tuple[Tile, ...] = ()
    part: Markup = Markup()


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of thing whose sealed fields may be looked at.

    `find` gives its row when the person sees it; `endpoint` shows it by `key`.
    """

    title: str
    endpoint: str
    find: Callable[[UUID], Standing | None]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of thing that is listed with others: its word, its stream, the words of its stages.

    `enter` is where one is entered by hand: the word for it, the view, and the command.
    """

    title: str
    stream: Stream
    stages: Mapping[str, str]
    enter: tuple[str, str, type[Command]]


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One concept as the frame needs it; whatever a concept has none of is left out.

    `tabs` stand in the phone's bottom bar. `kinds` are kinds of cases, by the name rows have for
    them. `acts` are what may be done with the things of a stream, `records` the word for each
    stream. `lists` names the option list a field of an event has its codes from, `codes` gives the
    words for codes that no list has, by field, and `people` the fields that name a person. `fields`
    are the words for fields of its things, where they are not those all share (`frame.words`),
    `looks` the colours of its states: any kind it gives a link to. `links`
    gives the page of a thing of a kind, named as agendas and boards name it. `attachments` says
    whether a stream is one of this concept's that the person sees, where no subject says so
    already. `today` gives what stands on 今日; `beside` gives, by kind of subject, what is to be
    seen on the page of one, empty when there is nothing. `printed` gives the page of what a code on
    a paper of its is of, at the position of the paper, empty when it is no code of its.
    """

    blueprints: tuple[Blueprint, ...] = ()
    menu: tuple[Entry, ...] = ()
    tabs: tuple[Entry, ...] = ()
    kinds: Mapping[str, Kind] = {}
    acts: Mapping[str, tuple[Any, ...]] = {}
    records: Mapping[str, str] = {}
    sentences: Sentences = {}
    lists: Lists = {}
    codes: Codes = {}
    people: tuple[str, ...] = ()
    refusals: Mapping[str, str] = {}
    fields: Mapping[str, str] = {}
    looks: Mapping[str, str] = {}
    links: Mapping[str, Callable[[UUID | None], str]] = {}
    subjects: Mapping[str, Subject] = {}
    attachments: Callable[[UUID], bool] | None = None
    today: Callable[[], Today] | None = None
    beside: Mapping[str, Callable[[UUID], Markup]] = {}
    printed: Callable[[str], str] | None = None


class Features:
    """All features as one; a word or a link that two of them give is a mistake of ours."""

    def __init__(self, every: Iterable[Feature]) -> None:
        self.every = tuple(every)

    @cached_property
    def sentences(self) -> Sentences:
        """The template of each event."""
        return _merged(feature.sentences for feature in self.every)

    @cached_property
    def lists(self) -> Lists:
        """The option lists of the fields of events."""
        return _merged(feature.lists for feature in self.every)

    @cached_property
    def codes(self) -> Codes:
        """The words for codes that no option list has, by field."""
        fields = {field for feature in self.every for field in feature.codes}
        return {
            field: _merged(feature.codes.get(field, {}) for feature in self.every)
            for field in fields
        }

    @cached_property
    def people(self) -> frozenset[str]:
        """The fields of events that name a person by login."""
        return frozenset(field for feature in self.every for field in feature.people)

    @cached_property
    def refusals(self) -> Mapping[str, str]:
        """The sentence of each refusal."""
        return _merged(feature.refusals for feature in self.every)

    @cached_property
    def fields(self) -> Mapping[str, Mapping[str, str]]:
        """The words each concept has for its fields, by its streams and its kinds of subjects."""
        return _merged(
            dict.fromkeys({*feature.records, *feature.subjects}, feature.fields)
            for feature in self.every
        )

    @cached_property
    def looks(self) -> Mapping[str, Mapping[str, str]]:
        """The colours of the states of a thing, by the kind it has a link by."""
        return {kind: feature.looks for feature in self.every for kind in feature.links}

    @cached_property
    def links(self) -> Mapping[str, Callable[[UUID | None], str]]:
        """The page of a thing, by kind."""
        return _merged(feature.links for feature in self.every)

    @cached_property
    def subjects(self) -> Mapping[str, Subject]:
        """The kinds of things whose sealed fields may be looked at."""
        return _merged(feature.subjects for feature in self.every)

    @cached_property
    def records(self) -> Mapping[str, str]:
        """The word for each stream, by its name on disk."""
        return _merged(feature.records for feature in self.every)

    @cached_property
    def kinds(self) -> Mapping[str, Kind]:
        """The kinds of cases, by the name rows have for them."""
        return _merged(feature.kinds for feature in self.every)

    @cached_property
    def acts(self) -> Mapping[str, tuple[Any, ...]]:
        """What may be done with the things of each stream, by its name."""
        return _merged(feature.acts for feature in self.every)

    @cached_property
    def stages(self) -> Mapping[str, str]:
        """The word for each stage of any kind of case; the first word given holds."""
        values: dict[str, str] = {}
        for kind in self.kinds.values():
            values = dict(kind.stages) | values
        return {code: values[code] for code in STAGES if code in values}

    def today(self) -> list[Today]:
        """Give what each concept shows on 今日."""
        return [feature.today() for feature in self.every if feature.today]

    def beside(self, kind: str, key: UUID) -> Markup:
        """Give what the concepts show on the page of a thing of a kind."""
        given = (feature.beside.get(kind) for feature in self.every)
        return Markup("").join(part(key) for part in given if part)

    def printed(self, code: str) -> str:
        """Give the page of what a code printed on any paper is of; empty where it is none."""
        key = number_key(code).translate(BRACKETS)
        found = (feature.printed(key) for feature in self.every if feature.printed and key)
        return next(filter(None, found), "")

    def titled(self, stream: str) -> str:
        """Give what cases of a stream are called; empty when the stream has none."""
        return next((kind.title for kind in self.kinds.values() if kind.stream.name == stream), "")

    def page_of(self, stream: str, key: UUID) -> str:
        """Give the page of a thing by the name of its stream; empty when it has none."""
        given = [feature.links for feature in self.every if stream in feature.records]
        return next((give(key) for links in given for give in links.values()), "")

    def clock(self, code: str) -> str:
        """Give the word for a clock that limits run on."""
        return self.codes["clock"].get(code, code)

    def look(self, kind: str, code: str) -> str:
        """Give the colour of a state of a kind of thing; a state without one stands back."""
        return self.looks.get(kind, {}).get(code, "idle")

    def stage_tag(self, kind: str, code: str) -> tuple[str, str]:
        """Give the word for the stage of a case, and its colour."""
        return self.stage(kind, code), self.look(kind, code)

    def stage(self, kind: str, code: str) -> str:
        """Give the word for the stage of a case."""
        return self.kinds[kind].stages.get(code, code)


def features() -> Features:
    """Give all features; there are none before somebody installs them."""
    return _held[-1]


def link(kind: str, key: UUID | None) -> str:
    """Give the page of a thing; empty when there is none or the person may not open it."""
    give = features().links.get(kind)
    return give(key) if give else ""


def install(every: Iterable[Feature]) -> None:
    """Make these the features there are; a test may add to them."""
    _held.append(Features(every))


_held: list[Features] = []


def _merged(parts: Iterable[Mapping[K, V]]) -> dict[K, V]:
    whole: dict[K, V] = {}
    for part in parts:
        if taken := whole.keys() & part.keys():
            raise ValueError(f"given twice: {sorted(map(str, taken))}")
        whole |= part
    return whole
