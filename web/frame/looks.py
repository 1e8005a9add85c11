"""A look at what is sealed: it is opened for a record that is new, and for whoever made it."""

import msgspec

from governance.disclosures.commands import Reveal
from governance.kernel.errors import Refused
from web.frame import current
from web.frame.refusals import sentence
from web.text.formats import moment

AGAIN = "这次查看已在{at}记录，内容只在当时显示。还要再看，请核对用途后再按一次“查看”，会另记一次。"
COVERED = "（已加密，查看需说明用途）"


class Covered(msgspec.Struct, frozen=True):
    """A sealed fact as macros/personal.html shows it."""

    field: str
    label: str
    masked: str


def why_not(command: Reveal) -> str:
    """Record a look; give why nothing is to be shown in words, none when the record is new.

    What is sent twice, from a page gone back to or by a line that broke, is one record: it shows
    once.
    """
    try:
        outcome = current.act(command)
    except Refused as no:
        return sentence(no)
    if outcome.stored:
        return ""
    return AGAIN.format(at=moment(outcome.events[0].recorded_at))
