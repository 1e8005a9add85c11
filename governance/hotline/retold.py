"""What a later sheet says of a ticket that is here: every value is compared, none passes unsaid.

A value that differs from what sheets said before is a correction; another unit is another dispatch.
What people here decided stands against a sheet: that the two disagree is kept, once, to be looked
at. A value worked out from others replaces none that was told.
"""

from collections.abc import Iterator
from datetime import datetime

from governance.casework.events import Corrected
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.events import SHEET, SHEET_BACK
from governance.hotline.kind import TICKET
from governance.hotline.state import SEALED, State, plain
from governance.kernel.event import Event
from governance.kernel.sealed import Gone, personal
from governance.policy.context import Context

CORRECTED = TICKET.event(Corrected)
OF_CASE = ("content", "attributes")
ALWAYS = ("received_at", "closed_at", "contacted_at")
IF_REPORTED = ("dispatched_at", "called_back_at")
RESULTS = ("outcome", "satisfaction")
CLEARED = ("content", "caller", "phone", "address", "category", "area", *RESULTS)
"""What an empty cell may clear: no stage that was passed, and nothing a ticket must have."""


def corrections(state: State, command: ask.ReceiveTicket, context: Context) -> Iterator[Event]:
    """Yield a correction for every value the sheet says differently than it said before."""
    yield from _facts(state, command)
    if not (state.grid or command.grid) and (grid := context.grid_of(command.area)):
        yield _corrected(state, "grid", "", grid)
    yield from _moments(state, command)
    yield from _sealed(state, command, context)
    if command.unit and state.unit and state.unit != command.unit:
        yield from _unit(state, command)


def results(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    """Yield what the row says came of it, as far as no stage it brings has said so."""
    for name in RESULTS:
        new, held, reported = getattr(command, name), getattr(state, name), state.reported.get(name)
        if not new or new in (reported, held):
            continue
        if held and held != reported:
            yield _disagrees(command, name, new, held)
        else:
            yield _corrected(state, name, held, new)


def clearings(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    """Yield what empty cells clear, where the mapping of the sheet says that they do."""
    for name in CLEARED:
        held, reported = getattr(state, name), state.reported.get(name)
        if name not in command.cleared or not held or reported == "" or name in state.emptied:
            continue
        if held != reported:
            yield _disagrees(command, name, "", plain(state, name))
        else:
            yield from cleared(state, name, SHEET)


def cleared(state: State, name: str, reason: str) -> Iterator[Event]:
    """Yield what it takes to clear a field, and what was worked out from it."""
    held = getattr(state, name)
    if name not in SEALED:
        yield CORRECTED(field=name, old=held, new="", reason=reason)
        return
    yield fact.SealedFactCorrected(field=name, old=held, new=None, reason=reason)
    if name == "address" and state.place and "place" in state.derived:
        yield CORRECTED(field="place", old=state.place, new="", reason=reason)


def agreements(state: State, command: ask.ReceiveTicket, context: Context) -> Iterator[Event]:
    """Yield that a sheet says what is held now, or that it no longer says there is nothing."""
    for name, said in state.disagreements.items():
        now, held = getattr(command, name), getattr(state, name)
        sealed = name in SEALED
        same = context.same(held, now, command.stream, name) if sealed else now == held
        if now and (same or not said):
            yield fact.DisagreementSettled(
                field=name, taken=False, said=said, held=plain(state, name), batch=command.batch
            )


def _facts(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    for name in TICKET.correctable:
        new, held = getattr(command, name), getattr(state, name)
        worked_out = name in command.derived and name not in state.derived
        if new and not worked_out and new not in (state.reported.get(name), held):
            yield _corrected(state, name, held, new)


def _moments(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    for name in (*ALWAYS, *(name for name in IF_REPORTED if name in state.reported)):
        new: datetime | None = getattr(command, name)
        held: datetime | None = getattr(state, name)
        if new and held and new not in (held, state.reported.get(name)):
            yield _corrected(state, name, held.isoformat(), new.isoformat())


def _sealed(state: State, command: ask.ReceiveTicket, context: Context) -> Iterator[Event]:
    who = command.phone or command.caller
    for name in SEALED:
        text, sealed = getattr(command, name), getattr(state, name)
        if not text or context.same(sealed, text, command.stream, name, gone={Gone.ERASED}):
            continue  # a sheet brings back nothing that was erased
        back = any(
            context.same(earlier, text, command.stream, name)
            for earlier in state.earlier.get(name, ())
        )
        yield fact.SealedFactCorrected(
            field=name,
            old=sealed,
            new=personal(text, person="" if name in OF_CASE else who),
            reason=SHEET_BACK if back else SHEET,
        )


def _unit(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    """Yield another dispatch, or that the sheet names another unit than people here chose."""
    reported = state.reported.get("unit")
    if command.unit == reported:
        return
    if state.unit != reported:
        yield _disagrees(command, "unit", command.unit, state.unit)
    elif state.ended:
        yield _corrected(state, "unit", state.unit, command.unit)
    elif state.stage == "dispatched" and not state.return_asked:
        at = command.dispatched_at or command.received_at
        yield fact.TicketDispatched(
            happened_at=at, unit=command.unit, old_unit=state.unit, dispatched_at=at
        )
    else:
        yield _disagrees(command, "unit", command.unit, state.unit)


def _corrected(state: State, name: str, old: str, new: str) -> Event:
    reason = SHEET_BACK if new in state.earlier.get(name, ()) else SHEET
    return CORRECTED(field=name, old=old, new=new, reason=reason)


def _disagrees(command: ask.ReceiveTicket, name: str, said: str, held: str) -> Event:
    return fact.SheetDisagreed(field=name, said=said, held=held, batch=command.batch)
