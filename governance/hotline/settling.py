"""不一致待定: what a sheet says is taken over, or what is held is kept, unless they agree."""

from collections.abc import Iterator
from functools import reduce

from msgspec.structs import replace

from governance.casework.checks import known
from governance.casework.events import CorrectionRequested
from governance.hotline import commands as ask
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.retold import CORRECTED, cleared
from governance.hotline.state import SEALED, State, evolve, plain
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Decide
from governance.policy.context import Context


def disagrees(state: State, context: Context) -> None:
    """Refuse what is asked of a ticket no sheet disagrees with."""
    known(state, context)
    if not state.disagreements:
        raise Refused("hotline.no_disagreement")


def settle(state: State, command: ask.SettleDisagreement, _: Context) -> list[Event]:
    """Decide one disagreement; of what is over, what the sheet says is asked of a second person."""
    name, asked = command.field, state.correction_asked
    if name not in state.disagreements:
        raise Refused("hotline.no_disagreement", field="field")
    if not command.reason.strip():
        raise Refused("hotline.settled_without_reason", field="reason")
    if asked and (command.taken or asked.field == name):
        raise state.refused("correction_pending")
    said, held = state.disagreements[name], plain(state, name)
    if command.taken and state.ended and name not in SEALED:
        wanted = TICKET.event(CorrectionRequested)
        return [wanted(field=name, old=held, new=said, reason=command.reason)]
    settled = fact.DisagreementSettled(
        field=name, taken=command.taken, said=said, held=held, reason=command.reason
    )
    return [*(_taken(state, name, command.reason) if command.taken else ()), settled]


def _taken(state: State, name: str, reason: str) -> Iterator[Event]:
    said = state.disagreements[name]
    if not said:
        yield from cleared(state, name, reason)
    elif name == "unit":
        yield fact.TicketDispatched(unit=said, old_unit=state.unit, note=reason)
    else:
        yield CORRECTED(field=name, old=plain(state, name), new=said, reason=reason)


def telling(*acts: Act) -> tuple[Act, ...]:
    """Let every act tell which disagreements it has settled without being asked to."""
    return tuple(replace(act, decide=_telling(act.decide)) for act in acts)


def _telling(decide: Decide) -> Decide:
    def answer(state: State, command: Command, context: Context) -> list[Event]:
        events = decide(state, command, context)
        return [*events, *_agreed(state, events)] if state.disagreements else events

    return answer


def _agreed(state: State, events: list[Event]) -> Iterator[Event]:
    now = reduce(evolve, events, state)
    settled = {event.field for event in events if isinstance(event, fact.DisagreementSettled)}
    for name in state.disagreements:
        if name not in now.disagreements and name not in settled:
            value = plain(now, name)
            yield fact.DisagreementSettled(field=name, taken=True, said=value, held=value)
