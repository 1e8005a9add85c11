"""An edition as a person reads it: what it names, in words, with the source of each."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from web.frame import current
from web.frame.feature import features
from web.policies.words import SECTIONS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMES = ("label", "title", "name", "text")
ASIDE = frozenset({*NAMES, "source", "confirmed"})
UNCONFIRMED = "待确认"
WHOLE = "总的规定"


class Line(msgspec.Struct, frozen=True):
    """What an edition names, its content in words, its ground, and where it stands: `rule.3`.

    One that is `listed` stands among others and may have more like it.
    """

    name: str
    content: str
    source: str
    confirmed: bool
    place: str | None = None
    listed: bool = False


def lines(content: Any, place: str = "") -> Iterator[Line]:
    """Give all that has a name."""
    if isinstance(content, dict):
        key = place.rpartition(".")[2]
        if name := name_of(content, key):
            listed = key.isdecimal()
            yield Line(name, "；".join(_contents(content)), *_ground(content), place, listed)
        parts: Iterable[tuple[Any, Any]] = content.items()
    else:
        parts = enumerate(content) if isinstance(content, list) else ()
    for key, value in parts:
        yield from lines(value, f"{place}.{key}" if place else str(key))


def name_of(row: dict[str, Any], key: str = "") -> str:
    """Give the name of a row of an edition, or of the part under a key; empty when it has none."""
    name = next((row[each] for each in NAMES if row.get(each)), "")
    if name or "source" not in row:
        return str(name)
    return features().clock(row.get("clock", "")) or SECTIONS.get(key, "") or _unnamed(row, key)


def _unnamed(row: dict[str, Any], key: str) -> str:
    """Give what people call a row of a list that has no name; the whole edition has no key."""
    if not key:
        return WHOLE
    if not key.isdecimal():
        return ""
    if "months" in row:
        return f"每{row['months']}个月一期"
    if "most" in row:
        return f"{features().titled(row.get('stream', ''))}延期"
    findings = current.book().options.labels("finding_categories")
    return str(row.get("place") or findings.get(row.get("code", "")) or f"第{int(key) + 1}条")


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
