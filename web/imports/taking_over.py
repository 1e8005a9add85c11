"""Rows taken over: what a sheet tells is asked for, and every row is accounted for."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID, uuid5

from governance.imports.commands import RecordBatch
from governance.imports.events import Refusal
from governance.imports.stream import batch_id
from governance.kernel.command import Actor, Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from projections.engine.runtime import Runtime
from web.frame import words
from web.frame.refusals import sentence
from web.imports.changes import Change, Changes
from web.imports.past import Past
from web.imports.spooled import Spooled
from web.sheets.choice import Choice
from web.sheets.contents import Contents, digest_of
from web.sheets.kind import Kind
from web.sheets.mapping import Mapping
from web.sheets.rawsheet import RawSheet, SheetRow
from web.sheets.rows import KnownRow, RefusedRow, read_rows, refuse_misfit, refused
from web.sheets.sheet import read_sheet
from web.text.faults import SheetFault

AT_ONCE = 200
READING = "untold stays untold"
LAYOUT = "merged, hidden, calendar"
"""What of a sheet and of a workbook's layout is read; who reads more or otherwise says so here."""

NOT_READ = "imports.row_not_read"

Progress = Callable[[int, int], None]
Found = tuple[SheetRow, Any]


class Elsewhere(NamedTuple):
    """A row whose number is known under other sources; of its own source it is new."""

    row: int
    serial: str
    sources: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Receipt:
    """What became of a sheet's rows: their four numbers add up to `rows`.

    `refused` tells each row that was not taken over, with sentences for whoever imports;
    `changes` every value that the corrected rows change, `elsewhere` each number that another
    source has, `arrivals` how many new ones join which queue at once, `historical` how many new
    ones join none, `emptied` how many rows clear what was known of a field, or would have.
    """

    rows: int
    accepted: int = 0
    known: int = 0
    corrected: int = 0
    refused: Spooled[RefusedRow] = field(default_factory=partial(Spooled, RefusedRow))
    changes: Spooled[Change] = field(default_factory=partial(Spooled, Change))
    elsewhere: Spooled[Elsewhere] = field(default_factory=partial(Spooled, Elsewhere))
    arrivals: Counter[str] = field(default_factory=Counter)
    historical: int = 0
    emptied: Counter[str] = field(default_factory=Counter)
    unknown_columns: tuple[str, ...] = ()


def take_over(
    runtime: Runtime,
    name: str,
    data: Contents,
    mapping: Mapping,
    actor: Actor,
    *,
    dry_run: bool = False,
    sheet_name: str | None = None,
    choice: Choice | None = None,
    sheet: RawSheet | None = None,
    past: Past | None = None,
    progress: Progress | None = None,
    since: datetime | None = None,
) -> Receipt:
    """Take over the file `name`; a dry run decides everything and stores nothing.

    Its rows are of the mapping's kind. Taking over the same file again changes nothing. `progress`
    hears (done, all) rows; all of them are read before the first is taken. Few rows are in memory
    at once, whatever the file holds. `sheet` is what was read of the file, if it was read already;
    `past` says which rows are 历史资料.
    An import that was stopped goes on when asked for again: what it took, `since` it began, counts.

    Raises:
        SheetFault, MappingFault: the file or the mapping as a whole cannot be read.
        Refused: whoever asks may not take sheets over.

    """
    if not permitted(runtime, mapping.kind, actor):
        raise Refused("kernel.not_permitted")
    columns = [column for several in mapping.columns.values() for column in several]
    kind = mapping.kind
    names = [*kind.names, *columns]
    sheet = sheet or read_sheet(name, data, sheet_name=sheet_name, choice=choice, names=names)
    ready(sheet, mapping)
    receipt = Receipt(rows=len(sheet.rows), unknown_columns=tuple(mapping.unmapped(sheet.header)))
    past = past or Past()
    digest, mark = digest_of(data), _mark(mapping, sheet, past)
    batch = batch_id(digest, mark)
    reasons: dict[int, str] = {}

    def ask(row: Any) -> Command:
        return past.asked_as(kind, mapping, row, kind.command(row, mapping.source, batch))

    taking = _Taking(
        runtime=runtime,
        kind=kind,
        actor=actor,
        dry_run=dry_run,
        ask=ask,
        since=since,
        receipt=receipt,
        reasons=reasons,
        changes=Changes(runtime, kind),
    )
    rows = read_rows(sheet, mapping, kind.choices(runtime), now=runtime.clock())
    for done, some in portions(zip(sheet.rows, rows, strict=True)):
        taking.begin(some)
        if progress:
            progress(done, receipt.rows)
    if kind.recorded and not dry_run:
        about = {"source": mapping.source, "file": name, "digest": digest, "mapping": mark}
        runtime.execute(_record(receipt, reasons, about), actor=actor)
    if not dry_run:
        runtime.live()
    return receipt


def ready(sheet: RawSheet, mapping: Mapping) -> None:
    """Refuse a sheet of which it must be said first what is read, or which column is what."""
    for question in sheet.questions:
        raise SheetFault("hidden.asked", what=sheet.hidden[question])
    refuse_misfit(sheet, mapping)


