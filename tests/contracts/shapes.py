"""The stored shape of every event, as text.

`python -m tests.contracts.shapes` rewrites `shapes.json`. Do so for a new event or a new field with
a default; a changed or vanished line of an event that has been released breaks stored histories.
"""

import json
import re
from pathlib import Path
from types import GenericAlias
from typing import Any, get_args

import msgspec
from msgspec.structs import FieldInfo, fields

import governance.streams
from governance.kernel.event import EVENTS, Event

HELD = Path(__file__).with_name("shapes.json")
assert governance.streams.STREAMS


def shipped() -> dict[str, type[Event]]:
    """Give the events of the product: a test may have registered its own."""
    return {name: cls for name, cls in EVENTS.items() if cls.__module__.startswith("governance.")}


def shapes() -> dict[str, dict[str, Any]]:
    """Give topic, version and fields of every event, and the fields of the values they hold."""
    values: dict[str, list[str]] = {"Event": _lines(Event)}
    events = {
        name: {
            "topic": cls.TOPIC,
            "version": cls.VERSION,
            "fields": _lines(cls, besides=Event, values=values),
        }
        for name, cls in sorted(shipped().items())
    }
    return {"events": events, "values": dict(sorted(values.items()))}


def _lines(
    cls: type[msgspec.Struct],
    *,
    besides: type[msgspec.Struct] | None = None,
    values: dict[str, list[str]] | None = None,
) -> list[str]:
    """Give one line a field; structs found among the types are added to `values`."""
    known = {field.name for field in fields(besides)} if besides else set()
    lines = []
    for field in fields(cls):
        if field.name in known:
            continue
        lines.append(f"{field.encode_name}: {_type(field.type)}{_default(field)}")
        for held in _structs(field.type):
            if values is not None and (name := _name(held)) not in values:
                values[name] = []
                values[name] += _lines(held, values=values)
    return lines


def _name(value: type[msgspec.Struct]) -> str:
    """Give the name of a value with its home, such as `meetings.Item`."""
    return f"{value.__module__.split('.')[1]}.{value.__name__}"


def _type(kind: Any) -> str:
    plain = isinstance(kind, type) and not isinstance(kind, GenericAlias)
    text = kind.__name__ if plain else str(kind)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text)


def _default(field: FieldInfo) -> str:
    if field.default is not msgspec.NODEFAULT:
        return f" = {field.default!r}"
    if field.default_factory is not msgspec.NODEFAULT:
        return f" = {field.default_factory()!r}"
    return ""


def _structs(kind: Any) -> list[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [struct for part in get_args(kind) for struct in _structs(part)]


if __name__ == "__main__":
    HELD.write_text(json.dumps(shapes(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
