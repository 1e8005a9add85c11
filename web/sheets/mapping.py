"""Which column of a sheet is which field of a row, as somebody decided it once per source."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self
from zoneinfo import ZoneInfo

from marshmallow import ValidationError

from web.sheets.mapping_schema import MappingSchema, problems
from web.sheets.synonyms import COUNTERS, key
from web.sheets.transforms import Transform
from web.text.faults import MappingFault, sentence

if TYPE_CHECKING:
    from web.sheets.kind import Kind

_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Where the fields of the rows of a kind of sheet come from.

    `columns` names one column or several a field: levels of a category, or alternatives of
    which the first filled one counts. `constants` stand where a cell is blank. `values` turns
    what a column says into what we say, by field; `""` means that the cell says nothing.
    `orders` says of a moment whether `day` or `month` comes first in 05/02/2026.
    `empties` says of a field whether an empty cell says nothing (`keep`), as where it is not asked,
    or that what is known is no more (`clear`).
    `source` may be part of a thing's identity: the same serial from two sources is two tickets.
    """

    kind: "Kind"
    source: str
    timezone: str = "Asia/Shanghai"
    serial_prefix: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    transforms: dict[str, Transform] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    empties: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str, kind: "Kind") -> Self:
        """Read a mapping file for sheets of a kind.

        Raises:
            MappingFault: no TOML, or not a mapping; `reasons` says everything that is wrong.

        """
        try:
            return cls.from_dict(tomllib.loads(text), kind)
        except tomllib.TOMLDecodeError as error:
            line = _LINE.search(str(error))
            where = line[1] if line else str(text.count("\n") + 1)
            raise MappingFault("mapping.unreadable", line=where) from error

    @classmethod
    def from_dict(cls, data: dict[str, Any], kind: "Kind") -> Self:
        """Read a mapping from plain data, such as a form or `as_dict` gives; raises the same."""
        try:
            return cls(**MappingSchema(kind).load(data) | {"kind": kind})
        except ValidationError as error:
            reasons = problems(error)
            raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0]) from error

    def as_dict(self) -> dict[str, Any]:
        """Give plain data to keep, from which `from_dict` makes the same mapping."""
        # What was not asked leaves no trace: a mapping kept before it could be stays the same.
        asked = {"orders": dict(self.orders), "empties": dict(self.empties)}
        return {name: said for name, said in asked.items() if said} | {
            "kind": self.kind.code,
            "source": self.source,
            "timezone": self.timezone,
            "serial_prefix": self.serial_prefix,
            "columns": {name: list(columns) for name, columns in self.columns.items()},
            "constants": dict(self.constants),
            "values": {name: dict(values) for name, values in self.values.items()},
            "transforms": {name: way._asdict() for name, way in self.transforms.items()},
        }

    @property
    def zone(self) -> ZoneInfo:
        """The clock of the sheet's moments."""
        return ZoneInfo(self.timezone)

    def clears(self, name: str, cells: dict[str, Any]) -> bool:
        """Whether a row whose filled cells are these says that there is no such thing any more."""
        given = name in self.columns and name not in self.constants
        return given and self.empties.get(name) == "clear" and cells.get(name) is None

    def faults(self, header: Sequence[str]) -> list[str]:
        """Give why this mapping does not fit a sheet with this header; nothing if it does."""
        fields = self.kind.fields
        there = {key(column) for column in header}
        return [
            *(sentence("mapping.required", label=label) for label in self.lacking()),
            *(
                sentence("mapping.no_column", label=fields[name].label, column=column)
                for name, columns in self.columns.items()
                for column in columns
                if key(column) not in there
            ),
        ]

    def lacking(self) -> list[str]:
        """Give the labels of the fields that must be given and come from nowhere."""
        given = self.columns.keys() | self.constants.keys()
        fields = self.kind.fields
        return [fields[name].label for name in self.kind.required if name not in given]

    def unmapped(self, header: Iterable[str]) -> list[str]:
        """Give the columns no field asks for; those that only count rows are none."""
        asked = {key(column) for columns in self.columns.values() for column in columns}
        return [column for column in header if key(column) not in asked | COUNTERS]

    def title_of(self, name: str) -> str:
        """Give what a person calls a field: its first column, or its label."""
        return next(iter(self.columns.get(name, ())), self.kind.fields[name].label)
