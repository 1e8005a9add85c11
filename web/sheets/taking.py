"""The cells of a row, taken to their fields; what no field takes whole is kept beside."""

from collections.abc import Sequence
from typing import Any

from web.sheets.mapping import Mapping
from web.sheets.synonyms import COUNTERS, key
from web.sheets.transforms import DATE_TIME
from web.text.cells import as_text, is_blank
from web.text.clocks import DayAndClock


class Taker:
    """Takes rows of one sheet apart by one mapping."""

    def __init__(self, mapping: Mapping, header: Sequence[str]) -> None:
        places = {key(name): index for index, name in reversed(list(enumerate(header)))}
        self._levels = mapping.kind.levels
        self._header = header
        self._constants = mapping.constants
        self._transforms = mapping.transforms
        self._columns = {
            name: [places[key(column)] for column in columns]
            for name, columns in mapping.columns.items()
        }
        self._values = {
            name: {key(said): meant for said, meant in values.items()}
            for name, values in mapping.values.items()
        }
        self._ignored = {index for index, name in enumerate(header) if key(name) in COUNTERS}

    def take(self, cells: Sequence[Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """Give the values by field, and the texts by column of everything not taken whole."""
        taken: dict[str, Any] = dict(self._constants)
        done = set(self._ignored)
        for name, indexes in self._columns.items():
            filled = {
                index: meant
                for index in indexes
                if (meant := self._meant(name, cells[index])) is not None
            }
            done.update(index for index in indexes if index not in filled)
            if filled:
                taken[name] = self._value(name, filled, cells, done)
        unknown = {
            name: as_text(cells[index])
            for index, name in enumerate(self._header)
            if index not in done and cells[index] is not None
        }
        return taken, unknown

    def _meant(self, name: str, cell: Any) -> Any:
        """Give what a cell means to a field: a value of the mapping, or what stands there."""
        if cell is None:
            return None
        values = self._values.get(name)
        if values:
            meant = values.get(key(as_text(cell)))
            if meant is not None:
                return meant or None
        return None if isinstance(cell, str) and is_blank(cell) else cell

    def _value(
        self, name: str, filled: dict[int, Any], cells: Sequence[Any], done: set[int]
    ) -> Any:
        first = next(iter(filled))
        way = self._transforms.get(name)
        if way is not None and way.name == DATE_TIME:
            done.update(filled)
            return DayAndClock(*(filled.get(index) for index in self._columns[name]))
        if way is None and name not in self._levels:
            done.update(index for index in filled if cells[index] == cells[first])
            return filled[first]
        texts = [as_text(meant) for meant in filled.values()]
        parts = way(texts) if way is not None else texts
        if name in self._levels or (way is not None and way.name == "join"):
            done.update(filled)
        elif parts == texts[:1]:
            done.add(first)
        return parts if name in self._levels else next(iter(parts), "")
