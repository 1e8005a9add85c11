"""What becomes of the rows of a sheet: tickets, repeats and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from marshmallow import Schema

from web.sheets.fields import Days, Moment, Option, Path, PhoneNumber, Serial, Text

MOMENTS = ("received", "reported", "dispatched", "contacted", "closed", "called_back", "due")
"""The fields that hold moments."""

OPTIONS = ("kind", "urgency", "contact", "outcome", "satisfaction", "facts", "appeal")
"""The fields that hold a code of the policy in force."""

_NAME = 100
_ADDRESS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketRow:
    """One hotline ticket as a sheet tells it; moments in UTC, absent things None or empty.

    ``content``, ``address``, ``person``, ``phone``, ``reply`` and ``unknown`` may hold personal
    data. ``title`` and ``place`` do not, as far as fixed forms can tell. ``unknown`` keeps, by
    column name, every cell no field has taken over whole. ``remarks`` are sentences for the
    person who imports.
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
    unknown: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownRow:
    """A row that says again, word for word, what row ``first`` of the same file said."""

    number: int
    serial: str
    first: int


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot become a ticket: its cells as text, a column each, and every reason."""

    number: int
    cells: tuple[str, ...]
    reasons: tuple[str, ...]


class TicketSchema(Schema):
    """Reads the cells of one row by field; the clock and the codes are the sheet's."""

    error_messages = {"unknown": "没有这一项。", "type": "应当是一行。"}  # noqa: RUF012  (marshmallow's way)

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

    def __init__(self, zone: tzinfo, choices: Mapping[str, Mapping[str, str]]) -> None:
        super().__init__()
        self.zone = zone
        self.choices = choices

    def read(self, cells: dict[str, Any]) -> dict[str, Any]:
        """Return values by field; raises ``ValidationError`` with sentences by field."""
        values: dict[str, Any] = self.load(cells)
        return values
