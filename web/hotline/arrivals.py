"""What new tickets of a sheet would be on the day they come in: overdue, waiting."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

RECEIVED, CONTACTED = "hotline.TicketReceived", "hotline.CallerContacted"
DISPATCHED, CLOSED = "hotline.TicketDispatched", "hotline.TicketClosed"


def arrivals(events: Sequence[Any], now: datetime) -> Iterator[str]:
    """Name the queues one new ticket joins, from the events of its row; a closed one joins none.

    历史资料 joins none either: no clock of it runs.
    """
    by_topic = {event.TOPIC: event for event in events}
    received = by_topic.get(RECEIVED)
    if received is None or received.historical or CLOSED in by_topic:
        return
    if received.handle_due.due < now:
        yield "办理超期"
    if CONTACTED not in by_topic:
        yield "先行联系时限已过" if received.contact_due.due < now else "等待先行联系"
    if DISPATCHED not in by_topic:
        yield "等待派遣"
