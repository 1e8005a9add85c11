"""The rows of a sheet, each as what its kind makes of it, or refused with every reason in words."""

import pickle
from array import array
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from marshmallow import ValidationError

from web.sheets.cells import Formula, Picture
from web.sheets.fields import as_serial, ends_in_zeros, is_long
from web.sheets.kind import Draft, Options
from web.sheets.lines import several
from web.sheets.mapping import Mapping
from web.sheets.mapping_schema import problems
from web.sheets.rawsheet import RawSheet, SheetRow
from web.sheets.spool import Spool
from web.sheets.synonyms import key
from web.sheets.taking import Taker
from web.text.cells import as_text
from web.text.faults import MappingFault, sentence

PICTURE = "（图片，没有导入）"
UNREAD: dict[type, str] = {Formula: "row.formula", Picture: "row.picture"}


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row that says again, word for word, what row `first` of the same file said."""

    number: int
    serial: str
    first: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken over: its cells as text, a column each, and every reason."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


def read_rows(
    sheet: RawSheet,
    mapping: Mapping,
    options: Options | None = None,
    *,
    now: datetime | None = None,
) -> Iterator[Any]:
    """Give what becomes of every row, in the order of the file.

    That is a row of the mapping's kind, a `KnownRow` or a `RefusedRow`. `options` are the
    codes in force with their labels, by field (`{"kind": {code: label}}`); without them only what
    `mapping.values` names is accepted. With `now`, what would have happened later is refused.

    A thing given twice in the same words is known the second time; said differently it is refused
    everywhere, for nobody can say which row is right, unless of its kind the first counts.

    Raises:
        MappingFault: the mapping does not fit the sheet or the options; before the first row.

    """
    refuse_misfit(sheet, mapping)
    reader = _Reader(sheet, mapping, options or {}, now)
    outcomes = map(reader.read, sheet.rows)
    return _told_once(sheet, outcomes, first_counts=mapping.kind.first_counts)


def refuse_misfit(sheet: RawSheet, mapping: Mapping) -> None:
    """Refuse a mapping that does not fit a sheet."""
    reasons = tuple(mapping.faults(sheet.header))
    if reasons:
        raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0])


def refused(row: SheetRow, reasons: Iterable[str]) -> RefusedRow:
    """Give a row of the file back, with the reasons."""
    return RefusedRow(row.number, tuple(map(as_text, row.cells)), tuple(reasons))


class _Reader:
    """Reads single rows of one sheet."""

    def __init__(
        self, sheet: RawSheet, mapping: Mapping, options: Options, now: datetime | None
    ) -> None:
        self._mapping = mapping
        self._now = now
        self._header = sheet.header
        self._asked = {key(one) for names in mapping.columns.values() for one in names}
        self._taker = Taker(mapping, sheet.header)
        self._schema = mapping.kind.schema(
            mapping.zone,
            _choices(mapping, options),
            sheet.epoch,
            _rounded(sheet, mapping),
            mapping.orders,
        )

    def read(self, row: SheetRow) -> Any:
        unread = {
            at: cell
            for at, cell in enumerate(row.cells)
            if type(cell) is Picture or (type(cell) is Formula and self._asks(at))
        }
        cells, unknown = self._taker.take(_without(row.cells, unread) if unread else row.cells)
        reasons = self._unread(unread, Formula)
        try:
            values = self._schema.read(cells)
        except ValidationError as error:
            values = dict(error.valid_data) if isinstance(error.valid_data, dict) else {}
            reasons += problems(error, self._mapping.title_of)
        unknown |= {
            self._header[at]: PICTURE
            for at, cell in unread.items()
            if type(cell) is Picture and not self._asks(at)
        }
        draft = Draft(
            number=row.number,
            columns=self._mapping,
            values=values,
            cells=cells,
            unknown=unknown,
            now=self._now,
            reasons=reasons,
        )
        made = self._mapping.kind.row(draft)
        if draft.reasons:
            return refused(row, [*draft.reasons, *self._unread(unread, Picture)])
        return made

    def _unread(self, unread: dict[int, Any], kind: type) -> list[str]:
        """Say which columns that a field asks for hold something that cannot be read."""
        return [
            sentence(UNREAD[kind], column=self._header[at])
            for at, cell in unread.items()
            if type(cell) is kind and self._asks(at)
        ]

    def _asks(self, at: int) -> bool:
        return key(self._header[at]) in self._asked


def _without(cells: tuple[Any, ...], unread: Iterable[int]) -> list[Any]:
    return [None if at in unread else cell for at, cell in enumerate(cells)]


def _rounded(sheet: RawSheet, mapping: Mapping) -> frozenset[str]:
    """Give the fields whose long numbers all end in zeros after what a spreadsheet keeps of one.

    One that does not shows that the column went through no spreadsheet: its neighbours that happen
    to end in zeros are true.
    """
    places = {
        name: [at for at, column in enumerate(sheet.header) if key(column) in asked]
        for name in mapping.kind.serials
        if (asked := {*map(key, mapping.columns.get(name, ()))})
    }
    seen: set[str] = set()
    true: set[str] = set()
    for row in sheet.rows if places else ():
        for name in places.keys() - true:
            long = [text for at in places[name] if is_long(text := as_serial(row.cells[at]))]
            seen.update(name for _ in long)
            true.update(name for text in long if not ends_in_zeros(text))
        if len(true) == len(places):
            break
    return frozenset(seen - true)


def _choices(mapping: Mapping, options: Options) -> dict[str, dict[str, str]]:
    """Return, by field, the code of everything a cell may say."""
    choices: dict[str, dict[str, str]] = {}
    reasons = []
    for name in mapping.kind.options:
        labels = options.get(name)
        named = {*mapping.values.get(name, {}).values(), mapping.constants.get(name, "")} - {""}
        if labels is None:
            choices[name] = {key(code): code for code in named}
            continue
        choices[name] = {key(label): code for code, label in labels.items()}
        choices[name] |= {key(code): code for code in labels}
        label = mapping.kind.fields[name].label
        reasons += [
            sentence("mapping.option", label=label, code=code)
            for code in sorted(named)
            if key(code) not in choices[name]
        ]
    if reasons:
        raise MappingFault("mapping.invalid", reasons=tuple(reasons), problem=reasons[0])
    return choices


def _told_once(sheet: RawSheet, outcomes: Iterable[Any], *, first_counts: bool) -> Iterator[Any]:
    """Hold each row against those of its key; all wait on the disk, few are looked at twice."""
    waiting, keys = Spool(), array("q")
    for row in outcomes:
        waiting.append(pickle.dumps(row, pickle.HIGHEST_PROTOCOL))
        keys.append(hash(None if isinstance(row, RefusedRow) else row.key))
    earlier = _told_before(sheet, waiting, keys, first_counts=first_counts)
    for at, (found, record) in enumerate(zip(sheet.rows, waiting, strict=True)):
        row, before = _back(record), earlier.get(at)
        if isinstance(before, str):
            yield refused(found, [before])
        else:
            yield row if before is None else KnownRow(row.number, row.serial, before)


def _told_before(
    sheet: RawSheet, waiting: Spool, keys: Sequence[int], *, first_counts: bool
) -> dict[int, int | str]:
    """Give, by place, the number of the row that said the same, or why a row does not count."""
    again = {one for one, other in pairwise(sorted(keys)) if one == other}
    places: dict[Hashable, list[int]] = defaultdict(list)
    for at, one in enumerate(keys):
        if one in again and not isinstance(row := _back(waiting[at]), RefusedRow):
            places[row.key].append(at)
    earlier: dict[int, int | str] = {}
    for same_key in (found for found in places.values() if len(found) > 1):
        first = _back(waiting[same_key[0]])
        held = [
            (other.number, other.serial, _as(first, other) == first)
            for other in (_back(waiting[at]) for at in same_key)
        ]
        counts = first_counts or all(alike for *_, alike in held)
        numbers = several([number for number, *_ in held], sheet.sheets)
        code = "row.repeated" if counts else "row.conflict"
        said = {"first": sheet.where(first.number)} if counts else {"numbers": numbers}
        refusal = {serial: sentence(code, serial=serial, **said) for _, serial, _ in held}
        for at, (_, serial, alike) in list(zip(same_key, held, strict=True))[counts:]:
            earlier[at] = first.number if counts and alike else refusal[serial]
    return earlier


def _back(record: bytes) -> Any:
    return pickle.loads(record)  # noqa: S301  (rows of our own, from a file without a name)


def _as(first: Any, row: Any) -> Any:
    """Give a row in the place of the first and with its spelling of the number they share."""
    named = {
        name: getattr(first, name)
        for name in ("number", "serial")
        if name in row.__dataclass_fields__
    }
    return replace(row, **named)
