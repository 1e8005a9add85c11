"""A look at what is sealed: it is opened for a record that is new, and for whoever made it."""

from datetime import timedelta
from uuid import UUID

import msgspec

from governance.disclosures.commands import Reveal
from governance.kernel.errors import Refused
from governance.kernel.event import Event
from governance.kernel.sealed import Sealed
from projections.disclosures.queries import looks_of
from web.frame import current
from web.frame.refusals import sentence
from web.text.formats import moment

LONGEST = 200
AGAIN = "这次查看已在{at}记录，内容只在当时显示。还要再看，请核对用途后再按一次“查看”，会另记一次。"
DAY = timedelta(days=1)
TOO_MANY = (
    "您{span}内已查看{most}次个人信息，到了上限，这次没有打开。"
    "请过一会儿再看；工作确实需要更多的，请联系管理员。"
)
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
    for span, most in current.policies().security.reveals.spans:
        if looks_of(current.live(), current.me().login, current.now() - span) >= most:
            return TOO_MANY.format(span="一小时" if span < DAY else "一天", most=most)
    try:
        outcome = current.act(command)
    except Refused as no:
        return sentence(no)
    if outcome.stored:
        return ""
    return AGAIN.format(at=moment(outcome.events[0].recorded_at))


def sealed_of(key: UUID) -> dict[str, Sealed]:
    """Give the sealed fields of a stream as given last; of a numbered thing as `field-number` too.

    The plain name is of what the stream as a whole was given last, numbered or not.
    """
    held: dict[str, Sealed] = {}
    for event in current.history(key):
        given = _fields(event)
        held |= given | {name.partition("-")[0]: text for name, text in given.items()}
        for value in map(event.__getattribute__, event.__struct_fields__):
            for part in value if isinstance(value, tuple) else ():
                if hasattr(part, "number"):
                    held |= _fields(part)
    return held


def said_before(key: UUID, name: str) -> list[tuple[Event, Sealed]]:
    """Give every sealed text a field of a stream was given, in order, each with its event."""
    found = [(event, _fields(event).get(name)) for event in current.history(key)]
    return [(event, sealed) for event, sealed in found if sealed is not None]


def _fields(shape: msgspec.Struct) -> dict[str, Sealed]:
    number = getattr(shape, "number", None)
    names = {
        name: getattr(shape, "field", name) if name == "new" else name
        for name in shape.__struct_fields__
        if name != "old"  # sealed for the field it was in, it opens there only
    }
    return {
        f"{field}-{number}" if number else field: value
        for name, field in names.items()
        if isinstance(value := getattr(shape, name), Sealed)
    }
