"""The stored shape of every event, as text: held in `shapes.json` beside the tests of its concept.

`python -m tests.contracts.shapes` rewrites them. Do so for a new event or a new field with a
default; a changed or vanished line of an event that has been released breaks stored histories.
"""

import json
import re
from collections import defaultdict
from types import GenericAlias
from typing import Any, get_args

import msgspec
from msgspec.structs import FieldInfo, fields

import governance.streams
from governance.kernel.event import EVENTS, Event
from tests.contracts.tree import ROOT

FOLDER, HELD = ROOT / "tests/unit/governance", "shapes.json"
Shapes = dict[str, dict[str, dict[str, Any]]]
assert governance.streams.STREAMS


def shipped() -> dict[str, type[Event]]:
    """Give the events of the product: a test may have registered its own."""
    return {name: cls for name, cls in EVENTS.items() if cls.__module__.startswith("governance.")}


def shapes() -> Shapes:
    """Give topic, version and fields of events by room, and the fields of the values they hold."""
    values: dict[str, list[str]] = {"kernel.Event": _lines(Event)}
    rooms: Shapes = defaultdict(lambda: {"events": {}, "values": {}})
    for name, cls in sorted(shipped().items()):
        rooms[name.partition(".")[0]]["events"][name] = {
            "topic": cls.TOPIC,
            "version": cls.VERSION,
            "fields": _lines(cls, besides=Event, values=values),
        }
    for name, lines in sorted(values.items()):
        rooms[name.partition(".")[0]]["values"][name] = lines
    return dict(rooms)


def held() -> Shapes:
    """Give the shapes as the files have them."""
    return {
        file.parent.name: json.loads(file.read_text("utf-8")) for file in FOLDER.glob(f"*/{HELD}")
    }


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
    for room, shape in shapes().items():
        text = json.dumps(shape, ensure_ascii=False, indent=1) + "\n"
        (FOLDER / room).mkdir(exist_ok=True)
        (FOLDER / room / HELD).write_text(text, encoding="utf-8")
