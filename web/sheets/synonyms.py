"""The column names that are known to mean a field (``synonyms.toml``)."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

_MARKS = re.compile(r"[\s*:：()（）\[\]【】<>《》“”\"'，,。;；_]+")


class FieldNames(NamedTuple):
    """A field of a ticket: its Chinese label and the column names that mean it, best first."""

    name: str
    label: str
    names: tuple[str, ...]
    levels: tuple[tuple[str, ...], ...]
    several: bool

    @property
    def every(self) -> tuple[str, ...]:
        """All names, those of single levels included."""
        return (*self.names, *(name for level in self.levels for name in level))


def key(name: str) -> str:
    """Return a column name as it is compared: no spaces, no marks, one width, lower case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


@cache
def known_fields() -> dict[str, FieldNames]:
    """Return the fields by name, in the order in which they choose columns."""
    return {
        row["name"]: FieldNames(
            row["name"],
            row["label"],
            tuple(row.get("names", ())),
            tuple(tuple(level) for level in row.get("levels", ())),
            row.get("several", False),
        )
        for row in _table()["fields"]
    }


@cache
def known_keys() -> frozenset[str]:
    """Return every known column name as compared; a row with two of them is a header."""
    return frozenset(key(name) for field in known_fields().values() for name in field.every)


@cache
def counter_keys() -> frozenset[str]:
    """Return the names of columns that only count rows."""
    return frozenset(key(name) for name in _table()["counters"])


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("web.sheets").joinpath("synonyms.toml").read_text("utf-8"))
