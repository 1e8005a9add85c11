"""How Chinese is typed: the letters of a text, so that it is found by them.

The characters of GB 2312, level one, are read as they stand there; all others, and what else a
character of a name may be read as, come from pypinyin.
"""

import os
from bisect import bisect_right
from functools import cache
from pathlib import Path
from tomllib import loads

from governance.kernel.spelling import folded

# One character at a time is asked for: whole phrases would take 45 MB of every process.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin import Style, pinyin

CODE = "gb2312"
FIRST, LAST = b"\xb0\xa1", b"\xd7\xf9"


@cache
def _starts() -> tuple[list[bytes], list[str]]:
    """Give the codes at which a syllable begins, and the syllables."""
    held = loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["starts"].split()
    return [entry[-1].encode(CODE) for entry in held], [entry[:-1] for entry in held]


def _usual(character: str) -> str:
    code = character.encode(CODE, "ignore")
    if not FIRST <= code <= LAST or len(code) != len(FIRST):
        return ""
    codes, syllables = _starts()
    return syllables[bisect_right(codes, code) - 1]


@cache
def readings(character: str) -> tuple[str, ...]:
    """Give the readings of one character without their tones, the usual one first."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    usual = _usual(character)
    return tuple(dict.fromkeys(filter(None, (usual, *(one for each in found for one in each)))))


def syllable(character: str) -> str:
    """Give the usual reading of one character without its tone, empty when it has none."""
    return next(iter(readings(character)), "")


class _Read(dict[int, str]):
    """What a character becomes of whose syllable so many letters are kept; found out once."""

    def __init__(self, kept: int | None = None) -> None:
        super().__init__()
        self._kept = kept

    def __missing__(self, code: int) -> str:
        self[code] = said = syllable(chr(code))[: self._kept]
        return said


_WHOLE, _INITIALS = _Read(), _Read(1)


def letters(text: str) -> str:
    """Give the first letters of the syllables of a text, and the syllables, as people type them."""
    read = text.translate(_WHOLE)
    return f"{text.translate(_INITIALS)} {read}" if read else ""


def typed(name: str) -> str:
    """Give the ways the name of a place is typed: its letters with its figures between them.

    A character with several readings may be typed by any, one at a time: 长宁 by cn and by zn.
    """
    said = [readings(one) or ((one,) if one.isalnum() else ()) for one in folded(name)]
    parts = [held for held in said if held]
    if not any(len(held[0]) > 1 or not held[0].isascii() for held in parts):
        return ""
    first = [held[0][0] for held in parts]
    others = (
        "".join([*first[:at], other, *first[at + 1 :]])
        for at, held in enumerate(parts)
        for other in dict.fromkeys(one[0] for one in held)
    )
    return " ".join(dict.fromkeys(["".join(first), "".join(held[0] for held in parts), *others]))
