"""The rows of a sheet as tickets, or as refusals with every reason in words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Table
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from marshmallow import ValidationError

from web.sheets.faults import MappingFault, sentence
from web.sheets.gathering import SheetRow
from web.sheets.mapping import Mapping
from web.sheets.mapping_schema import problems
from web.sheets.sheet import RawSheet
from web.sheets.synonyms import key, known_fields
from web.sheets.taking import Taker
from web.sheets.tickets import MOMENTS, OPTIONS, KnownRow, RefusedRow, TicketRow, TicketSchema
from web.sheets.titles import title_from, whole_text
from web.text.addresses import public_place
from web.text.cells import as_text
from web.text.personal import Phone, is_withheld

Options = Table[str, Table[str, str]]

_ORDER = (
    ("received", "dispatched"),
    ("received", "contacted"),
    ("received", "closed"),
    ("received", "called_back"),
    ("dispatched", "closed"),
)
"""What must not have happened after what: no history can be written against it."""


def read_rows(
    sheet: RawSheet,
    mapping: Mapping,
    options: Options | None = None,
    *,
    now: datetime | None = None,
) -> Iterator[TicketRow | KnownRow | RefusedRow]:
    """Yield what becomes of every row, in the order of the file.

    ``options`` are the codes in force with their labels, by field (``{"kind": {code: label}}``);
    without them only what ``mapping.values`` names is accepted. With ``now``, what would have
    happened later is refused.

    A ticket told twice in the same words is known the second time; told differently it is
    refused everywhere, for nobody can say which row is right.

    Raises:
        MappingFault: the mapping does not fit the sheet or the options; before the first row.

    """
    reasons = tuple(mapping.faults(sheet.header))
    if reasons:
        raise MappingFault("mapping.invalid", reasons=reasons, problem=reasons[0])
    reader = _Reader(sheet, mapping, _choices(mapping, options or {}), now)
    return _told_once(sheet.rows, map(reader.read, sheet.rows))


class _Reader:
    """Reads single rows of one sheet."""

    def __init__(
        self,
        sheet: RawSheet,
        mapping: Mapping,
        choices: Table[str, Table[str, str]],
        now: datetime | None,
    ) -> None:
        self._mapping = mapping
        self._now = now
        self._taker = Taker(mapping, sheet.header)
        self._schema = TicketSchema(mapping.zone, choices)
        self._labels = {name: field.label for name, field in known_fields().items()}

    def read(self, row: SheetRow) -> TicketRow | RefusedRow:
        taken, unknown = self._taker.take(row.cells)
        reasons: list[str] = []
        try:
            values = self._schema.read(taken)
        except ValidationError as error:
            values = dict(error.valid_data) if isinstance(error.valid_data, dict) else {}
            reasons = list(problems(error, self._mapping.title_of))
        remarks = self._settle_days(values)
        title, content = values.pop("title", ""), values.pop("content", "")
        short = title_from(title, content)
        if not short:
            reasons.append(sentence("row.no_text"))
        reasons += self._out_of_order(values)
        if reasons:
            return _refused(row, reasons)
        phone: Phone = values.pop("phone", Phone(None))
        if not phone.whole:
            column = self._mapping.title_of("phone")
            unknown[column] = as_text(taken["phone"])
            remarks.append(sentence("remark.phone", column=column))
        person = values.pop("person", "")
        return TicketRow(
            number=row.number,
            serial=self._with_prefix(values.pop("serial")),
            title=short,
            content=whole_text(title, content),
            place=public_place(values.get("address", "")),
            person="" if is_withheld(person) else person,
            phone=phone.number,
            withheld=phone.withheld or is_withheld(person),
            unknown=unknown,
            remarks=tuple(remarks),
            **values,
        )

    def _with_prefix(self, serial: str) -> str:
        prefix = self._mapping.serial_prefix
        return serial if serial.startswith(prefix) else f"{prefix}{serial}"

    def _settle_days(self, values: dict[str, Any]) -> list[str]:
        """Give a bare day the moment of what came before it on that day, and say so."""
        here = {
            name: values[name].astimezone(self._mapping.zone) for name in MOMENTS & values.keys()
        }
        bare = {name for name, moment in here.items() if moment.time() == time()}
        settled = {}
        for earlier, later in _ORDER:
            if earlier not in here or later not in bare or values[later] >= values[earlier]:
                continue
            if here[later].date() == here[earlier].date():
                values[later] = values[earlier]
                settled[later] = sentence("remark.same_day", label=self._labels[later])
        return list(settled.values())

    def _out_of_order(self, values: dict[str, Any]) -> Iterator[str]:
        for earlier, later in _ORDER:
            if earlier in values and later in values and values[later] < values[earlier]:
                yield sentence(
                    "row.order",
                    later=self._labels[later],
                    later_at=self._shown(values[later]),
                    earlier=self._labels[earlier],
                    earlier_at=self._shown(values[earlier]),
                )
        for name in MOMENTS:
            if self._now and name != "due" and name in values and values[name] > self._now:
                at = self._shown(values[name])
                yield sentence("row.future", label=self._labels[name], at=at)

    def _shown(self, moment: datetime) -> str:
        return moment.astimezone(self._mapping.zone).strftime("%Y-%m-%d %H:%M:%S")


def _choices(mapping: Mapping, options: Options) -> dict[str, dict[str, str]]:
    """Return, by field, the code of everything a cell may say."""
    choices: dict[str, dict[str, str]] = {}
    reasons = []
    for name in OPTIONS:
        labels = options.get(name)
        named = {*mapping.values.get(name, {}).values(), mapping.constants.get(name, "")} - {""}
        if labels is None:
            choices[name] = {key(code): code for code in named}
            continue
        choices[name] = {key(label): code for code, label in labels.items()}
        choices[name] |= {key(code): code for code in labels}
        label = known_fields()[name].label
        reasons += [
            sentence("mapping.option", label=label, code=code)
            for code in sorted(named)
            if key(code) not in choices[name]
        ]
    if reasons:
        raise MappingFault("mapping.invalid", reasons=tuple(reasons), problem=reasons[0])
    return choices


def _told_once(
    rows: list[SheetRow], outcomes: Iterable[TicketRow | RefusedRow]
) -> Iterator[TicketRow | KnownRow | RefusedRow]:
    told: dict[str, list[TicketRow]] = defaultdict(list)
    pairs = list(zip(rows, outcomes, strict=True))
    for _, row in pairs:
        if isinstance(row, TicketRow):
            told[row.serial].append(row)
    for found, row in pairs:
        if isinstance(row, RefusedRow):
            yield row
            continue
        first, *others = told[row.serial]
        if all(replace(other, number=first.number) == first for other in others):
            yield row if row is first else KnownRow(row.number, row.serial, first.number)
            continue
        numbers = "、".join(str(other.number) for other in told[row.serial])
        reason = sentence("row.conflict", serial=row.serial, numbers=numbers)
        yield _refused(found, [reason])


def _refused(row: SheetRow, reasons: Iterable[str]) -> RefusedRow:
    return RefusedRow(row.number, tuple(map(as_text, row.cells)), tuple(reasons))
