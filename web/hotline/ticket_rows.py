"""One row of a sheet as a hotline ticket: its cells, its title, the order of its moments."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time

from governance.kernel.spelling import number_key
from web.hotline.titles import title_from, whole_text
from web.sheets.fields import Days, Moment, Option, Path, PhoneNumber, RowSchema, Serial, Text
from web.sheets.kind import Draft
from web.sheets.synonyms import fields_in
from web.text.addresses import public_place
from web.text.cells import as_text
from web.text.faults import sentence
from web.text.personal import Phone, is_withheld

FIELDS = fields_in("web.hotline", "columns.toml")
# What must not have happened after what: no history can be written against it.
ORDER = (
    ("received", "dispatched"),
    ("received", "contacted"),
    ("received", "closed"),
    ("received", "called_back"),
    ("dispatched", "closed"),
)
# What an empty cell may clear, as the ticket calls it.
CLEARABLE = {
    "content": "content",
    "person": "caller",
    "phone": "phone",
    "address": "address",
    "category": "category",
    "area": "area",
    "outcome": "outcome",
    "satisfaction": "satisfaction",
}
_NAME = 100
_ADDRESS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    """One hotline ticket as a sheet tells it; moments in UTC, absent things None or empty.

    `content`, `address`, `person`, `phone`, `reply` and `unknown` may hold personal
    data. `title` and `place` do not, as far as fixed forms can tell; `derived` names them when
    they were worked out from content and address. `cleared` names the fields left empty to say that
    there is no such thing any more. `unknown` keeps, by column name, every cell no
    field has taken over whole. `remarks` are sentences for the person who imports.
    """

    number: int
    serial: str
    received: datetime
    reported: datetime | None = None
    dispatched: datetime | None = None
    contacted: datetime | None = None
    closed: datetime | None = None
    called_back: datetime | None = None
    due: datetime | None = None
    extension: int | None = None
    title: str
    content: str
    kind: str | None = None
    urgency: str | None = None
    category: tuple[str, ...] = ()
    contact: str | None = None
    outcome: str | None = None
    satisfaction: str | None = None
    facts: str | None = None
    appeal: str | None = None
    reply: str = ""
    unit: str = ""
    address: str = ""
    place: str = ""
    person: str = ""
    phone: str | None = None
    withheld: bool = False
    grid: str = ""
    area: str = ""
    derived: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    unknown: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes it the same ticket as that of another row: one sheet has one source."""
        return number_key(self.serial)


class TicketSchema(RowSchema):
    """Reads the cells of one row of a sheet of tickets."""

    serial = Serial(required=True)
    received = Moment(required=True)
    reported = Moment()
    dispatched = Moment()
    contacted = Moment()
    closed = Moment()
    called_back = Moment()
    due = Moment()
    extension = Days()
    title = Text()
    content = Text()
    kind = Option()
    urgency = Option()
    category = Path()
    contact = Option()
    outcome = Option()
    satisfaction = Option()
    facts = Option()
    appeal = Option()
    reply = Text()
    unit = Text(longest=_NAME)
    address = Text(longest=_ADDRESS)
    person = Text(longest=_NAME)
    phone = PhoneNumber()
    grid = Text(longest=_NAME)
    area = Text(longest=_NAME)


def ticket(draft: Draft) -> TicketRow | None:
    """Give the ticket of a row; None when reasons say why it cannot become one."""
    values = draft.values
    _settle_days(draft)
    title, content = values.pop("title", ""), values.pop("content", "")
    short = title_from(title, content)
    if not short:
        draft.reasons.append(sentence("row.no_text"))
    draft.reasons.extend(_out_of_order(draft))
    if draft.reasons:
        return None
    phone: Phone = values.pop("phone", Phone(None))
    if not phone.whole:
        column = draft.columns.title_of("phone")
        draft.unknown[column] = as_text(draft.cells["phone"])
        draft.remarks.append(sentence("remark.phone", column=column))
    person = values.pop("person", "")
    serial, prefix = values.pop("serial"), draft.columns.serial_prefix
    return TicketRow(
        number=draft.number,
        serial=serial if number_key(serial).startswith(number_key(prefix)) else f"{prefix}{serial}",
        title=short,
        content=whole_text(title, content),
        place=public_place(values.get("address", "")),
        derived=("place",) if title else ("title", "place"),
        cleared=tuple(n for n in CLEARABLE if draft.columns.clears(n, draft.cells)),
        person="" if is_withheld(person) else person,
        phone=phone.number,
        withheld=phone.withheld or is_withheld(person),
        unknown=draft.unknown,
        remarks=tuple(draft.remarks),
        **values,
    )


def _settle_days(draft: Draft) -> None:
    """Give a bare day the moment of what came before it on that day, and say so."""
    values, zone = draft.values, draft.columns.zone
    moments = {*draft.columns.kind.moments} & values.keys()
    local = {name: values[name].astimezone(zone) for name in moments}
    bare = {name for name, moment in local.items() if moment.time() == time()}
    settled = {}
    for earlier, later in ORDER:
        if earlier not in local or later not in bare or values[later] >= values[earlier]:
            continue
        if local[later].date() == local[earlier].date():
            values[later] = values[earlier]
            settled[later] = sentence("remark.same_day", label=FIELDS[later].label)
    draft.remarks.extend(settled.values())


def _out_of_order(draft: Draft) -> Iterator[str]:
    values = draft.values

    def at(name: str) -> str:
        moment: datetime = values[name]
        return moment.astimezone(draft.columns.zone).strftime("%Y-%m-%d %H:%M:%S")

    for earlier, later in ORDER:
        if earlier in values and later in values and values[later] < values[earlier]:
            yield sentence(
                "row.order",
                later=FIELDS[later].label,
                later_at=at(later),
                earlier=FIELDS[earlier].label,
                earlier_at=at(earlier),
            )
    for name in draft.columns.kind.moments:
        if draft.now and name != "due" and name in values and values[name] > draft.now:
            yield sentence("row.future", label=FIELDS[name].label, at=at(name))
