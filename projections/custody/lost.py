"""What is sealed in the log and opens no more although nobody erased it: an old back-up of keys."""

from collections.abc import Callable

import msgspec

from governance.kernel.event import decode
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Gone, Sealed, context_of, texts_of
from projections.custody.keyring import Keyring

BATCH = 5_000


class Lost(msgspec.Struct, frozen=True):
    """How many sealed fields of events are lost, of how many persons and cases."""

    fields: int
    subjects: int


def lost_keys(
    ledger: Ledger,
    vault: Keyring,
    *,
    after: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> Lost:
    """Try to open every sealed field behind a position, a batch of events at a time."""
    fields, subjects, end = 0, set[str](), ledger.position()
    for batch in ledger.follow(after, end, BATCH):
        held = [
            (sealed, context_of(event.stream.hex, field))
            for event in (decode(topic, state) for _, topic, state in batch)
            for field, sealed in texts_of(event, Sealed)
        ]
        for (sealed, _), text in zip(held, vault.reveal_all(held), strict=True):
            if text is Gone.LOST:
                fields += 1
                subjects.add(sealed.subject)
        if progress:
            progress(batch[-1][0], end)
    return Lost(fields, len(subjects))
