"""What stands in clear in an event names nobody: one rule for every form, sheet and command.

Whatever people type is sealed, or stands in one of the fields told here; what these say of
somebody is refused or masked as the policy wants it: numbers of a fixed form, and the names of
those the thing is of, as far as they are sealed with it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.personal import mask_personal, masked_words
from governance.kernel.sealed import Personal, Sealed, Vault, context_of, texts_of

TYPED = frozenset(
    (
        "background", "decision", "despite", "evidence", "explanation", "matter", "measure", "new",
        "note", "place", "proposal", "purpose", "reason", "requirement", "result", "review", "said",
        "speaker", "standard", "subject", "summary", "title",
    )
)  # fmt: skip
"""Fields people type words into that are read by many, printed on papers, and kept in clear."""
NAMED = frozenset(
    (
        "absent", "address", "attended", "companions", "file", "host", "lead", "leader", "name",
        "observers", "owner", "partners", "recorder", "source", "unit", "unknown_columns",
    )
)  # fmt: skip
"""Fields that name places, files, units and officials: only numbers are looked for in them."""
COPIED = frozenset(("item", "items", "sections", "heading", "content", "old"))
"""Fields that hold what stands elsewhere already, or what is no word of anybody."""
OF_SOMEBODY = frozenset(("caller", "reporter", "head"))
"""Sealed fields that hold a name."""


def known_names(events: Iterable[Event], vault: Vault) -> set[str]:
    """Give the names of those a thing is of, from what is sealed with it and is to be sealed."""
    names = set[str]()
    for event in events:
        names |= {text.text for field, text in texts_of(event, Personal) if field in OF_SOMEBODY}
        for field, sealed in texts_of(event, Sealed):
            if field in OF_SOMEBODY:
                opened = vault.reveal(sealed, context_of(event.stream.hex, field))
                names |= {opened} if isinstance(opened, str) else set()
    return names


def refuse_personal(events: Iterable[Event], names: Callable[[], Collection[str]]) -> None:
    """Refuse what names somebody in clear, with the words it does it by, masked.

    Raises:
        Refused: `kernel.personal_in_clear`.

    """
    for event in events:
        for field, text, typed in _clear(event):
            if found := masked_words(text, names() if typed else ()):
                words = " ".join(dict.fromkeys(found))
                raise Refused("kernel.personal_in_clear", field=field, found=words)


def mask(events: Iterable[Event], names: Callable[[], Collection[str]]) -> list[Event]:
    """Give events with what names somebody masked; a correction to what stands there falls out."""
    return [masked for event in events if (masked := _masked(event, names)) is not None]


def _masked(event: Event, names: Callable[[], Collection[str]]) -> Event | None:
    masked: Event = _without(event, names)
    unsaid = masked is not event and hasattr(masked, "new") and hasattr(masked, "old")
    fields: Any = masked
    return None if unsaid and fields.new == fields.old else masked


def _without(value: Any, names: Callable[[], Collection[str]]) -> Any:
    changes: dict[str, Any] = {}
    for field in _fields(value):
        held, known = getattr(value, field), names if field in TYPED else tuple
        if isinstance(held, msgspec.Struct):
            made: Any = _without(held, names)
        elif isinstance(held, str):
            made = _clean(held, known)
        else:
            made = tuple(
                _clean(one, known) if isinstance(one, str) else _without(one, names) for one in held
            )
        if made != held:
            changes[field] = made
    return replace(value, **changes) if changes else value


def _clean(text: str, known: Callable[[], Collection[str]]) -> str:
    return mask_personal(text, known()) if text else text


def _clear(value: Any) -> Iterator[tuple[str, str, bool]]:
    """Give (field, text, whether names are looked for in it) of what stands in clear."""
    for field in _fields(value):
        held = getattr(value, field)
        for one in held if isinstance(held, tuple) else (held,):
            if isinstance(one, str):
                if one:
                    yield field, one, field in TYPED
            else:
                yield from _clear(one)


def _fields(value: msgspec.Struct) -> Iterator[str]:
    """Give the fields of an event that are looked at, and of what stands in it."""
    for field in value.__struct_fields__:
        held = getattr(value, field)
        if isinstance(held, str):
            if field in TYPED or field in NAMED:
                yield field
        elif field in COPIED or isinstance(held, Sealed):
            continue
        elif isinstance(held, msgspec.Struct):
            yield field
        elif isinstance(held, tuple) and held:
            words = isinstance(held[0], str)
            if isinstance(held[0], msgspec.Struct) or (words and (field in TYPED | NAMED)):
                yield field
