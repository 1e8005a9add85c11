"""How Chinese is typed: the letters of a text, so that it is found by them.

Only the characters of GB 2312, level one, are read; others are left out.
"""

from bisect import bisect_right
from functools import cache
from pathlib import Path
from tomllib import loads

CODE = "gb2312"
FIRST, LAST = b"\xb0\xa1", b"\xd7\xf9"


@cache
def _starts() -> tuple[list[bytes], list[str]]:
    """Give the codes at which a syllable begins, and the syllables."""
    held = loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["starts"].split()
    return [entry[-1].encode(CODE) for entry in held], [entry[:-1] for entry in held]


def syllable(character: str) -> str:
    """Give the reading of one character without its tone, empty when it has none here."""
    code = character.encode(CODE, "ignore")
    if not FIRST <= code <= LAST or len(code) != len(FIRST):
        return ""
    codes, syllables = _starts()
    return syllables[bisect_right(codes, code) - 1]


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
