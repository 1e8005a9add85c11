"""What a visit escalated becomes an issue, in the transaction of the visit."""

from uuid import UUID, uuid5

from governance.issues.commands import NoteVisitWithdrawn
from governance.issues.serial import serial_of
from governance.issues.stream import issue_id
from governance.kernel.command import Command
from governance.places.stream import STREAM as PLACES
from governance.processes.linking import late_report, reports
from governance.processes.occasion import Occasion, Reactions
from governance.processes.timers import timer_id
from governance.visits.events import FindingEscalated, VisitMade, VisitWithdrawn
from governance.visits.stream import STREAM as VISITS


def finding_serial(visit: UUID, number: int) -> str:
    """Give the serial of the issue a finding becomes: always the same for it."""
    return serial_of(uuid5(visit, str(number)))


def _made(visit: VisitMade, occasion: Occasion) -> list[Command]:
    """Report what was escalated at the door."""
    if not any(finding.outcome == "escalated" for finding in visit.findings):
        return []
    return [*reports(visit, _address(visit, occasion))]


def _escalated(event: FindingEscalated, occasion: Occasion) -> list[Command]:
    """Report a finding of the last visit before it that was escalated later."""
    past = occasion.look(VISITS, event.stream).events[: event.version]
    visit = next((one for one in reversed(past) if isinstance(one, VisitMade)), None)
    return [late_report(event, visit, _address(visit, occasion))] if visit else []


def _address(visit: VisitMade, occasion: Occasion) -> str:
    """Give the public part of the address, or what the place is called."""
    place = occasion.look(PLACES, visit.place).state
    return str(place.address or place.name)


def _withdrawn(event: VisitWithdrawn, _: Occasion) -> list[Command]:
    """Tell every issue that came of it: it may be untrue, or told twice as the visit was."""
    return [
        NoteVisitWithdrawn(
            command_id=timer_id("withdrawn", str(event.stream), str(event.entry), serial),
            stream=issue_id(serial),
            visit=event.stream,
            reason=event.reason,
        )
        for serial in event.issues
    ]


REACTIONS: Reactions = {
    VisitMade: _made,
    FindingEscalated: _escalated,
    VisitWithdrawn: _withdrawn,
}
