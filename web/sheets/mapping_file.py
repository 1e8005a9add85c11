"""A mapping as the file people keep, correct and hand back to `geyi import`."""

import json
from collections.abc import Iterator
from collections.abc import Mapping as Table
from typing import Any

from web.sheets.mapping import Mapping


def as_toml(mapping: Mapping) -> str:
    """Give a mapping as a TOML file, from which `Mapping.from_toml` makes the same one."""
    return "\n".join(_lines(mapping.as_dict(), "")) + "\n"


def _lines(values: Table[str, Any], place: str) -> Iterator[str]:
    """Yield what stands on one level, then the tables below it that are not empty."""
    tables = {name: value for name, value in values.items() if isinstance(value, dict)}
    for name, value in values.items():
        if name not in tables:
            yield f"{_name(name)} = {_quoted(value)}"
    for name, value in tables.items():
        whole = f"{place}.{_name(name)}" if place else _name(name)
        if value and not all(isinstance(each, dict) for each in value.values()):
            yield from ("", f"[{whole}]")
        yield from _lines(value, whole)


def _name(name: str) -> str:
    return name if name.isascii() and name.isidentifier() else _quoted(name)


def _quoted(value: Any) -> str:
    """Give a string or a list of strings as TOML writes them: as JSON does."""
    return json.dumps(value, ensure_ascii=False)
