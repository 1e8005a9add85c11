"""What a visit escalated becomes an issue, in the transaction of the visit."""

from uuid import UUID, uuid5

from governance.issues.serial import serial_of
from governance.kernel.command import Command
from governance.places.stream import STREAM as PLACES
from governance.processes.linking import late_report, reports
from governance.processes.occasion import Occasion, Reactions
from governance.visits.events import FindingEscalated, VisitMade
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


REACTIONS: Reactions = {VisitMade: _made, FindingEscalated: _escalated}
