"""A visit on its way in: the commands it needs, the issues it escalates among them."""

from uuid import UUID, uuid5

from msgspec.structs import replace

from governance.issues.serial import serial_of
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.processes.linking import late_report, reports
from governance.visits.commands import EscalateFinding, LogVisit
from governance.visits.diary import MET, made
from governance.visits.events import FindingEscalated, VisitMade


def finding_serial(visit: UUID, number: int) -> str:
    """Give the serial of the issue a finding becomes: always the same for it."""
    return serial_of(uuid5(visit, str(number)))


def logging(command: LogVisit, past: list[Event], place: str) -> list[Command]:
    """Give the visit and the reports of what it escalates, to be sent together.

    `past` are the events of the visit's stream and `place` is the public part of the address. A
    visit sent again asks, word for word, what it asked before.
    """
    if command.outcome != MET:
        return [command]
    event = replace(made(command), stream=command.stream, version=_version(command, past))
    return [command, *reports(event, place)]


def escalating(command: EscalateFinding, past: list[Event], place: str) -> list[Command]:
    """Give the escalation of a finding and the report of its issue; KeyError without a visit."""
    visits = [event for event in past if isinstance(event, VisitMade)]
    if not visits:
        raise KeyError(command.number)
    event = FindingEscalated(
        stream=command.stream,
        version=_version(command, past),
        number=command.number,
        issue=command.issue,
    )
    return [command, late_report(event, visits[-1], place)]


def _version(command: Command, past: list[Event]) -> int:
    """Give the version the command's event has, or will have when it is new."""
    known = [event.version for event in past if event.command_id == command.command_id]
    return known[0] if known else len(past) + 1
