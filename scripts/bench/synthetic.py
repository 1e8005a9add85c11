"""Made-up lives of tickets for measurements: plausible events, written in bulk without deciding."""

import os
from collections import deque
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from msgspec.structs import replace

from governance.casework.events import ProgressNoted
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from governance.policy.deadlines import Deadline
from projections.engine.runtime import Runtime

FIRST = datetime(2025, 1, 1, 1, tzinfo=UTC)
STEP = timedelta(minutes=3)
EVENT_EVERY = timedelta(hours=5)
UNITS = ("城建中心", "综合执法队", "市场监管所", "物业管理办")
GRIDS = ("g1", "g2", "g3")
CHUNK = 500
NOTED = TICKET.event(ProgressNoted)


def generate(runtime: Runtime, cases: int) -> int:
    """Store the lives of so many tickets in the order of time; give how many events that made."""
    made, held = 0, list[Event]()
    for event in in_turn(cases):
        held.append(event)
        if len(held) == CHUNK * 8:
            made += len(runtime.ledger.append(held))
            held = []
    return made + len(runtime.ledger.append(held))


def in_turn(cases: int) -> Iterator[Event]:
    """Give the events of all lives as they come: seven hundred tickets are under way at once."""
    under_way: deque[list[Event]] = deque()
    apart = EVENT_EVERY // STEP
    for number in range(cases + 7 * apart):
        under_way.append(list(life(number)) if number < cases else [])
        for turn, lived in enumerate(list(under_way)[-1::-apart]):
            if lived:
                yield lived[turn]
        if len(under_way) > 7 * apart:
            under_way.popleft()


def life(number: int) -> Iterator[Event]:
    """Give the eight events of one ticket, stamped."""
    stream = ticket_id("bench", str(number))
    at = FIRST + number * STEP
    for version, event in enumerate(_facts(stream, number, at), 1):
        moment = at + (version - 1) * EVENT_EVERY
        yield replace(
            event,
            stream=stream,
            version=version,
            recorded_at=moment,
            happened_at=moment,
            actor="bench",
            command_id=UUID(int=number * 16 + version),
            command_mark="0" * 16,
        )


def _facts(stream: UUID, number: int, at: datetime) -> Iterator[Event]:
    text = Sealed(f"case:{stream.hex}", "0" * 16, os.urandom(120))
    limit = Deadline(
        due=at + timedelta(days=5),
        start=at,
        limit="5工作日",
        rule="bench",
        edition=1,
        calendar=1,
        provisional=False,
        source="bench",
    )
    unit, grid = UNITS[number % len(UNITS)], GRIDS[number % len(GRIDS)]
    yield fact.TicketReceived(
        serial=f"B{number:07d}",
        source="12345",
        received_at=at,
        kind="complaint",
        title=f"楼道照明不亮第{number}件",
        content=text,
        caller=text,
        phone=text,
        place=f"示例路{number % 300}弄",
        grid=grid,
        category="default",
        contact_due=limit,
        handle_due=limit,
    )
    yield fact.CallerContacted(contacted_at=at + timedelta(hours=1))
    yield fact.TicketDispatched(unit=unit, handle_due=limit)
    yield NOTED(note=text)
    yield NOTED(note=text)
    yield fact.TicketHandled(
        handled_at=at + timedelta(days=1),
        facts="fact",
        result="resolved",
        reply_way="phone",
        reply=text,
        callback_due=limit,
    )
    yield fact.CallerCalledBack(
        called_back_at=at + timedelta(days=2), reached=True, satisfaction="satisfied"
    )
    yield fact.TicketClosed(closed_at=at + timedelta(days=2, hours=1))
