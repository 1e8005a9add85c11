"""The blind index of what was sealed before there was one, or while it was not here.

Everything that is searched is opened once, and so is what tells whose the keys of earlier releases
are: their names were made from a telephone, a name or a household, and are known again from those.
"""

from collections.abc import Callable, Iterator

import msgspec

from governance.kernel.event import Event, decode
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Gone, Sealed, context_of, texts_of
from projections.custody.blind import PERSON, SEARCHED, Row
from projections.custody.keyring import Keyring

BATCH = 5_000


class Indexed(msgspec.Struct, frozen=True):
    """How many sealed texts are found again, and how many keys of earlier releases have a name.

    `nameless` are keys of which nothing that opens tells whose they are.
    """

    texts: int
    persons: int
    nameless: int


def index_log(
    ledger: Ledger,
    vault: Keyring,
    progress: Callable[[int, int], None] | None = None,
    *,
    after: int = 0,
) -> Indexed:
    """Put everything in the log that opens into the index; what is there already stays.

    `after` a position is enough for what an earlier release has stored since the index was made.
    """
    end, texts, named, met = ledger.position(), 0, set[str](), set[str]()
    for batch in ledger.follow(after, end, BATCH):
        rows: list[Row] = []
        for event, field, sealed, text in _opened(vault, batch, named):
            if field in SEARCHED:
                rows.append(vault.marks.row(field, text, sealed.subject, sealed.reference))
                texts += 1
            name = sealed.subject.partition("#")[0]
            if not name.startswith(f"{PERSON}:") or name in named:
                continue
            met.add(name)
            for person in (text, event.stream, getattr(event, "place", None)):
                if vault.before(str(person)) == name:
                    rows.append(vault.marks.row(PERSON, str(person), name, name))
                    named.add(name)
        vault.index(rows)
        if progress:
            progress(batch[-1][0], end)
    vault.set_indexed(end)
    known = vault.known(met - named)
    return Indexed(texts, len(named), len(met - named - known))


def _opened(
    vault: Keyring, batch: list[tuple[int, str, bytes]], named: set[str]
) -> Iterator[tuple[Event, str, Sealed, str]]:
    """Give (event, field, sealed text, text) of what opens in a batch and has to be opened."""
    held = [
        (event, field, sealed)
        for event in (decode(topic, state) for _, topic, state in batch)
        for field, sealed in texts_of(event, Sealed)
        if field in SEARCHED or (sealed.subject.startswith(PERSON) and sealed.subject not in named)
    ]
    texts = vault.reveal_all(
        [(sealed, context_of(event.stream.hex, field)) for event, field, sealed in held]
    )
    for (event, field, sealed), text in zip(held, texts, strict=True):
        if not isinstance(text, Gone):
            yield event, field, sealed, text
