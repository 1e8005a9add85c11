"""What a concept gives to the frame: its pages, words and links as one value; and all of them.

A room of `web` exports one `FEATURE`; `web.features` lists them. The frame asks `features()` and
knows no concept by name.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

import msgspec
from flask import Blueprint

from governance.kernel.event import Event
from governance.kernel.stream import Stream

K = TypeVar("K")
V = TypeVar("V")
Row = dict[str, Any]
Sentences = Mapping[type[Event], str]


class Entry(msgspec.Struct, frozen=True):
    """A way into a feature: its word, view and symbol, and the page it wants permission for."""

    label: str
    endpoint: str
    symbol: str
    page: str


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of thing whose sealed fields may be looked at.

    `find` gives its row when the person sees it; `endpoint` shows it by `key`.
    """

    title: str
    endpoint: str
    find: Callable[[UUID], Row | None]


class Feature(msgspec.Struct, frozen=True, kw_only=True):
    """One concept as the frame needs it; whatever a concept has none of is left out.

    `tabs` stand in the phone's bottom bar. `streams` are those of kinds of cases, `records` the
    word for each stream. `links` gives the page of a thing of a kind, named as agendas name it.
    `attachments` says whether a stream is one of this concept's that the person sees, where no
    subject says so already.
    """

    blueprints: tuple[Blueprint, ...] = ()
    menu: tuple[Entry, ...] = ()
    tabs: tuple[Entry, ...] = ()
    streams: Mapping[str, Stream] = {}
    records: Mapping[str, str] = {}
    sentences: Sentences = {}
    refusals: Mapping[str, str] = {}
    links: Mapping[str, Callable[[UUID | None], str]] = {}
    subjects: Mapping[str, Subject] = {}
    attachments: Callable[[UUID], bool] | None = None


class Features:
    """All features as one; a word or a link that two of them give is a mistake of ours."""

    def __init__(self, every: Iterable[Feature]) -> None:
        self.every = tuple(every)

    @cached_property
    def sentences(self) -> Sentences:
        """The template of each event."""
        return _merged(feature.sentences for feature in self.every)

    @cached_property
    def refusals(self) -> Mapping[str, str]:
        """The sentence of each refusal."""
        return _merged(feature.refusals for feature in self.every)

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
    def streams(self) -> Mapping[str, Stream]:
        """The stream of each kind of row."""
        return _merged(feature.streams for feature in self.every)


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
            raise ValueError(f"told twice: {sorted(map(str, taken))}")
        whole |= part
    return whole
