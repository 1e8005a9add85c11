"""Erasures: one stream a key; what was erased once stays so."""

from uuid import UUID

import msgspec

from governance.erasures.commands import ErasePersonalData
from governance.erasures.events import PersonalDataErased
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context


def erasure_id(subject: str) -> UUID:
    """Give the stream of one key, from the pseudonym it is kept under."""
    return stream_id("erasures", subject)


class State(msgspec.Struct, frozen=True):
    """Whether it happened."""

    erased: bool = False


def evolve(state: State, event: Event) -> State:
    """Remember that it happened."""
    return State(erased=True) if isinstance(event, PersonalDataErased) else state


def decide(state: State, command: ErasePersonalData, context: Context) -> list[Event]:
    """Record an erasure that says on which ground, at whose request and why."""
    if state.erased:
        return []
    if not context.policy.options.has("erasure_bases", command.basis):
        raise Refused("erasures.no_such_basis", field="basis")
    for name in ("asked_by", "reason"):
        if not getattr(command, name).strip():
            raise Refused("erasures.incomplete", field=name)
    return [
        PersonalDataErased(
            subject=command.subject,
            basis=command.basis,
            asked_by=personal(command.asked_by),
            reason=personal(command.reason),
        )
    ]


STREAM = Stream("erasures", State(), evolve, (Act(ErasePersonalData, decide),))
