"""处理不一致: a sheet says another value than people here decided; somebody decides which holds."""

from collections.abc import Iterator

from governance.casework.checks import known
from governance.casework.events import Corrected
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.state import SEALED, State
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.policy.context import Context


def undecided(state: State, context: Context) -> None:
    """Refuse where no sheet says otherwise than is held here."""
    known(state, context)
    if not state.disagreements:
        raise Refused("hotline.nothing_disagrees")


def settle(state: State, command: ask.SettleDisagreement, _: Context) -> list[Event]:
    """Take the value of the sheet, as a correction or another dispatch, or keep what is held."""
    name, reason = command.field, command.reason.strip()
    if name not in state.disagreements:
        raise Refused("hotline.nothing_disagrees")
    if not reason:
        raise Refused("hotline.settled_without_reason", field="reason")
    settled = fact.DisagreementSettled(field=name, taken=command.taken, reason=reason)
    return [*(_taken(state, name, reason) if command.taken else ()), settled]


def agreements(state: State, command: ask.ReceiveTicket) -> Iterator[Event]:
    """Yield that a later sheet says what is held here."""
    for name in state.disagreements:
        if name not in SEALED and getattr(command, name) == getattr(state, name):
            yield fact.DisagreementSettled(field=name, taken=False, batch=command.batch)


def _taken(state: State, name: str, reason: str) -> Iterator[Event]:
    said, held = state.disagreements[name], getattr(state, name)
    if state.ended:
        raise state.refused("corrected_by_asking")
    if name == "unit":
        if state.stage != "dispatched" or state.return_asked:
            raise Refused("hotline.unit_not_taken")
        yield fact.TicketDispatched(unit=said, old_unit=held)
    elif name in SEALED:
        yield fact.SealedFactCorrected(field=name, old=held, new=None, reason=reason)
    else:
        yield TICKET.event(Corrected)(field=name, old=held, new=said, reason=reason)
