"""不一致: what a sheet says against what people here decided, until they say the same.

Rows and state ask the same rule, of events alone: what stored logs tell is open as they tell it.
"""

from collections.abc import Iterator, Mapping

from governance.casework import events as shared
from governance.hotline import events as fact
from governance.kernel.event import Event

SHEETS = frozenset({fact.SHEET, fact.SHEET_BACK})


def open_after(held: Mapping[str, str], event: Event) -> Mapping[str, str]:
    """Give by field what a sheet says that nobody has decided yet, once an event has happened.

    It is decided when somebody decides it, or when what is held becomes what the sheet says, by
    whatever act, or what another sheet says.
    """
    if isinstance(event, fact.SheetDisagreed):
        return {**held, event.field: event.said}
    if not held:
        return held
    if isinstance(event, fact.DisagreementSettled):
        gone = {event.field}
    else:
        gone = {
            name
            for name, value, by_sheet in _set_by(event)
            if name in held and (by_sheet or value == held[name])
        }
    return {name: said for name, said in held.items() if name not in gone} if gone else held


def _set_by(event: Event) -> Iterator[tuple[str, str | None, bool]]:
    """Yield what an event sets of what sheets may disagree with, and whether a sheet says so.

    What is sealed has no value here but that it is gone.
    """
    match event:
        case shared.Corrected():
            yield event.field, event.new, event.reason in SHEETS
        case fact.SealedFactCorrected():
            yield event.field, None if event.new else "", event.reason in SHEETS
        case fact.TicketDispatched():
            yield "unit", event.unit, event.dispatched_at is not None
        case fact.TicketHandled():
            yield "outcome", event.result, False
        case fact.CallerCalledBack() if event.satisfaction:
            yield "satisfaction", event.satisfaction, bool(event.batch)
        case fact.TicketClosed():
            if event.outcome:
                yield "outcome", event.outcome, bool(event.batch)
            if event.satisfaction:
                yield "satisfaction", event.satisfaction, bool(event.batch)
