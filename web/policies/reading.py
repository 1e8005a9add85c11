"""An edition as a person reads it: what it names, in words, with the source of each."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from web.frame import current, words
from web.frame.feature import features

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("label", "title", "name", "text")
ASIDE = frozenset({*NAMES, "source", "confirmed"})
UNCONFIRMED = "待确认"


class Line(msgspec.Struct, frozen=True):
    """What an edition names, its content in words, its ground, and where it stands: `rule.3`."""

    name: str
    content: str
    source: str
    confirmed: bool
    place: str = ""


def lines(content: Any, place: str = "") -> Iterator[Line]:
    """Give all that has a name."""
    if isinstance(content, dict):
        if name := name_of(content):
            yield Line(name, "；".join(_contents(content)), *_ground(content), place)
        parts: Iterable[tuple[Any, Any]] = content.items()
    else:
        parts = enumerate(content) if isinstance(content, list) else ()
    for key, value in parts:
        yield from lines(value, f"{place}.{key}" if place else str(key))


def name_of(row: dict[str, Any]) -> str:
    """Give the name of a row of an edition; empty when it has none."""
    name = next((row[key] for key in NAMES if row.get(key)), "")
    return str(name or words.CLOCKS.get(row.get("clock", ""), ""))


def _contents(content: dict[str, Any]) -> Iterator[str]:
    for key, value in content.items():
        if key not in ASIDE and isinstance(value, str) and CHINESE.search(value):
            yield value
    if "clock" in content:
        yield _whom(content)


def _whom(rule: dict[str, Any]) -> str:
    """Say to what a rule of deadlines applies."""
    options = current.book().options
    labels = options.labels("urgency") | options.labels("hotline_kinds")
    kinds = [labels.get(code, code) for codes in rule.get("when", {}).values() for code in codes]
    kinds_named = f"（{'、'.join(kinds)}）" if kinds else ""
    return f"适用于{features().titled(rule.get('stream', ''))}{kinds_named}"


def _ground(content: dict[str, Any]) -> tuple[str, bool]:
    source = content.get("source", "")
    return source, content.get("confirmed", UNCONFIRMED not in source)
