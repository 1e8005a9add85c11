"""Meetings to decide at: the commands up to the moment one is held, and what is decided there."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from msgspec.structs import replace

from governance.hotline.stream import ticket_id
from governance.kernel.command import Command
from governance.meetings import commands as meeting
from governance.meetings.items import Item, Section
from governance.meetings.stream import meeting_id
from governance.resolutions.commands import AdoptResolution
from governance.resolutions.stream import resolution_id
from tests.builders import ask, moment

MEETING, BEFORE = meeting_id("g1", 202605), meeting_id("g1", 202604)
EARLIER_ONE = resolution_id(BEFORE, 1)
LATE = Item(
    key="case:1",
    kind="ticket",
    section="overdue",
    subject="路灯不亮",
    case_key="T1",
    case_stream=ticket_id("12345", "T1"),
)
OTHER = Item(key="case:2", kind="issue", section="overdue", subject="井盖", case_stream=UUID(int=2))
OPEN = Item(
    key="resolution:1",
    kind="resolution",
    section="overdue",
    subject="划线",
    case_stream=EARLIER_ONE,
)
AT = moment("2026-03-05 09:00")
TERMS = meeting.Terms(
    matter="修复路灯", owner="城建办", leader="li", due=date(2026, 3, 20), standard="亮灯并拍照"
)


def adopted() -> AdoptResolution:
    """Give the resolution of the meeting before."""
    return ask(
        AdoptResolution,
        EARLIER_ONE,
        serial="议〔2026〕04-G1-01",
        meeting=BEFORE,
        grid="g1",
        item="case:0",
        matter="划线",
        owner="城建办",
        due=date(2026, 3, 10),
    )


def held(*items: Item) -> Iterator[Command]:
    """Bring items before the meeting of a fortnight, up to the moment it is held."""
    yield ask(
        meeting.ScheduleMeeting,
        MEETING,
        grid="g1",
        window=202605,
        start=date(2026, 3, 2),
        end=date(2026, 3, 15),
        meets_at=AT,
        place="党群服务站",
        host="li",
        despite="补登",
    )
    yield ask(
        meeting.DraftAgenda,
        MEETING,
        position=1,
        edition=1,
        sections=(Section(code="overdue", title="超期事项"),),
        items=items or (LATE, OTHER, OPEN),
    )
    yield ask(meeting.FreezeAgenda, MEETING, position=1)
    yield ask(meeting.HoldMeeting, MEETING, held_at=AT, attended=("li",), host="li", recorder="sun")


def decided(item: Item, kind: str, **values: Any) -> meeting.RecordDecision:
    """Give the record of a decision on an item, always under the same id."""
    return meeting.RecordDecision(
        command_id=uuid5(MEETING, f"{item.key} {kind}"),
        stream=MEETING,
        key=item.key,
        kind=kind,
        **({"decision": "照此办理"} | values),
    )


RESOLVE = decided(LATE, "resolve", terms=TERMS)
POSTPONE = decided(OPEN, "postpone", terms=replace(TERMS, matter="", owner="", standard=""))
WITHDRAW = decided(OPEN, "withdraw")
