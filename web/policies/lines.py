"""Where something stands in an edition as it is typed: the line of every place."""

import re
from collections.abc import Mapping

import msgspec

TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],]|[^\s{}\[\]:,"]+')
BYTE = re.compile(r"\(byte (\d+)\)")


def lines_of(text: str) -> dict[str, int]:
    """Give the line, from 1, of every place of a JSON text, such as `rule.3.limit`."""
    found: dict[str, int] = {}
    steps: list[str | int | None] = []  # of each open bracket: the key, None before it, or a number
    line, seen = 1, 0
    for match in TOKEN.finditer(text):
        part = match[0]
        line, seen = line + text.count("\n", seen, match.start()), match.start()
        if part == ",":
            last = steps.pop() if steps else None
            steps.append(last + 1 if isinstance(last, int) else None)
            continue
        if part in "]}":
            del steps[-1:]
            continue
        if steps and steps[-1] is None:
            steps[-1] = msgspec.json.decode(part, type=str) if part[0] == '"' else part
        found.setdefault(".".join(map(str, steps)), line)
        if part in "[{":
            steps.append(0 if part == "[" else None)
    return found


def nearest(lines: Mapping[str, int], place: str) -> int:
    """Give the line of a place, or of what it should stand in."""
    while place and place not in lines:
        place = place.rpartition(".")[0]
    return lines.get(place, 1)


def broken_at(text: str, error: Exception) -> int:
    """Give the line at which a text stops being JSON."""
    found = BYTE.search(str(error))
    head = text.encode("utf-8", "replace")[: int(found[1])] if found else text.encode()
    return head.count(b"\n") + 1
