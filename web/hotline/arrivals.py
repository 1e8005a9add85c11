"""What new tickets of a sheet would be on the day they come in: overdue, waiting."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from governance.hotline import events as fact
from governance.kernel.event import Event


def arrivals(events: Sequence[Event], now: datetime) -> Iterator[str]:
    """Name the queues one new ticket joins, from the events of its row; a closed one joins none."""
    kinds = {type(event) for event in events}
    if fact.TicketClosed in kinds:
        return
    for event in events:
        if isinstance(event, fact.TicketReceived):
            contacted = fact.CallerContacted in kinds
            if event.handle_due.due < now:
                yield "办理已超期"
            if not contacted:
                late = event.contact_due.due < now
                yield "先行联系已超期" if late else "等待先行联系"
            if fact.TicketDispatched not in kinds:
                yield "等待派遣"
