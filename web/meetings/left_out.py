"""What is not on an agenda: left out by the rules, come up since the draft, or struck by hand."""

from typing import Any
from uuid import UUID

import msgspec

from governance.meetings.draft import Draft
from governance.meetings.rules import Composition
from web.frame import current
from web.frame.feature import link

SINCE = "草稿生成之后新出现，更新草稿即列入"


class LeftOut(msgspec.Struct, frozen=True):
    """What is not on the agenda, with the reasons there would be for it."""

    key: str
    subject: str
    serial: str
    url: str
    reasons: list[str]


class Struck(msgspec.Struct, frozen=True):
    """An item taken off the agenda by hand: by whom, and why."""

    key: str
    subject: str
    reason: str
    who: str


def left_out(made: Composition, draft: Draft) -> dict[str, list[LeftOut]]:
    """Give, by why, what is not on the agenda; what is new since the draft comes first."""
    known = draft.all_items()
    rows: dict[str, list[LeftOut]] = {}
    for item in made.items:
        if item.key not in known:
            address = link(item.kind, item.case_stream)
            reasons = [reason.text for reason in item.reasons]
            rows.setdefault(SINCE, []).append(
                LeftOut(item.key, item.subject, item.case_key, address, reasons)
            )
    for left in made.left_out:
        one = left.candidate
        if one.key not in known:
            address = link(one.kind, one.stream)
            reasons = [reason.text for reason in left.reasons]
            rows.setdefault(left.why, []).append(
                LeftOut(one.key, one.subject, one.serial, address, reasons)
            )
    return rows


def struck(draft: Draft, key: UUID) -> list[Struck]:
    """Give what was struck by hand, and why."""
    events: list[Any] = list(current.history(key))
    last = {event.key: event for event in events if event.TOPIC == "meetings.AgendaItemStruck"}
    names = current.people_names()
    return [
        Struck(
            key=item.key,
            subject=item.subject,
            reason=last[item.key].reason,
            who=names.get(last[item.key].actor, last[item.key].actor),
        )
        for item in draft.all_items().values()
        if draft.is_struck(item)
    ]
