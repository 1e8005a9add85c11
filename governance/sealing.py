"""On the way into the store: what is `personal` in events is sealed, and commands leave no words.

A command is known again by the mark of its words. It is made under the keys of everybody of whom
anything is sealed in the stream so far, so that it says nothing to anybody once one of them is
erased; from then on the id of the command alone speaks, as it does for events of earlier releases.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, cast
from uuid import UUID

import msgspec
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.kernel.sealed import (
    Gone,
    Personal,
    Sealed,
    Sealing,
    Vault,
    Words,
    context_of,
    texts_of,
)
from governance.kernel.stream import Held
from governance.policy.context import Same

MARK = "2:"
"""What the mark of a command begins with; one of an earlier release begins otherwise."""


def seal(events: list[Event], vault: Vault, held: Mapping[UUID, Held]) -> list[Event]:
    """Give new events as they are stored, in one visit to the vault; `held` has them so then."""
    wanted = [
        Sealing(f"case:{event.stream.hex}", context, text.text, text.person)
        for event in events
        for context, text in _contexts(event)
    ]
    sealed = iter(vault.seal(wanted) if wanted else ())
    last = {(event.stream, event.command_id): event.version for event in events}
    for event in events:
        held[event.stream].events[event.version - 1] = _replaced(event, sealed)
    marked = {
        (stream, command): _marked(vault, held[stream].events[:version])
        for (stream, command), version in last.items()
    }
    stored = [
        replace(
            held[event.stream].events[event.version - 1],
            command_mark=marked[event.stream, event.command_id],
        )
        for event in events
    ]
    for event in stored:
        held[event.stream].events[event.version - 1] = event
    return stored


def said_otherwise(vault: Vault, held: Held, known: Event, words: Words) -> bool:
    """Whether the command that made a known event said other words, as far as can be told."""
    held_mark: str | Words = _mark_or_words(known)
    if isinstance(held_mark, Words):
        return held_mark != words
    if not held_mark.startswith(MARK):
        return False
    last = max(one.version for one in held.made_by(known.command_id))
    mark = vault.said(words.text, subjects(held.events[:last]))
    return bool(mark) and held_mark != MARK + mark


def subjects(events: Iterable[Event]) -> set[str]:
    """Give everybody of whom anything is sealed in events."""
    return {sealed.subject for event in events for _, sealed in texts_of(event, Sealed)}


def same_as(vault: Vault) -> Same:
    """Give the comparison of `Context.same`: the text is opened, as whoever decides may."""

    def same(
        sealed: Sealed | Personal | None,
        text: str,
        stream: UUID,
        field: str,
        *,
        gone: Container[Gone] = (),
    ) -> bool:
        if sealed is None:
            return not text
        if isinstance(sealed, Personal):
            return sealed.text == text
        known = vault.reveal(sealed, context_of(stream.hex, field))
        return known in gone if isinstance(known, Gone) else known == text

    return same


def _contexts(event: Event) -> Iterator[tuple[str, Personal]]:
    for field, text in texts_of(event, Personal):
        yield context_of(event.stream.hex, field), text


def _mark_or_words(event: Event) -> str | Words:
    """Give the mark of an event, or the words it is to be made of."""
    return cast("str | Words", event.command_mark)


def _marked(vault: Vault, events: list[Event]) -> str:
    """Give the mark of the command of the last of a stream's events, which hold what is sealed."""
    words = _mark_or_words(events[-1])
    if not isinstance(words, Words):
        return words
    mark = vault.said(words.text, subjects(events))
    return MARK + mark if mark else ""


def _replaced(value: Any, sealed: Iterator[Sealed]) -> Any:
    """Give an event with its texts sealed; of what was sealed by an earlier release no mark."""
    changes: dict[str, Any] = {}
    for field in value.__struct_fields__:
        held = getattr(value, field)
        if isinstance(held, Personal):
            changes[field] = next(sealed)
        elif isinstance(held, Sealed) and held.mark:
            changes[field] = replace(held, mark="")
        elif isinstance(held, tuple) and held and isinstance(held[0], msgspec.Struct):
            changes[field] = tuple(_replaced(part, sealed) for part in held)
    return replace(value, **changes) if changes else value
