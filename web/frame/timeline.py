"""Every event as a Chinese sentence, read from what is stored and from nothing else.

Each feature brings the template of its events over their fields, or what gives it for an event; a
value in braces is shown by its label where one is known.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import msgspec

from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline
from projections.custody.attachments import named
from web.attachments import proofs
from web.frame import current, words
from web.frame.feature import features
from web.frame.timeline_words import LISTS, YES_AND_NO
from web.text.formats import day, local_day, moment


def sentence(event: Event) -> str:
    """Give the sentence of an event, without who and when."""
    sentences = features().sentences
    template = next((sentences[each] for each in type(event).__mro__ if each in sentences), "")
    if callable(template):
        template = template(event)
    return template.format_map(_Words(event)).strip("，；") if template else event.__doc__ or ""


def changes(event: Event) -> list[tuple[str, str, str]]:
    """Give (label, old, new) of a correction."""
    old, new = getattr(event, "old", None), getattr(event, "new", None)
    if not hasattr(event, "field"):
        return list(_moved(event))
    label = words.FIELDS.get(event.field, event.field)
    if isinstance(old, Sealed) or isinstance(new, Sealed):
        return [(label, "（个人信息）", "（个人信息）")]
    return [(label, _value(event.field, old), _value(event.field, new))]


def _moved(event: Event) -> Iterator[tuple[str, str, str]]:
    """Give what an event tells of an earlier value of beside the one from now on."""
    for name in type(event).__struct_fields__:
        field = name.removeprefix("old_")
        if name == field or field not in words.FIELDS or not hasattr(event, field):
            continue
        old, new = getattr(event, name), getattr(event, field)
        if old != new:
            yield words.FIELDS[field], _value(field, old), _value(field, new)


def entry(event: Event) -> dict[str, Any]:
    """Give an event as macros/timeline.html shows it."""
    names = current.people_names()
    kept = proofs.kept(event.stream, named(event))
    return {
        "at": event.happened_at,
        "who": names.get(event.actor, event.actor),
        "system": event.actor == "system",
        "text": sentence(event) + late(event),
        "changes": changes(event),
        "pictures": [(one.url, one.name) for one in kept if one.picture],
        "files": [(one.url, one.name) for one in kept if not one.picture],
        "number": event.version,
        "raw": raw(event),
    }


def late(event: Event) -> str:
    """Say when a record was entered on a later day than it happened, as days are counted here."""
    if local_day(event.recorded_at) == local_day(event.happened_at):
        return ""
    return f"（补录于{moment(event.recorded_at)}）"


def raw(event: Event) -> str:
    """Give the stored record as indented JSON."""
    return msgspec.json.format(msgspec.json.encode(event), indent=2).decode()


class _Words(dict[str, str]):
    """The fields of an event, each as a person reads it."""

    def __init__(self, event: Event) -> None:
        super().__init__()
        self._event = event

    def __missing__(self, name: str) -> str:
        return _value(name, getattr(self._event, name, ""))


def _value(name: str, value: Any) -> str:
    match value:
        case None | "" | ():
            return "（无）"
        case bool():
            yes, no = YES_AND_NO.get(name, ("是", "否"))
            return yes if value else no
        case Deadline():
            return moment(value.due) + ("（暂定）" if value.provisional else "")
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case Sealed():
            return "（个人信息，未显示）"
        case tuple() if value and not isinstance(value[0], str):
            return f"{len(value)}项"
        case tuple() | list():
            return "、".join(_value(name, each) for each in value)
    return _coded(name, str(value))


def _coded(name: str, value: str) -> str:
    if name == "grid":
        return current.grid_names().get(value, value)
    if name == "area":
        return current.area_names().get(value, value)
    if name == "category":
        return current.book().categories.name(value)
    if name == "roles":
        return current.book().roles.labels().get(value, value)
    if name == "clock":
        return words.CLOCKS.get(value, value)
    if name.endswith("_at"):
        return moment(datetime.fromisoformat(value))
    if name in {"actor", "visitor", "claimant", "leader", "host", "recorder"}:
        return current.people_names().get(value, value)
    if (name, value) == ("reason", "sheet"):
        return "来表内容有变"
    for listing in LISTS.get(name, ()):
        found = current.book().options.labels(listing).get(value)
        if found:
            return found
    return value
