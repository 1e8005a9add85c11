"""What others did to a thing since its page was opened: it is told before anything is done.

A form brings back up to which record whoever fills it in has seen the thing (`SEEN`); the door
refuses what rests on less, and the page then tells who did what.
"""

from collections.abc import Mapping
from uuid import UUID

from flask import request

from governance.kernel.event import Event
from governance.kernel.stream import by_others
from web.frame import current
from web.frame.timeline import Entry, entry

SEEN = "seen"
CHANGED = "kernel.changed_meanwhile"


def hidden(events: list[Event]) -> Mapping[str, int]:
    """Give what a form brings back of the thing it is about."""
    return {SEEN: len(events)}


def seen(key: UUID) -> Mapping[UUID, int]:
    """Give up to which record the sender of a form had seen a thing, if it is said."""
    said = request.form.get(SEEN, "")[:9]
    return {key: int(said)} if said.isascii() and said.isdecimal() else {}


def news(key: UUID, events: list[Event]) -> list[Entry]:
    """Give what others did since the form sent was opened."""
    if (version := seen(key).get(key)) is None:
        return []
    return [entry(event) for event in by_others(events[version:], current.me().login)]
