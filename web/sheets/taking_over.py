"""Rows taken over: what a sheet tells becomes tickets, and every row is accounted for."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from uuid import UUID, uuid5

from governance.hotline.commands import ReceiveTicket
from governance.hotline.events import TicketReceived
from governance.hotline.stream import ticket_id
from governance.imports.commands import RecordBatch
from governance.imports.events import Refusal
from governance.imports.stream import batch_id
from governance.kernel.command import Actor, Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.options import Options
from projections.engine.runtime import Runtime
from web.frame.refusals import sentence
from web.sheets.changes import Change, Changes
from web.sheets.mapping import Mapping
from web.sheets.rows import read_rows
from web.sheets.sheet import RawSheet, read_sheet
from web.sheets.synonyms import known_fields
from web.sheets.tickets import KnownRow, RefusedRow, TicketRow

AT_ONCE = 200
NOT_READ = "imports.row_not_read"
FORBIDDEN = "kernel.not_permitted"
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

Progress = Callable[[int, int], None]


@dataclass(slots=True, kw_only=True)
class Receipt:
    """What became of a sheet's rows: their four numbers add up to `rows`.

    `refused` tells each row that was not taken over, with sentences for whoever imports;
    `changes` every value that the corrected rows change.
    """

    rows: int
    accepted: int = 0
    known: int = 0
    corrected: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unknown_columns: tuple[str, ...] = ()


def commands_of(rows: Iterable[TicketRow], source: str, batch: UUID) -> list[ReceiveTicket]:
    """Give a command for each row; `batch` names the file and the mapping it was read with.

    The command id is made of batch and row number, so the same file asks the same things.
    """
    return [_command(row, source, batch) for row in rows]


def take_over(
    runtime: Runtime,
    name: str,
    data: bytes,
    mapping: Mapping,
    actor: Actor,
    *,
    dry_run: bool = False,
    sheet_name: str | None = None,
    progress: Progress | None = None,
) -> Receipt:
    """Take over the file `name`; a dry run decides everything and stores nothing.

    Taking over the same file again changes nothing. `progress` is told (done, all) rows.

    Raises:
        SheetFault, MappingFault: the file or the mapping as a whole cannot be read.
        Refused: whoever asks may not take sheets over.

    """
    columns = [column for several in mapping.columns.values() for column in several]
    sheet = read_sheet(name, data, sheet_name=sheet_name, names=columns)
    options = runtime.governance.book.options
    told = list(read_rows(sheet, mapping, choices(options), now=runtime.clock()))
    receipt = Receipt(rows=len(told), unknown_columns=tuple(mapping.unmapped(sheet.header)))
    receipt.known = sum(isinstance(row, KnownRow) for row in told)
    receipt.refused = [row for row in told if isinstance(row, RefusedRow)]
    reasons = {row.number: NOT_READ for row in receipt.refused}
    digest, mark = sha256(data).hexdigest(), _mark(mapping)
    taking = _Taking(runtime, actor, dry_run, receipt, sheet, reasons, Changes(runtime))
    tickets = [row for row in told if isinstance(row, TicketRow)]
    commands = commands_of(tickets, mapping.source, batch_id(digest, mark))
    for start in range(0, len(tickets), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        taking.take(tickets[some], commands[some])
        if progress:
            progress(min(start + AT_ONCE, len(tickets)), len(tickets))
    receipt.refused.sort(key=lambda row: row.number)
    if not dry_run:
        about = {"source": mapping.source, "file": name, "digest": digest, "mapping": mark}
        runtime.execute(_record(receipt, reasons, about), actor=actor)
        runtime.live()
    return receipt


def choices(options: Options) -> dict[str, dict[str, str]]:
    """Give the codes in force with their labels, by field of a row."""
    return {name: options.labels(listing) for name, listing in LISTINGS.items()}


@dataclass(slots=True)
class _Taking:
    """Sends commands in batches, and tells in the receipt what each came to."""

    runtime: Runtime
    actor: Actor
    dry_run: bool
    receipt: Receipt
    sheet: RawSheet
    reasons: dict[int, str]
    changes: Changes

    def take(self, rows: list[TicketRow], commands: list[ReceiveTicket]) -> None:
        """Take rows over together; where one is refused, each on its own."""
        try:
            self._count(rows, commands, self._stored(*commands))
        except Refused as no:
            if no.code == FORBIDDEN:
                raise
            if len(rows) == 1:
                self._refuse(rows[0], no)
            else:
                for row, command in zip(rows, commands, strict=True):
                    self.take([row], [command])

    def _stored(self, *commands: Command) -> list[Event]:
        if self.dry_run:
            return self.runtime.governance.consider(*commands, actor=self.actor)
        return self.runtime.governance.execute(*commands, actor=self.actor).stored

    def _count(
        self, rows: list[TicketRow], commands: list[ReceiveTicket], stored: list[Event]
    ) -> None:
        changed = {event.command_id for event in stored}
        new = {event.command_id for event in stored if isinstance(event, TicketReceived)}
        self.receipt.accepted += len(new)
        self.receipt.corrected += len(changed - new)
        self.receipt.known += len(commands) - len(changed)
        asked = {command.command_id: row for row, command in zip(rows, commands, strict=True)}
        for event in stored:
            row = asked[event.command_id]
            if event.command_id not in new and (
                change := self.changes.of(event, row.number, row.serial)
            ):
                self.receipt.changes.append(change)

    def _refuse(self, row: TicketRow, no: Refused) -> None:
        found = next(held for held in self.sheet.rows if held.number == row.number)
        cells = tuple("" if cell is None else str(cell) for cell in found.cells)
        self.receipt.refused.append(RefusedRow(row.number, cells, (sentence(no),)))
        self.reasons[row.number] = no.code


def _command(row: TicketRow, source: str, batch: UUID) -> ReceiveTicket:
    return ReceiveTicket(
        command_id=uuid5(batch, str(row.number)),
        stream=ticket_id(source, row.serial),
        serial=row.serial,
        source=source,
        received_at=row.received,
        kind=row.kind or "other",
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
        urgency=row.urgency or "normal",
        batch=str(batch),
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
    labels = {name: known.label for name, known in known_fields().items()}
    told = {labels[name]: str(value) for name in BESIDE if (value := getattr(row, name))}
    everything = row.unknown | told
    return json.dumps(everything, ensure_ascii=False) if everything else ""


def _mark(mapping: Mapping) -> str:
    return sha256(json.dumps(mapping.as_dict(), sort_keys=True).encode()).hexdigest()


def _record(receipt: Receipt, reasons: dict[int, str], sheet: dict[str, str]) -> RecordBatch:
    stream = batch_id(sheet["digest"], sheet["mapping"])
    counts = (receipt.rows, receipt.accepted, receipt.known, receipt.corrected)
    refusals = tuple(Refusal(row, code) for row, code in sorted(reasons.items()))
    return RecordBatch(
        command_id=uuid5(stream, f"{counts}{refusals}"),
        stream=stream,
        source=sheet["source"],
        file=sheet["file"],
        digest=sheet["digest"],
        mapping=sheet["mapping"],
        rows=receipt.rows,
        accepted=receipt.accepted,
        known=receipt.known,
        corrected=receipt.corrected,
        refusals=refusals,
        unknown_columns=receipt.unknown_columns,
    )