def permitted(runtime: Runtime, kind: Kind, actor: Actor) -> bool:
    """Whether somebody may send such rows at all; a row out of his reach is refused alone."""
    asked, roles = kind.asks.qualified_name(), runtime.governance.book.roles
    return "system" in actor.roles or any(role.sends(asked) for role in roles.of(actor))


def portions(rows: Iterable[Found]) -> Iterator[tuple[int, list[Found]]]:
    """Give rows a portion at a time, each with how many there were up to its end."""
    source, done = iter(rows), 0
    while some := list(islice(source, AT_ONCE)):
        done += len(some)
        yield done, some


@dataclass(slots=True, kw_only=True)
class _Taking:
    """Sends commands in batches, and tells in the receipt what each came to."""

    runtime: Runtime
    kind: Kind
    actor: Actor
    dry_run: bool
    ask: Callable[[Any], Command]
    since: datetime | None
    receipt: Receipt
    reasons: dict[int, str]
    changes: Changes
    found: dict[int, SheetRow] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)

    def begin(self, some: Sequence[Found]) -> None:
        """Account for a portion: take what is a row over, each to what is here of it already."""
        self.found = {row.number: found for found, row in some}
        self.refused = [row for _, row in some if isinstance(row, RefusedRow)]
        self.reasons.update((row.number, NOT_READ) for row in self.refused)
        self.receipt.known += sum(isinstance(row, KnownRow) for _, row in some)
        rows = [row for _, row in some if not isinstance(row, KnownRow | RefusedRow)]
        if rows:
            known = self.kind.known(self.runtime, [self.ask(row) for row in rows])
            for row, command in zip(rows, known.commands, strict=True):
                if others := known.elsewhere.get(command.command_id):
                    self.receipt.elsewhere.append(Elsewhere(row.number, row.serial, others))
            self.take(rows, known.commands)
        self.receipt.refused.extend(sorted(self.refused, key=lambda row: row.number))

    def take(self, rows: list[Any], commands: Sequence[Command]) -> None:
        """Take rows over together; where one is refused, each on its own."""
        try:
            self._count(rows, commands, self._stored(*commands))
        except Refused as no:
            if len(rows) == 1:
                self._refuse(rows[0], no)
            else:
                for row, command in zip(rows, commands, strict=True):
                    self.take([row], [command])

    def _stored(self, *commands: Command) -> list[Event]:
        if self.dry_run:
            return self.runtime.governance.consider(*commands, actor=self.actor)
        outcome = self.runtime.execute(*commands, actor=self.actor)
        if self.since is None:
            return outcome.stored
        return [event for event in outcome.events if event.recorded_at >= self.since]

    def _count(self, rows: list[Any], commands: Sequence[Command], stored: list[Event]) -> None:
        """Tell new from corrected: what is new begins its stream."""
        changed = {event.command_id for event in stored}
        new = {event.command_id for event in stored if event.version == 1}
        self.receipt.accepted += len(new)
        self.receipt.corrected += len(changed - new)
        self.receipt.known += len(commands) - len(changed)
        self._arrive(new, stored)
        asked = {command.command_id: row for row, command in zip(rows, commands, strict=True)}
        for event in stored:
            row = asked[event.command_id]
            if event.command_id not in new:
                self.receipt.emptied.update(_emptied(self.kind, event))
                self.receipt.changes.extend(self.changes.of(event, row.number, row.serial))

    def _arrive(self, new: set[UUID], stored: list[Event]) -> None:
        """Count the queues that what is new joins."""
        made: dict[UUID, list[Event]] = {command: [] for command in new}
        for event in stored:
            if event.command_id in made:
                made[event.command_id].append(event)
        now = self.runtime.clock()
        for events in made.values():
            self.receipt.historical += any(getattr(one, "historical", False) for one in events)
            self.receipt.arrivals.update(self.kind.arrivals(events, now))

    def _refuse(self, row: Any, no: Refused) -> None:
        if field := str(no.facts.get("field", "")):
            no.facts["field"] = _named(field, self.kind)
        self.refused.append(refused(self.found[row.number], [sentence(no)]))
        self.reasons[row.number] = no.code


def _emptied(kind: Kind, event: Event) -> list[str]:
    """Name the field of a row that an event of it clears, or keeps against it."""
    field = getattr(event, "field", "")
    said = getattr(event, "said", getattr(event, "new", field))
    return [] if said else [name for name, own in kind.clearable.items() if own == field]


def _named(name: str, kind: Kind) -> str:
    """Give what a refused field is called in the sheet, or else on pages."""
    field = kind.fields.get(name)
    return field.label if field else words.field(name, kind.asks.STREAM)


def _mark(mapping: Mapping, sheet: RawSheet, past: Past) -> str:
    """Tell one reading of a file from another: rows read otherwise ask for something else anew."""
    said = mapping.as_dict() | {"told": READING} | past.as_dict()
    if sheet.format == "xlsx":
        said["reading"] = [LAYOUT, *sheet.sheets, *sheet.header]
        said["rows"] = len(sheet.rows)
    return sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


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
