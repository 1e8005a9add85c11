"""An edition as a person reads it: what it names, in words, with the source of each."""

import re
from collections.abc import Iterator
from typing import Any

from web import words

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("label", "title", "name", "text")
ASIDE = frozenset({*NAMES, "source", "confirmed"})
UNCONFIRMED = "待确认"

Line = tuple[str, str, str, bool]


def lines(content: Any) -> Iterator[Line]:
    """Give (name, content in words, source, whether it is confirmed) of all that has a name."""
    if isinstance(content, list):
        for each in content:
            yield from lines(each)
    elif isinstance(content, dict):
        name = next((content[key] for key in NAMES if content.get(key)), "")
        name = name or words.CLOCKS.get(content.get("clock", ""), "")
        if name:
            yield str(name), "；".join(_told(content)), *_ground(content)
        for value in content.values():
            yield from lines(value)


def _told(content: dict[str, Any]) -> Iterator[str]:
    for key, value in content.items():
        if key not in ASIDE and isinstance(value, str) and CHINESE.search(value):
            yield value


def _ground(content: dict[str, Any]) -> tuple[str, bool]:
    source = content.get("source", "")
    return source, content.get("confirmed", UNCONFIRMED not in source)
