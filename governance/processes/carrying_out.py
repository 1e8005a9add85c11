"""What a meeting decided is carried out on its resolutions, in the transaction of the decision.

Adopting, moving and withdrawing are done under the id of the decision: they say what whoever
recorded it said. What is raised to a higher level is adopted like what is resolved, so that
somebody answers for it. What a meeting agreed to close is closed where whoever recorded it may do
so and nothing is lacking; else it waits for whoever may, and the ledger of the matter says so. What
it heard or put off changes nothing.
"""

from governance.hotline.commands import CloseTicket
from governance.kernel.command import Command
from governance.meetings import state as meetings
from governance.meetings.commands import RecordDecision, Terms
from governance.meetings.events import DecisionRecorded
from governance.meetings.items import Item
from governance.meetings.stream import STREAM as MEETINGS
from governance.policy import needs
from governance.processes.occasion import Occasion, Reactions
from governance.processes.timers import timer_id
from governance.resolutions.commands import (
    AdoptResolution,
    CloseResolution,
    MoveDue,
    WithdrawResolution,
)
from governance.resolutions.serial import serial_of
from governance.resolutions.stream import STREAM as RESOLUTIONS
from governance.resolutions.stream import resolution_id

CASES = frozenset({"ticket", "issue"})


def _recorded(event: DecisionRecorded, occasion: Occasion) -> list[Command]:
    """Adopt a resolution, or change the one the item is about."""
    past = occasion.look(MEETINGS, event.stream).events[: event.version]
    meeting: meetings.State = MEETINGS.fold(past)
    item, command = meeting.on_paper(event.key), occasion.command
    terms = command.terms if isinstance(command, RecordDecision) else None
    match event.kind:
        case meetings.RESOLVE | needs.ESCALATING if item and isinstance(terms, Terms):
            return [_adopting(event, meeting, item, terms, _number(event, meeting, occasion))]
        case meetings.POSTPONE if item and item.case_stream and isinstance(terms, Terms):
            return [
                MoveDue(
                    command_id=event.command_id,
                    stream=item.case_stream,
                    new=terms.due,
                    reason=event.decision,
                    meeting=event.stream,
                )
            ]
        case meetings.WITHDRAW if item and item.case_stream:
            return [
                WithdrawResolution(
                    command_id=event.command_id,
                    stream=item.case_stream,
                    meeting=event.stream,
                    reason=event.decision,
                )
            ]
        case needs.CLOSING if item and item.case_stream:
            return [one for one in _closing(event, item) if occasion.would(one)]
    return []


def _closing(event: DecisionRecorded, item: Item) -> list[Command]:
    """Give what ends the matter of an item; an issue is closed with an outcome nobody said here."""
    stream = item.case_stream or event.stream
    number = timer_id("agreed", str(event.stream), event.key)
    match item.kind:
        case "ticket":
            return [CloseTicket(command_id=number, stream=stream)]
        case "resolution":
            return [CloseResolution(command_id=number, stream=stream, note=event.decision)]
    return []


def _adopting(
    event: DecisionRecorded, meeting: meetings.State, item: Item, terms: Terms, number: int
) -> AdoptResolution:
    about_case = item.kind in CASES
    return AdoptResolution(
        command_id=event.command_id,
        stream=resolution_id(event.stream, number),
        serial=serial_of(meeting.grid, meeting.window, number),
        meeting=event.stream,
        grid=meeting.grid,
        item=item.key,
        case=item.case_stream if about_case else None,
        case_serial=item.case_key if about_case else "",
        **{name: getattr(terms, name) for name in Terms.__struct_fields__},
    )


def _number(event: DecisionRecorded, meeting: meetings.State, occasion: Occasion) -> int:
    """Give how many the meeting has resolved with this one, or the first number after it not taken.

    What the same act took up is still its own, so that sending it again finds it.
    """
    number = max(meeting.resolved, 1)
    while taken := occasion.look(RESOLUTIONS, resolution_id(event.stream, number)).events:
        if taken[0].command_id == event.command_id:
            break
        number += 1
    return number


REACTIONS: Reactions = {DecisionRecorded: _recorded}
