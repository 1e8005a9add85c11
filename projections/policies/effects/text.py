"""Which lines of an edition are others? Two texts side by side, with a little of what surrounds."""

from difflib import SequenceMatcher
from itertools import takewhile
from typing import Any, Literal

import msgspec

AROUND = 2
MOST = 400
"""Lines shown."""
COMPARED = 6000
"""Lines held against each other; of more, one part stands as a whole for the other."""


class Line(msgspec.Struct, frozen=True):
    """One line: `way` says whether both have it, or one; the numbers are from 1, 0 for none.

    A gap stands for lines left out because both have them.
    """

    way: Literal["same", "came", "went", "gap"]
    text: str = ""
    old: int = 0
    new: int = 0


class Difference(msgspec.Struct, frozen=True):
    """What differs between two texts: how many lines came and went, and the first of them."""

    came: int
    went: int
    lines: tuple[Line, ...]
    left: int = 0


def written(content: Any) -> str:
    """Give a content as people edit it."""
    return msgspec.json.format(msgspec.json.encode(content), indent=2).decode()


def difference(before: Any, after: Any) -> Difference:
    """Compare two contents as they are written."""
    return compared(written(before).splitlines(), written(after).splitlines())


def compared(old: list[str], new: list[str]) -> Difference:
    """Compare two texts line by line."""
    lines = [] if old == new else _lines(old, new)
    counts = {way: sum(line.way == way for line in lines) for way in ("came", "went")}
    first = lines[:MOST]
    left = sum(line.way in counts for line in lines[MOST:])
    return Difference(counts["came"], counts["went"], tuple(first), left)


def _lines(old: list[str], new: list[str]) -> list[Line]:
    lines: list[Line] = []
    for way, a, b, c, d in _steps(old, new):
        if way != "equal":
            lines += [Line("went", old[n], n + 1) for n in range(a, b)]
            lines += [Line("came", new[n], 0, n + 1) for n in range(c, d)]
            continue
        begun, goes_on = a > 0 or c > 0, b < len(old) or d < len(new)
        head, tail = (AROUND if begun else 0), (AROUND if goes_on else 0)
        same = [Line("same", old[a + n], a + n + 1, c + n + 1) for n in range(b - a)]
        if len(same) > head + tail:
            lines += [*same[:head], Line("gap"), *same[len(same) - tail :]]
        else:
            lines += same
    return lines


def _steps(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Give the steps from one to the other; what both begin and end with is not looked through."""
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    a, b = old[head : len(old) - tail], new[head : len(new) - tail]
    if len(a) + len(b) > COMPARED:
        steps: list[tuple[str, int, int, int, int]] = [("replace", 0, len(a), 0, len(b))]
    else:
        steps = list(SequenceMatcher(None, a, b).get_opcodes())
    moved = [(way, i + head, j + head, k + head, m + head) for way, i, j, k, m in steps]
    if head:
        moved.insert(0, ("equal", 0, head, 0, head))
    if tail:
        moved.append(("equal", len(old) - tail, len(old), len(new) - tail, len(new)))
    return moved


def _alike(old: list[str], new: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
