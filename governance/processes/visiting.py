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
from governance.visits.events import FindingEscalated, VisitMade, VisitMissed, VisitWithdrawn
from governance.visits.state import Log
from governance.visits.stream import STREAM as VISITS


def finding_serial(visit: UUID, number: int) -> str:
    """Give the serial of the issue a finding becomes: always the same for it."""
    return serial_of(uuid5(visit, str(number)))


def _told(visit: Log, occasion: Occasion) -> list[Command]:
    """Report what was escalated at the door."""
    if not any(finding.outcome == "escalated" for finding in visit.findings):
        return []
    return [*reports(visit, _address(visit, occasion))]


def _escalated(event: FindingEscalated, occasion: Occasion) -> list[Command]:
    """Report a finding of an earlier time at the door that was escalated later."""
    past = occasion.look(VISITS, event.stream).events[: event.version]
    visit = next(
        (
            one
            for one in reversed(past)
            if isinstance(one, VisitMade | VisitMissed)
            and event.number in {found.number for found in one.findings}
        ),
        None,
    )
    return [late_report(event, visit, _address(visit, occasion))] if visit else []


def _address(visit: Log, occasion: Occasion) -> str:
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
    VisitMade: _told,
    VisitMissed: _told,
    FindingEscalated: _escalated,
    VisitWithdrawn: _withdrawn,
}
