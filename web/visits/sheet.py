"""Sheets of visits: a door, a time, who went, what came of it; checks as columns of their own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from governance.kernel.spelling import name_key
from governance.places.stream import place_id
from governance.visits.commands import BringVisit, ToldColumn
from governance.visits.due import DOORS
from governance.visits.stream import visit_id
from projections.accounts.queries import names
from projections.engine.runtime import Runtime
from projections.places.queries import labels, places_of
from projections.visits.queries import times_at
from web.sheets.fields import Moment, Option, RowSchema, Text
from web.sheets.kind import Draft, Kind, Known, alone
from web.sheets.synonyms import fields_in
from web.text.faults import sentence
from web.text.formats import moment

FIELDS = fields_in("web.visits", "columns.toml")
SAID = {"yes": ("是", "√", "有", "合格"), "no": ("否", "×", "无", "不合格"), "na": ("不适用",)}
"""What a column that is a check may hold; everything else answers no check."""
_ANSWERS = {name_key(word): answer for answer, words in SAID.items() for word in words}
_NAMED = "#"
"""Ends the code of a door that was found by its name: a code has none."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One row of the sheet as a visit; `values` are fields of its command."""

    number: int
    place: UUID
    made_at: datetime
    worker: str
    serial: str
    values: dict[str, Any]

    @property
    def key(self) -> tuple[UUID, datetime, str]:
        """What makes it the same visit: the door, the time, who went."""
        return self.place, self.made_at, self.worker


class VisitSchema(RowSchema):
    """Reads the cells of one row of a sheet of visits."""

    door = Option(required=True, problem="row.not_registered")
    made = Moment(required=True)
    outcome = Option(required=True)
    worker = Option(required=True, problem="row.no_such_account")
    way = Option()
    narrative = Text(longest=2000)
    satisfaction = Option()
    next_on = Moment()


def visit(draft: Draft) -> VisitRow | None:
    """Give the visit of a row; None when reasons say why it cannot become one."""
    values, zone = draft.values, draft.columns.zone
    if draft.now and "made" in values and values["made"] > draft.now:
        at = moment(values["made"])
        draft.reasons.append(sentence("row.future", label=FIELDS["made"].label, at=at))
    if draft.reasons:
        return None
    kind, _, code = values["door"].removesuffix(_NAMED).partition("/")
    day: date | None = values["next_on"].astimezone(zone).date() if "next_on" in values else None
    answers = ((column, _ANSWERS.get(name_key(cell))) for column, cell in draft.unknown.items())
    given = {name: values.get(name, "") for name in ("way", "narrative", "satisfaction")}
    return VisitRow(
        draft.number,
        place_id(kind, code),
        values["made"],
        values["worker"],
        f"{code} {moment(values['made'])}",
        given
        | {"outcome": values["outcome"], "next_on": day, "visitee": kind}
        | {"columns": tuple(ToldColumn(name=one, answer=said) for one, said in answers if said)},
    )


def command(row: VisitRow, source: str, batch: UUID) -> BringVisit:
    """Give what a row asks for; the same row of the same file always asks the same."""
    del source  # a visit is the same whatever sheet tells of it
    key = f"{row.place}:{row.made_at.isoformat()}:{row.worker}"
    return BringVisit(
        command_id=uuid5(batch, str(row.number)),
        stream=visit_id(key),
        place=row.place,
        grid="",
        area="",
        made_at=row.made_at,
        visitor=row.worker,
        batch=str(batch),
        **row.values,
    )


def known_to(runtime: Runtime, commands: Sequence[BringVisit]) -> Known:
    """Give the commands in the grid of their door; to the visit that was recorded here, if any."""
    view = runtime.live()
    doors = {door.key: door for door in places_of(view, {one.place for one in commands})}
    here = times_at(view, doors.keys())
    asked = []
    for one in commands:
        door = doors[one.place]
        minute = one.made_at.replace(second=0, microsecond=0)
        stream = here.get((one.place, minute, one.visitor), one.stream)
        asked.append(replace(one, stream=stream, grid=door.grid, area=door.area))
    return Known(asked, {})


def _choices(runtime: Runtime) -> dict[str, dict[str, str]]:
    """Give the doors by number and by name, and the accounts: a name that two have names none."""
    view, options = runtime.live(), runtime.governance.book.options
    doors = {f"{kind}/{code}": name for kind in DOORS for code, name in labels(view, kind).items()}
    people = names(view)
    listings = {
        "outcome": "visit_outcomes",
        "way": "visit_ways",
        "satisfaction": "visit_satisfaction",
    }
    by_number = {door: door.partition("/")[2] for door in doors}
    return {name: options.labels(listing) for name, listing in listings.items()} | {
        "door": alone({f"{door}{_NAMED}": name for door, name in doors.items()}) | alone(by_number),
        "worker": {login: login for login in people} | alone(people),
    }


VISITS = Kind(
    code="visits",
    label="走访台账",
    fields=FIELDS,
    schema=VisitSchema,
    row=visit,
    asks=BringVisit,
    command=command,
    choices=_choices,
    known=known_to,
    recorded=False,
)
