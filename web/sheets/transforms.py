"""The few ways in which a mapping may rearrange what a column holds."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

_NOT_DIGITS = re.compile(r"\D+")
_PATH_MARKS = "->"
_JOINT = "，"


class Transform(NamedTuple):
    """A way by name; `by` is what joins or splits, where the way needs it."""

    name: str
    by: str = ""

    def __call__(self, texts: Sequence[str]) -> list[str]:
        """Rearrange the filled cells of the field's columns, in the order of the columns."""
        return WAYS[self.name](texts, self.by)


def _digits(texts: Sequence[str], _: str) -> list[str]:
    return [_NOT_DIGITS.sub("", text) for text in texts[:1]]


def _first_line(texts: Sequence[str], _: str) -> list[str]:
    return [text.split("\n", 1)[0] for text in texts[:1]]


def _join(texts: Sequence[str], by: str) -> list[str]:
    return [(by or _JOINT).join(texts)]


def _split(texts: Sequence[str], by: str) -> list[str]:
    parts = (part.strip() for text in texts for part in text.split(by or _PATH_MARKS))
    return [part for part in parts if part]


def _as_said(texts: Sequence[str], _: str) -> list[str]:
    return list(texts)


DATE_TIME = "date_time"
WAYS: dict[str, Callable[[Sequence[str], str], list[str]]] = {
    "digits": _digits,
    "first_line": _first_line,
    "join": _join,
    "split": _split,
    DATE_TIME: _as_said,
}
"""The closed set: digits only, the first line, several columns in one, one column in levels,
a day and a time of it in two columns (cells that are no text stay what they are)."""
