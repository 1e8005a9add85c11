"""Are the attachments that events name still there, and still what they were?"""

from collections.abc import Iterator
from typing import Literal

from governance.kernel.event import EVENTS, decode, topics_of
from governance.kernel.ledger import Ledger
from governance.kernel.sealed import Gone
from projections.custody.attachments import NAMING, AlteredError, Attachments, named, named_files

Fault = Literal["missing", "altered", "lost"]
AT_ONCE = 5_000


def faults(ledger: Ledger, store: Attachments) -> Iterator[tuple[int, str, Fault]]:
    """Give (position of the event, digest, what is wrong); one attachment at a time is opened.

    What can no longer be opened because its key was erased is as it should be.
    """
    topics = {
        topic
        for kind in EVENTS.values()
        if set(NAMING) & set(kind.__struct_fields__)
        for topic in topics_of(kind)
    }
    for batch in ledger.follow(0, ledger.position(), AT_ONCE):
        for position, topic, state in batch:
            if topic not in topics:
                continue
            event = decode(topic, state)
            for digest in (*named(event), *named_files(event)):
                if fault := _fault(store, event.stream.hex, digest):
                    yield position, digest, fault


def _fault(store: Attachments, stream_hex: str, digest: str) -> Fault | None:
    if not store.kind(stream_hex, digest):
        return "missing"
    try:
        held = store.get(stream_hex, digest)
    except AlteredError:
        return "altered"
    return "lost" if held and held[1] is Gone.LOST else None
