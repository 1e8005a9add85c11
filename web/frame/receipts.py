"""A form sent again: what it did is told once more, and what is told otherwise is asked about.

A form has one id from when it is first made, and keeps it when it is gone back to. With the same
words it is answered by what came of it then. With other words nothing is done: the page comes back
with another id, so that whoever sends it once more means another act.
"""

from uuid import UUID, uuid4

import msgspec

from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.leaf import receipt
from web.frame import current
from web.frame.feature import features

ALREADY = "这份表先前已经登记，没有重复记录。"
OTHERWISE = frozenset({"kernel.command_id_reused", "kernel.command_of_another"})


class See(msgspec.Struct, frozen=True):
    """Where that stands which is there already, or whom to ask for it when `url` is empty."""

    words: str
    url: str = ""


def acknowledged(words: str) -> str:
    """Give what is said of an act: that it was done, or that it had been."""
    return f"{ALREADY}{words}" if current.repeated() else words


def stored(no: Refused) -> See | None:
    """Give where a form is stored that was sent again with other words."""
    if no.code not in OTHERWISE:
        return None
    url = features().page_of(str(no.facts["record"]), UUID(str(no.facts["stored_in"])))
    return See("查看已登记的内容", url) if url else None


def anew(no: Refused, command: str) -> str:
    """Give the id the form comes back with: another, where its own is taken."""
    return str(uuid4()) if no.code in OTHERWISE else command


def receipt_of(event: Event) -> str:
    """Give the receipt (回执) of a record."""
    position = current.record_of(event)
    digest = current.runtime().ledger.leaf_at(position)
    if digest is None:
        raise LookupError(f"no record {position}")
    return receipt(position, digest)
