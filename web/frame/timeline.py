"""Every event as a Chinese sentence, read from what is stored and from nothing else.

Each feature brings the template of its events over their fields, or what gives it for an event; a
value in braces is shown by its label where one is known.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec

from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from projections.custody.attachments import named
from web.attachments import proofs
from web.frame import current, words
from web.frame.event_values import value_words
from web.frame.feature import features
from web.text.formats import entered_late


def sentence(event: Event) -> str:
    """Give the sentence of an event, without who and when."""
    sentences = features().sentences
    template = next((sentences[each] for each in type(event).__mro__ if each in sentences), "")
    if callable(template):
        template = template(event)
    return template.format_map(_Words(event)).strip("，；") if template else event.__doc__ or ""


def in_words(event: Event, name: str, value: Any) -> str:
    """Give a value of an event in words; a code by the list this event has it from."""
    for kind in type(event).__mro__:
        listing = features().lists.get(kind, {}).get(name, "")
        if listing and value:
            labels = current.book().options.labels(listing)
            codes = value if isinstance(value, tuple) else (value,)
            return "、".join(labels.get(code) or value_words(name, code) for code in codes)
    return value_words(name, value)


def changes(event: Event) -> list[tuple[str, str, str]]:
    """Give (label, old, new) of a correction."""
    old, new = getattr(event, "old", None), getattr(event, "new", None)
    if not (hasattr(event, "field") and hasattr(event, "new")):
        return list(_moved(event))
    label = words.field(event.field, concept(event))
    if isinstance(old, Sealed) or isinstance(new, Sealed):
        return [(label, "（个人信息）", "（个人信息）")]
    return [(label, in_words(event, event.field, old), in_words(event, event.field, new))]


def _moved(event: Event) -> Iterator[tuple[str, str, str]]:
    """Give what an event tells of an earlier value of beside the one from now on.

    An event that names no earlier value does not say that there was none.
    """
    for name in type(event).__struct_fields__:
        field = name.removeprefix("old_")
        if name == field or not hasattr(event, field):
            continue
        label, old, new = (
            words.known(field, concept(event)),
            getattr(event, name),
            getattr(event, field),
        )
        if label and old not in ("", None, new):
            yield label, in_words(event, field, old), in_words(event, field, new)


def concept(event: Event) -> str:
    """Give the stream an event is of, by which its concept is known."""
    return event.TOPIC.partition(".")[0]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An event as macros/timeline.html shows it; pictures and files are (address, word)."""

    at: datetime
    who: str
    system: bool
    text: str
    changes: list[tuple[str, str, str]]
    pictures: list[tuple[str, str]]
    files: list[tuple[str, str]]
    number: int
    raw: str


def entry(event: Event) -> Entry:
    """Give an event in words, with what was sent with it."""
    names = current.people_names()
    kept = proofs.kept(event.stream, named(event))
    return Entry(
        at=event.happened_at,
        who=names.get(event.actor, event.actor),
        system=event.actor == "system",
        text=sentence(event) + late(event),
        changes=changes(event),
        pictures=[(one.url, one.name) for one in kept if one.picture],
        files=[(one.url, one.name) for one in kept if not one.picture],
        number=event.version,
        raw=raw(event),
    )


def late(event: Event) -> str:
    """Say when a record was entered on a later day than it happened, as days are counted here."""
    said = entered_late(event.happened_at, event.recorded_at)
    return f"（{said}）" if said else ""


def raw(event: Event) -> str:
    """Give the stored record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(event), indent=2).decode()


class _Words(dict[str, str]):
    """The fields of an event, each as a person reads it."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event

    def __missing__(self, name: str) -> str:
        value = getattr(self._event, name, "")
        if name == "field":
            return words.field(value, concept(self._event))
        return in_words(self._event, name, value)
