"""Which column of a sheet is which field of a ticket, as somebody decided it once per source."""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from zoneinfo import ZoneInfo

from marshmallow import ValidationError

from web.sheets.faults import MappingFault, sentence
from web.sheets.mapping_schema import MappingSchema, problems
from web.sheets.synonyms import counter_keys, key, known_fields
from web.sheets.transforms import Transform

REQUIRED = ("serial", "received")
"""The fields without which no ticket can be told apart or given its deadlines."""

_LINE = re.compile(r"line (\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Where the fields of a ticket come from.

    ``columns`` names one column or several a field: levels of a category, or alternatives of
    which the first filled one counts. ``constants`` stand where a cell is blank. ``values`` turns
    what a column says into what we say, by field; ``""`` means that the cell says nothing.
    ``source`` is part of a ticket's identity: the same serial from two sources is two tickets.
    """

    source: str
    kind: str = "hotline"
    timezone: str = "Asia/Shanghai"
    serial_prefix: str = ""
    columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    values: dict[str, dict[str, str]] = field(default_factory=dict)
    transforms: dict[str, Transform] = field(default_factory=dict)

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read a mapping file.

        Raises:
            MappingFault: no TOML, or not a mapping; ``reasons`` says everything that is wrong.

        """
        try:
            return cls.from_dict(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            line = _LINE.search(str(error))
            where = line[1] if line else str(text.count("\n") + 1)
            raise MappingFault("mapping.unreadable", line=where) from error

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Self:
        """Read a mapping from plain data, such as a form or ``as_dict`` gives; raises the same."""
        try:
            return cls(**MappingSchema().load(data))
        except ValidationError as error:
            reasons = problems(error)
            raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0]) from error

    def as_dict(self) -> dict[str, Any]:
        """Return plain data to keep, from which ``from_dict`` makes the same mapping."""
        return {
            "kind": self.kind,
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

    def faults(self, header: Sequence[str]) -> list[str]:
        """Return why this mapping does not fit a sheet with this header; nothing if it does."""
        fields = known_fields()
        given = self.columns.keys() | self.constants.keys()
        there = {key(column) for column in header}
        return [
            *(
                sentence("mapping.required", label=fields[name].label)
                for name in REQUIRED
                if name not in given
            ),
            *(
                sentence("mapping.no_column", label=fields[name].label, column=column)
                for name, columns in self.columns.items()
                for column in columns
                if key(column) not in there
            ),
        ]

    def unmapped(self, header: Iterable[str]) -> list[str]:
        """Return the columns no field asks for; they are kept beside the ticket as they are."""
        asked = {key(column) for columns in self.columns.values() for column in columns}
        return [column for column in header if key(column) not in asked | counter_keys()]

    def title_of(self, name: str) -> str:
        """Return what a person calls a field: its first column, or its label."""
        return next(iter(self.columns.get(name, ())), known_fields()[name].label)
