"""What a kind of sheet is: declared once by the room its rows belong to, read and taken by all."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.spelling import name_key
from projections.engine.runtime import Runtime
from web.sheets.fields import Moment, Option, RowSchema, Serial
from web.sheets.mapping import Mapping as Columns
from web.sheets.synonyms import FieldNames, key

Labels = Mapping[str, Callable[[Any], str]]
Options = Mapping[str, Mapping[str, str]]


class Row(Protocol):
    """One row that can be taken over; a dataclass, so that two can be held against each other."""

    @property
    def number(self) -> int:
        """Where it stands in the file, from 1."""

    @property
    def serial(self) -> str:
        """What people call the thing it tells of."""

    @property
    def key(self) -> Hashable:
        """What makes it the same thing as that of another row."""


class Known(NamedTuple):
    """What is here already of what some rows ask for.

    `commands` go to the thing they are about, however its number is spelt; `elsewhere` names
    the other sources that have the number, by command.
    """

    commands: Sequence[Any]
    elsewhere: Mapping[UUID, tuple[str, ...]]


def nothing_known(runtime: Runtime, commands: Sequence[Any]) -> Known:
    """Give the commands as they are: their things have one spelling and one source."""
    del runtime
    return Known(commands, {})


def no_arrivals(events: Sequence[Event], now: datetime) -> Iterable[str]:
    """Name no queue: what is new of this kind waits in none."""
    del events, now
    return ()


def no_labels(runtime: Runtime) -> Labels:
    """Say values as they stand: nothing of this kind changes what is here."""
    del runtime
    return {}


def alone(named: Mapping[str, str]) -> dict[str, str]:
    """Keep of (code, name) what has a name that nothing else has: two of one name name neither."""
    times = Counter(map(name_key, named.values()))
    return {code: name for code, name in named.items() if times[name_key(name)] == 1}


def no_remark(event: Event) -> str:
    """Say nothing of a change."""
    del event
    return ""


class History(NamedTuple):
    """How a kind of sheet tells 历史资料: when a row began, whether it is over, how to say so."""

    began: Callable[[Any], datetime]
    over: Callable[[Any], bool]
    marked: Callable[[Any], Command]


@dataclass(slots=True, kw_only=True)
class Draft:
    """A row on its way: its values by field, the cells they were read from, what is wrong.

    `unknown` keeps, by column, what no field took whole. A kind adds to `reasons` and `remarks`.
    """

    number: int
    columns: Columns
    values: dict[str, Any]
    cells: dict[str, Any]
    unknown: dict[str, str]
    now: datetime | None
    reasons: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of sheet.

    `code` is its name in a mapping, `label` what people call it, `usual` its source as a rule (else
    its label), `fields` the names its columns may have (a toml beside it); `schema` reads the
    cells. `row` makes a row of a draft and says in
    `reasons` why it cannot; `command` gives what a row of a source, in the batch of a file and a
    mapping, `asks` for. `choices` are the codes in force with their labels, by field.

    What a sheet changes is known by `labels`, how a code of a field is written, and `masks`, how
    what is personal is shown; both also by the fields of the events. `stages` names, by topic, the
    field of an event that only adds; `remark` says what is to be known of a change. Of a thing
    given twice and differently no row counts, or the `first_counts`; `known` finds the things of
    rows that are here already; `arrivals` names the queues something new joins by the events of
    its row. `clearable` are the fields an empty cell may clear, with the event's field of each.
    With `history` rows may be taken in as 历史资料. What became of a `recorded` kind of sheet is
    kept as a batch.
    """

    code: str
    label: str
    fields: Mapping[str, FieldNames]
    schema: type[RowSchema]
    row: Callable[[Draft], Any]
    asks: type[Command]
    command: Callable[[Any, str, UUID], Command]
    choices: Callable[[Runtime], Options]
    labels: Callable[[Runtime], Labels] = no_labels
    masks: Mapping[str, Callable[[str], str]] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    known: Callable[[Runtime, Sequence[Any]], Known] = nothing_known
    arrivals: Callable[[Sequence[Event], datetime], Iterable[str]] = no_arrivals
    remark: Callable[[Event], str] = no_remark
    history: History | None = None
    usual: str = ""
    clearable: Mapping[str, str] = field(default_factory=dict)
    first_counts: bool = False
    recorded: bool = True

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The fields without which no row can be taken over."""
        return self._which(lambda each: each.required)

    @cached_property
    def moments(self) -> tuple[str, ...]:
        """The fields that hold moments."""
        return self._which(lambda each: isinstance(each, Moment))

    @cached_property
    def serials(self) -> tuple[str, ...]:
        """The fields that hold a number which names a thing."""
        return self._which(lambda each: isinstance(each, Serial))

    @cached_property
    def options(self) -> tuple[str, ...]:
        """The fields that hold a code."""
        return self._which(lambda each: isinstance(each, Option))

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """The fields that are paths, a column a level."""
        return tuple(name for name, names in self.fields.items() if names.levels)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every known column name as compared; a row with two of them is a header."""
        return frozenset(key(name) for names in self.fields.values() for name in names.every)

    def masked(self, name: str, text: str) -> str:
        """Give a text as everybody may see it; empty when nothing of it may be seen."""
        mask = self.masks.get(name)
        return mask(text) if mask else ""

    def _which(self, fits: Callable[[Any], bool]) -> tuple[str, ...]:
        return tuple(name for name, each in self.schema().fields.items() if fits(each))
