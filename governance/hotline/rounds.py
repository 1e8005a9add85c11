"""A number that comes again in a sheet after its ticket was closed: another round of the ticket."""

from collections.abc import Iterator

from msgspec.structs import replace

from governance.casework.case import precedes
from governance.casework.events import Reopened
from governance.casework.kind import PAST
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.state import State
from governance.kernel.event import Event
from governance.policy.context import Context


def comes_again(state: State, command: ask.ReceiveTicket) -> bool:
    """Whether a row tells of a round after the one that was closed."""
    if not state.ended or state.closed_at is None:
        return False
    return not precedes(command.received_at, state.closed_at) and command.received_at not in (
        state.received_at,
        state.reported.get("received_at"),
    )


def another_round(state: State, command: ask.ReceiveTicket, context: Context) -> Iterator[Event]:
    """Yield the round that begins when the row came, and what of it the row knows already."""
    resumed = state.resumed(context.policy, command.received_at)
    yield TICKET.event(Reopened)(
        happened_at=command.received_at,
        round=state.round + 1,
        unit=state.unit,
        reason=fact.SHEET_AGAIN,
        stage=PAST if command.historical else resumed.stage,
        clock=resumed.clock,
        due=resumed.due,
        received_at=command.received_at,
    )
    if at := command.contacted_at:
        yield fact.CallerContacted(happened_at=at, contacted_at=at, way="sheet")
    if command.unit and (at := command.dispatched_at):
        moved = state.unit if state.unit != command.unit else ""
        yield fact.TicketDispatched(
            happened_at=at, unit=command.unit, old_unit=moved, dispatched_at=at
        )


def of_this_round(state: State, command: ask.ReceiveTicket) -> ask.ReceiveTicket:
    """Give a row without how an earlier round ended: an older sheet ends no later one."""
    began, ended = state.reopened_at, command.closed_at
    if began is None or ended is None or not precedes(ended, began):
        return command
    cleared = tuple(name for name in command.cleared if name not in TICKET.ending)
    return replace(
        command, called_back_at=None, closed_at=None, outcome="", satisfaction="", cleared=cleared
    )
