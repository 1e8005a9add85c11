"""Disclosures: one stream per subject for looks, one per account and day for exports."""

from datetime import date
from uuid import UUID

import msgspec

from governance.disclosures import commands as ask
from governance.disclosures import events as fact
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context

TELLING = 4  # characters; a shorter text tells no purpose


def disclosure_id(subject: UUID) -> UUID:
    """Give the stream of the looks at one case, visit or place."""
    return stream_id("disclosures", str(subject))


def export_id(account: str, day: date) -> UUID:
    """Give the stream of one account's exports of one day."""
    return stream_id("disclosures", account, day.isoformat())


class State(msgspec.Struct, frozen=True):
    """Every look and every export is a fact of its own; `taken` has the versions of the exports."""

    taken: frozenset[int] = frozenset()


def evolve(state: State, event: Event) -> State:
    """Remember the exports, so that none is finished that was never begun."""
    if isinstance(event, fact.ExportTaken):
        return State(state.taken | {event.version})
    return state


def _look(_: State, command: ask.Reveal, context: Context) -> list[Event]:
    if not command.fields:
        raise Refused("disclosures.nothing_to_reveal")
    _check_purpose(command.purpose, context)
    return [
        fact.PersonalDataRevealed(
            subject=command.subject,
            fields=command.fields,
            purpose=command.purpose,
            page=command.page,
            grid=command.grid,
            unit=command.unit,
        )
    ]


def _export(_: State, command: ask.TakeExport, context: Context) -> list[Event]:
    if command.fields:
        _check_purpose(command.purpose, context)
    return [
        fact.ExportTaken(
            what=command.what,
            filter=command.filter,
            rows=command.rows,
            position=command.position,
            digest=command.digest,
            purpose=command.purpose,
            fields=command.fields,
        )
    ]


def _finish(state: State, command: ask.FinishExport, _: Context) -> list[Event]:
    if command.taken not in state.taken:
        raise Refused("disclosures.no_such_export", number=command.taken)
    return [fact.ExportFinished(taken=command.taken, rows=command.rows, digest=command.digest)]


def _check_purpose(purpose: str, context: Context) -> None:
    """Refuse to open what is sealed for nothing."""
    if context.policy.options.has("reveal_purposes", purpose):
        return
    if len(purpose.strip()) < TELLING:
        raise Refused("disclosures.purpose_missing", least=TELLING)


STREAM = Stream(
    "disclosures",
    State(),
    evolve,
    (Act(ask.Reveal, _look), Act(ask.TakeExport, _export), Act(ask.FinishExport, _finish)),
)
