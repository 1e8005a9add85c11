"""A long title in balanced lines: words whole, a trapezium or a rhombus, never an hourglass.

GB/T 9704—2012 7.3.1. The words to keep whole and to end lines with stand in ``layout.toml``.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import ceil
from typing import Final

from web.documents.layout import LAYOUT
from web.text.paper import one_line

OPENING: Final = frozenset("“‘《〈（【〔([")
CLOSING: Final = frozenset("”’》〉）】〕)]、，。；：？！,.;:?!%％")
WHOLE: Final = re.compile(
    r"第?[0-9A-Za-z.\-]+[年月日号期次届个件项%]?|第[一二三四五六七八九十百]+[期次届号]?"
)
MOST_LINES: Final = 4
TORN: Final = 1000.0
UNSURE: Final = 60.0
HOURGLASS: Final = 60.0
OBLONG: Final = 4.0


def measure(text: str) -> float:
    """Width in full-width characters: a Latin letter or digit counts half."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def balanced(text: str, width: int) -> tuple[str, ...]:
    """Break ``text`` into as few lines of ``width`` full-width characters as hold it well."""
    text = one_line(text)
    count = ceil(measure(text) / width)
    if count <= 1:
        return (text,) if text else ()
    for lines in range(count, MOST_LINES + 1):
        choices = (
            (cost, split)
            for split in _splits(text, lines)
            if (cost := _cost(text, split, width)) < TORN
        )
        if best := min(choices, default=None):
            return tuple(
                text[start:end].strip() for start, end in pairwise((0, *best[1], len(text)))
            )
    return tuple(_filled(text, width))


def _splits(text: str, lines: int) -> Iterator[tuple[int, ...]]:
    allowed = [place for place in range(1, len(text)) if _penalty(text, place) < TORN]
    return combinations(allowed, lines - 1)


def _penalty(text: str, place: int) -> float:
    """Cost of a break before ``text[place]``: none where a thought ends, too much within a word."""
    if text[place] in CLOSING or text[place - 1] in OPENING or _inside(text, place):
        return TORN
    free = text[:place].endswith(LAYOUT.title.after) or text[place] in OPENING or text[place] == " "
    return 0.0 if free else UNSURE


def _inside(text: str, place: int) -> bool:
    """Say whether a break would cut a number, a Latin word or a word kept whole."""
    if any(match.start() < place < match.end() for match in WHOLE.finditer(text)):
        return True
    for word in LAYOUT.title.keep:
        start = text.find(word, max(0, place - len(word) + 1))
        if -1 < start < place < start + len(word):
            return True
    return False


def _cost(text: str, split: Sequence[int], width: int) -> float:
    sizes = [measure(text[start:end]) for start, end in pairwise((0, *split, len(text)))]
    if max(sizes) > width:
        return TORN
    mean = sum(sizes) / len(sizes)
    uneven = sum((size - mean) ** 2 for size in sizes)
    return uneven + _shape(sizes) + sum(_penalty(text, place) for place in split)


def _shape(sizes: Sequence[float]) -> float:
    """Cost of the outline: none for a trapezium or a rhombus."""
    hollow = any(
        sizes[index] < min(sizes[index - 1], sizes[index + 1]) for index in range(1, len(sizes) - 1)
    )
    if hollow:
        return HOURGLASS
    return OBLONG if len(set(sizes)) == 1 else 0.0


def _filled(text: str, width: int) -> Iterator[str]:
    """Fill line after line: the way out for a title too long for any balance."""
    line = ""
    for character in text:
        if measure(line + character) > width:
            yield line
            line = ""
        line += character
    yield line
