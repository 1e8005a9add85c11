"""Sheets of resolutions: what was resolved, who answers for it until when, and how it stands."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from marshmallow import ValidationError, fields
from msgspec.structs import replace

from governance.kernel.spelling import name_key, number_key
from governance.resolutions.commands import BringResolution
from governance.resolutions.stream import brought_id
from projections.accounts.queries import names
from projections.engine.runtime import Runtime
from projections.places.queries import labels
from projections.resolutions.board import STAGES
from projections.resolutions.queries import numbered
from web.sheets.fields import CHINESE, Moment, Option, RowSchema, Serial, Text
from web.sheets.kind import Draft, Kind, Known, alone
from web.sheets.synonyms import fields_in
from web.text.cells import as_text
from web.text.faults import sentence
from web.text.formats import moment

FIELDS = fields_in("web.resolutions", "columns.toml")
FOR_GOOD = frozenset({"长期", "长期坚持", "持续推进", "长期推进"})
_PERCENT = re.compile(r"(\d{1,3})%?|0?\.(\d{1,2})")
PAST = ("adopted", "ended_at")


class Until(Moment):
    """A day, or that something is to be kept up for good."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> Any:
        if name_key(as_text(value)) in FOR_GOOD:
            return None
        return super()._deserialize(value, attr, data, **options)


class Percent(fields.Field[int]):
    """How far something is: 50, 50%, or 0.5 as a cell shown in percent holds it."""

    default_error_messages = CHINESE

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        del attr, data, options
        if isinstance(value, float) and 0 <= value <= 1:
            return round(value * 100)
        text = "".join(unicodedata.normalize("NFKC", as_text(value)).split())
        if (found := _PERCENT.fullmatch(text)) and found[1]:
            return int(found[1])
        raise ValidationError(sentence("row.percent", value=text))


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """One row of the sheet as a resolution; `values` are fields of its command."""

    number: int
    serial: str
    adopted_at: datetime
    values: dict[str, Any]

    @property
    def key(self) -> str:
        """What makes it the same resolution: its number, however spelt."""
        return number_key(self.serial)


class ResolutionSchema(RowSchema):
    """Reads the cells of one row of a sheet of resolutions."""

    serial = Serial(required=True)
    adopted = Moment(required=True)
    matter = Text(longest=500, required=True)
    requirement = Text(longest=1000)
    leader = Option(problem="row.no_such_account")
    owner = Option(required=True, problem="row.not_registered")
    due = Until()
    note = Text(longest=1000)
    percent = Percent()
    stage = Option()
    ended_at = Moment()
    standard = Text(longest=500)
    grid = Option(required=True, problem="row.not_registered")


def resolution(draft: Draft) -> ResolutionRow | None:
    """Give the resolution of a row; None when reasons say why it cannot become one."""
    values = draft.values
    for name in PAST:
        if draft.now and name in values and values[name] > draft.now:
            label, at = FIELDS[name].label, moment(values[name])
            draft.reasons.append(sentence("row.future", label=label, at=at))
    if draft.reasons:
        return None
    until: datetime | None = values.pop("due", None)
    day: date | None = until.astimezone(draft.columns.zone).date() if until else None
    given = values | {"due": day}
    return ResolutionRow(draft.number, given.pop("serial"), given.pop("adopted"), given)


def command(row: ResolutionRow, source: str, batch: UUID) -> BringResolution:
    """Give what a row asks for; the same row of the same file always asks the same."""
    del source  # a resolution is the same whatever sheet tells of it
    return BringResolution(
        command_id=uuid5(batch, str(row.number)),
        stream=brought_id(row.serial),
        serial=row.serial,
        adopted_at=row.adopted_at,
        batch=str(batch),
        **row.values,
    )


def known_to(runtime: Runtime, commands: Sequence[BringResolution]) -> Known:
    """Give the commands, each to the resolution that has its number."""
    here = {number_key(serial): key for serial, key in numbered(runtime.live()).items()}
    asked = [replace(one, stream=here.get(number_key(one.serial), one.stream)) for one in commands]
    return Known(asked, {})


def _choices(runtime: Runtime) -> dict[str, dict[str, str]]:
    view = runtime.live()
    return {
        "grid": labels(view, "grid"),
        "owner": {name: name for name in labels(view, "unit").values()},
        "leader": alone(names(view)),
        "stage": {code: STAGES[code] for code in ("open", "closed", "withdrawn")},
    }


RESOLUTIONS = Kind(
    code="resolutions",
    label="督办台账",
    fields=FIELDS,
    schema=ResolutionSchema,
    row=resolution,
    asks=BringResolution,
    command=command,
    choices=_choices,
    known=known_to,
    recorded=False,
)
