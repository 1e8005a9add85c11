"""A batch's life: a file read in once, or again with another outcome."""

from uuid import UUID

import msgspec

from governance.imports.commands import RecordBatch
from governance.imports.events import BatchImported
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.stream import Act, Stream, stream_id
from governance.policy.context import Context

COUNTS = ("rows", "accepted", "known", "corrected")


def batch_id(digest: str, mapping: str) -> UUID:
    """Give the stream of a file read with a mapping, from the digests of both."""
    return stream_id("imports", digest, mapping)


class State(msgspec.Struct, frozen=True):
    """What the last reading came to."""

    last: BatchImported | None = None


def evolve(state: State, event: Event) -> State:
    """Remember the last reading."""
    return State(event) if isinstance(event, BatchImported) else state


def decide(state: State, command: RecordBatch, _: Context) -> list[Event]:
    """Record a reading whose rows add up, unless the last one came to the same."""
    refused = len({refusal.row for refusal in command.refusals})
    if command.accepted + command.known + command.corrected + refused != command.rows:
        raise Refused("imports.does_not_add_up", rows=command.rows)
    last = state.last
    if (
        last
        and last.refusals == command.refusals
        and all(getattr(last, name) == getattr(command, name) for name in COUNTS)
    ):
        return []
    return [
        BatchImported(
            source=command.source,
            file=command.file,
            digest=command.digest,
            mapping=command.mapping,
            rows=command.rows,
            accepted=command.accepted,
            known=command.known,
            corrected=command.corrected,
            refused=refused,
            refusals=command.refusals,
            unknown_columns=command.unknown_columns,
        )
    ]


STREAM = Stream("imports", State(), evolve, (Act(RecordBatch, decide),))
