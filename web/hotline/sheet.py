"""Sheets of hotline tickets: what a row asks for, how what it changes is said."""

import json
from uuid import UUID, uuid5

from msgspec.structs import replace

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.policy.options import Options
from projections.engine.runtime import Runtime
from projections.places.queries import labels
from web.hotline.arrivals import arrivals
from web.hotline.known import known_to
from web.hotline.ticket_rows import CLEARABLE, FIELDS, TicketRow, TicketSchema, ticket
from web.hotline.words import remark
from web.sheets.kind import History, Kind, Labels
from web.text.addresses import public_place
from web.text.personal import mask_name, mask_phone

LISTINGS = {
    "kind": "hotline_kinds",
    "urgency": "urgency",
    "contact": "contact_results",
    "outcome": "outcomes",
    "satisfaction": "satisfaction",
    "facts": "facts",
    "appeal": "appeal",
}
# What a row tells and a ticket has no place for; it is kept, sealed, beside what no field took.
BESIDE = ("reported", "due", "extension", "contact", "facts", "appeal", "reply")
# What a stage that the sheet adds is known by: its field, of the event of that name.
STAGES = {
    "hotline.CallerContacted": "contacted_at",
    "hotline.TicketDispatched": "unit",
    "hotline.CallerCalledBack": "called_back_at",
    "hotline.TicketClosed": "closed_at",
    "hotline.TicketReopened": "received_at",
}


def command(row: TicketRow, source: str, batch: UUID) -> ReceiveTicket:
    """Give what a row asks for; the same row of the same file always asks the same."""
    return ReceiveTicket(
        command_id=uuid5(batch, str(row.number)),
        stream=ticket_id(source, row.serial),
        serial=row.serial,
        source=source,
        received_at=row.received,
        kind=row.kind or "",
        title=row.title,
        content=row.content,
        caller=row.person,
        phone=row.phone or "",
        address=row.address,
        attributes=_beside(row),
        place=row.place,
        grid=row.grid,
        area=row.area,
        category="/".join(row.category),
        urgency=row.urgency or "",
        batch=str(batch),
        derived=row.derived,
        cleared=tuple(CLEARABLE[name] for name in row.cleared),
        unit=row.unit,
        contacted_at=row.contacted,
        dispatched_at=row.dispatched,
        called_back_at=row.called_back,
        closed_at=row.closed,
        outcome=row.outcome or "",
        satisfaction=row.satisfaction or "",
    )


def _beside(row: TicketRow) -> str:
    """Give as JSON, by name of the column or the field, what the ticket itself has no place for."""
    values = {FIELDS[name].label: str(value) for name in BESIDE if (value := getattr(row, name))}
    everything = row.unknown | values
    return json.dumps(everything, ensure_ascii=False) if everything else ""


def choices(options: Options) -> dict[str, dict[str, str]]:
    """Give the codes in force with their labels, by field of a row."""
    return {name: options.labels(listing) for name, listing in LISTINGS.items()}


def _labels(runtime: Runtime) -> Labels:
    book, view = runtime.governance.book, runtime.live()
    named = {
        "kind": book.options.labels("hotline_kinds"),
        "urgency": book.options.labels("urgency"),
        "grid": labels(view, "grid"),
        "area": labels(view, "area"),
    }
    named |= {name: book.options.labels(LISTINGS[name]) for name in ("outcome", "satisfaction")}
    values = {
        name: lambda code, held=held: held.get(code, str(code)) for name, held in named.items()
    }
    return values | {"category": lambda code: book.categories.name(str(code))}


TICKETS = Kind(
    code="hotline",
    label="热线工单",
    usual="12345",
    fields=FIELDS,
    schema=TicketSchema,
    row=ticket,
    asks=ReceiveTicket,
    command=command,
    choices=lambda runtime: choices(runtime.governance.book.options),
    labels=_labels,
    masks={
        "person": mask_name,
        "caller": mask_name,
        "phone": mask_phone,
        "address": public_place,
    },
    stages=STAGES,
    remark=remark,
    known=known_to,
    arrivals=arrivals,
    history=History(
        began=lambda row: row.received,
        over=lambda row: row.closed is not None,
        marked=lambda command: replace(command, historical=True),
    ),
    clearable=CLEARABLE,
)
