"""At which record did the log stand at a moment? By the latest moment reached up to each record."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.event import Event, decode
from governance.kernel.ledger import Ledger
from projections.engine.setbacks import APART, setbacks
from projections.engine.view import View

NEAR = 1_000


class Setback(msgspec.Struct, frozen=True):
    """Records `first` to `over` (excluded) are behind `moment`, which had been reached before."""

    first: int
    over: int
    moment: datetime


def setbacks_of(view: View, ledger: Ledger) -> list[Setback]:
    """Give every time the clock went back, in order; none where nobody keeps them."""
    with view.connect() as connection:
        if not sa.inspect(connection).has_table(setbacks.name):
            return []
        rows = connection.execute(sa.select(setbacks)).all()
    end = ledger.position() + 1
    found = [
        Setback(_position(ledger, row.first), _position(ledger, row.over) or end, row.moment)
        for row in rows
    ]
    return sorted(found, key=lambda one: one.first)


def position_at(view: View, ledger: Ledger, moment: datetime) -> int:
    """Give the last position up to which nothing was recorded later than a moment.

    What was recorded while the clock was behind counts as recorded when it had been that late.
    """
    back = setbacks_of(view, ledger)
    low, high = 0, ledger.position()
    while low < high:
        middle = (low + high + 1) // 2
        event = _event_near(ledger, middle)
        if event is None or _reached(back, middle, event) <= moment - APART:
            low = middle
        else:
            high = middle - 1
    last = low
    for position, event in _from(ledger, low):
        if _reached(back, position, event) > moment:
            return last
        last = position
    return last


def _reached(back: list[Setback], position: int, event: Event) -> datetime:
    within = (one.moment for one in back if one.first <= position < one.over)
    return next(within, event.recorded_at)


def _from(ledger: Ledger, position: int) -> Iterator[tuple[int, Event]]:
    for batch in ledger.follow(position, ledger.position(), NEAR):
        for at, topic, state in batch:
            yield at, decode(topic, state)


def _event_near(ledger: Ledger, position: int) -> Event | None:
    """Give the event at a position, or the one before a gap in the numbering."""
    while position > 0:
        event = ledger.event_at(position)
        if event:
            return event
        position -= 1
    return None


def _position(ledger: Ledger, reference: str) -> int:
    """Give where an event stands, 0 for none."""
    stream, _, version = reference.partition(":")
    return ledger.records(UUID(stream), ledger.position())[int(version) - 1][0] if version else 0
