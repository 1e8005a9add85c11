"""On the way into the store: every `personal` text of an event becomes a `Sealed` value."""

from collections.abc import Callable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.kernel.sealed import Personal, Sealed, Sealing, Vault, context_of, texts_of


def seal(events: list[Event], vault: Vault) -> list[Event]:
    """Give the events with every personal text sealed, in one visit to the vault."""
    wanted = [
        Sealing(_subject(event, text, vault), context_of(event.stream.hex, field), text.text)
        for event in events
        for field, text in texts_of(event, Personal)
    ]
    if not wanted:
        return events
    sealed = iter(vault.seal(wanted))
    return [_replaced(event, sealed) for event in events]


def same_as(vault: Vault) -> Callable[[Sealed | None, str], bool]:
    """Give the comparison of a sealed text with a text in clear, by keyed marks."""

    def same(sealed: Sealed | Personal | None, text: str) -> bool:
        if sealed is None:
            return not text
        if isinstance(sealed, Personal):
            return sealed.text == text
        return sealed.mark == vault.mark(text)

    return same


def _subject(event: Event, text: Personal, vault: Vault) -> str:
    return vault.subject(text.person) if text.person else f"case:{event.stream.hex}"


def _replaced(value: Any, sealed: Iterator[Sealed]) -> Any:
    changes: dict[str, Any] = {}
    for field in value.__struct_fields__:
        held = getattr(value, field)
        if isinstance(held, Personal):
            changes[field] = next(sealed)
        elif isinstance(held, tuple) and held and isinstance(held[0], msgspec.Struct):
            changes[field] = tuple(_replaced(part, sealed) for part in held)
    return replace(value, **changes) if changes else value
