"""The column names that are known to mean a field: a table beside the kind of sheet it is for."""

import re
import tomllib
import unicodedata
from importlib.resources import files
from typing import NamedTuple

_COUNTERS = ("序号", "行号", "编号序", "No", "#")
_MARKS = re.compile(r"[\s*:：()（）\[\]【】<>《》“”\"'，,。;；_]+")


class FieldNames(NamedTuple):
    """A field of a row: its Chinese label and the column names that mean it, best first."""

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
    """Give a column name as it is compared: no spaces, no marks, one width, lower case."""
    return _MARKS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def fields_in(package: str, table: str) -> dict[str, FieldNames]:
    """Read the fields of a table, by name, in the order in which they choose columns."""
    rows = tomllib.loads(files(package).joinpath(table).read_text("utf-8"))["fields"]
    return {
        row["name"]: FieldNames(
            row["name"],
            row["label"],
            tuple(row.get("names", ())),
            tuple(tuple(level) for level in row.get("levels", ())),
            row.get("several", False),
        )
        for row in rows
    }


COUNTERS = frozenset(map(key, _COUNTERS))
"""The names, as compared, of columns that only count rows: neither kept nor read."""
