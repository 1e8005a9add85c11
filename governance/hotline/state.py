"""What a ticket remembers, and what each event changes in it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

import msgspec
from msgspec.structs import replace

from governance.casework import case
from governance.casework import events as shared
from governance.casework.kind import PAST, Kind
from governance.hotline import events as fact
from governance.hotline.disagreements import open_after
from governance.hotline.kind import TICKET
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.book import PolicyBook
from governance.policy.deadlines import Deadline

SEALED = ("content", "caller", "phone", "address", "attributes")
MOMENTS = frozenset({"received_at", "contacted_at", "dispatched_at", "called_back_at", "closed_at"})


class State(case.CaseState, frozen=True, kw_only=True):
    """A ticket: stages absent, received, dispatched, handled, closed; contact runs beside them.

    `reported` holds what sheets said last, so that a sheet never undoes a correction by hand, ""
    where one cleared it; `emptied` names what a sheet would have cleared and people had decided;
    `earlier` what was corrected, so that a sheet of an earlier day is known by it; `derived` names
    what no sheet told. `disagreements` are what sheets say against it, by field, and nobody has
    decided yet. `calls` are all calls back, when and with which satisfaction, so that a
    sheet brings none twice.
    """

    KIND: ClassVar[Kind] = TICKET

    serial: str = ""
    source: str = ""
    kind: str = ""
    title: str = ""
    place: str = ""
    urgency: str = ""
    content: Sealed | None = None
    attributes: Sealed | None = None
    caller: Sealed | None = None
    phone: Sealed | None = None
    address: Sealed | None = None
    reported: dict[str, Any] = msgspec.field(default_factory=dict)
    emptied: frozenset[str] = frozenset()
    earlier: dict[str, tuple[Any, ...]] = msgspec.field(default_factory=dict)
    derived: tuple[str, ...] = ()
    disagreements: Mapping[str, str] = msgspec.field(default_factory=dict)
    received_at: datetime | None = None
    contact_due: Deadline | None = None
    contacted_at: datetime | None = None
    contact_tries: tuple[datetime, ...] = ()
    contact_over: bool = False
    dispatched_at: datetime | None = None
    handled_at: datetime | None = None
    callback_due: Deadline | None = None
    called_back: bool = False
    callback_over: bool = False
    called_back_at: datetime | None = None
    calls: frozenset[tuple[datetime, str]] = frozenset()
    attempts: int = 0
    outcome: str = ""
    satisfaction: str = ""
    closed_at: datetime | None = None
    reopened_at: datetime | None = None

    def redo_due(self, policy: PolicyBook, now: datetime) -> Deadline:
        """Give the limit of another round that starts now."""
        return policy.deadline("hotline", "redo", now, kind=self.kind, urgency=self.urgency)


def evolve(state: State, event: Event) -> State:
    """Tell what an event changes; it never refuses, for it has happened."""
    state = _evolve(state, event)
    left = open_after(state.disagreements, event)
    return state if left is state.disagreements else replace(state, disagreements=left)


def plain(state: State, name: str) -> str:
    """Give what is held of a field as a record may tell it: of what is sealed nothing."""
    return "" if name in SEALED else str(getattr(state, name))


def _evolve(state: State, event: Event) -> State:
    match event:
        case fact.TicketReceived():
            return _received(state, event)
        case fact.CallerContacted():
            return replace(state, contacted_at=event.contacted_at)
        case fact.CallerNotReached():
            tries = (*state.contact_tries, event.tried_at)
            return replace(
                state, contact_tries=tries, contact_over=state.contact_over or not event.again
            )
        case fact.TicketDispatched():
            return _dispatched(state, event)
        case fact.TicketHandled():
            return replace(
                state,
                stage="handled",
                handled_at=event.handled_at,
                handler=event.actor,
                outcome=event.result,
                callback_due=event.callback_due,
                called_back=False,
                callback_over=False,
                attempts=0,
                return_asked="",
                extension_asked="",
            )
        case fact.CallerCalledBack():
            return _called_back(state, event)
        case fact.RedoOrdered():
            return replace(
                state,
                stage="dispatched",
                round=event.round,
                unit=event.unit,
                handle_due=event.handle_due,
            )
        case fact.TicketClosed():
            return _closed(state, event)
        case shared.Corrected():
            return _corrected(state, event)
        case fact.SealedFactCorrected():
            return _sealed(state, event)
        case fact.SheetDisagreed() | fact.DisagreementSettled():
            return _disagreed(state, event)
        case shared.Reopened():
            return _reopened(state, event)
    return case.evolve(state, event)


def _received(state: State, event: fact.TicketReceived) -> State:
    values = {
        name: getattr(event, name)
        for name in ("serial", "source", "kind", "title", "place", "urgency", "grid", "area")
    }
    return replace(
        state,
        stage=PAST if event.historical else "received",
        historical=event.historical,
        **values,
        category=event.category,
        content=event.content,
        attributes=event.attributes,
        caller=event.caller,
        phone=event.phone,
        address=event.address,
        received_at=event.received_at,
        contact_due=None if event.historical else event.contact_due,
        handle_due=None if event.historical else event.handle_due,
        reported=values | {name: getattr(event, name) for name in ("category", *SEALED)},
        derived=event.derived or (("place",) if event.batch else ()),
    )


def _dispatched(state: State, event: fact.TicketDispatched) -> State:
    if event.dispatched_at:
        state = _reported(state, unit=event.unit, dispatched_at=event.dispatched_at)
    state = case.evolve(state, event)
    return replace(state, dispatched_at=event.dispatched_at or event.recorded_at)


def _called_back(state: State, event: fact.CallerCalledBack) -> State:
    at, said, reached = event.called_back_at, event.satisfaction, event.reached
    if event.batch:
        state = _reported(state, called_back_at=at, satisfaction=said)
    return replace(
        state,
        called_back=state.called_back or reached,
        callback_over=state.callback_over or reached or event.ended,
        called_back_at=at,
        calls=state.calls | {(at, said)},
        attempts=state.attempts + (not reached),
        satisfaction=said or state.satisfaction,
    )


def _closed(state: State, event: fact.TicketClosed) -> State:
    if event.batch:
        state = _reported(state, outcome=event.outcome, satisfaction=event.satisfaction)
    return replace(
        state,
        stage="closed",
        closed_at=event.closed_at,
        outcome=event.outcome or state.outcome,
        satisfaction=event.satisfaction or state.satisfaction,
    )


def _corrected(state: State, event: shared.Corrected) -> State:
    value: Any = event.new
    if event.field in MOMENTS:
        value = datetime.fromisoformat(event.new)
    state = _gone_by(state, event.field, event.old)
    if event.reason in {fact.SHEET, fact.SHEET_BACK}:
        state = _told(state, event.field, event.new)
    return replace(state, **{event.field: value}, **case.granted(state, event))


def _sealed(state: State, event: fact.SealedFactCorrected) -> State:
    state = _gone_by(state, event.field, event.old)
    if event.reason in {fact.SHEET, fact.SHEET_BACK}:
        state = _told(state, event.field, event.new or "")
    return replace(state, **{event.field: event.new})


def _disagreed(state: State, event: fact.SheetDisagreed | fact.DisagreementSettled) -> State:
    """Remember what a sheet said, and what is taken of it; what one no longer says it may anew."""
    if isinstance(event, fact.SheetDisagreed):
        if event.said:
            return _told(state, event.field, event.said)
        return replace(state, emptied=state.emptied | {event.field})
    if event.taken:
        return _told(state, event.field, event.said)
    if not event.batch:
        return state
    if not event.said:
        return replace(state, emptied=state.emptied - {event.field})
    reported = {name: said for name, said in state.reported.items() if name != event.field}
    return replace(state, reported=reported)


def _told(state: State, field: str, value: Any) -> State:
    """Remember what a sheet said of a field, that it cleared it too."""
    return replace(state, reported=state.reported | {field: value}, emptied=state.emptied - {field})


def _reopened(state: State, event: shared.Reopened) -> State:
    if event.received_at:
        state = _reported(state, received_at=event.received_at)
    return replace(
        case.evolve(state, event),
        reopened_at=event.received_at or event.recorded_at,
        closed_at=None,
        called_back=False,
        callback_over=False,
        attempts=0,
    )


def _reported(state: State, **values: Any) -> State:
    """Remember what a sheet said; what it left empty it did not say."""
    said = {name: value for name, value in values.items() if value}
    return replace(state, reported=state.reported | said)


def _gone_by(state: State, field: str, old: Any) -> State:
    """Remember a value that is corrected."""
    if not old:
        return state
    return replace(state, earlier=state.earlier | {field: (*state.earlier.get(field, ()), old)})
