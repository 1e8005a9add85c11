"""What a visit found becomes an issue, and which streams an event ties together."""

from uuid import UUID

import msgspec

from governance.issues.commands import ReportIssue
from governance.issues.events import IssueReported
from governance.issues.stream import issue_id
from governance.kernel.event import Event
from governance.meetings.events import AgendaFrozen
from governance.processes.timers import timer_id
from governance.resolutions.events import ResolutionAdopted
from governance.visits.events import Finding, FindingEscalated, VisitMade

SOURCE = "visit"


class Link(msgspec.Struct, frozen=True):
    """One thing belongs to another; `detail` is the number of a finding or the key of an item."""

    kind: str
    of: UUID
    to: UUID
    detail: str = ""


def reports(visit: VisitMade, place: str = "") -> list[ReportIssue]:
    """Give the reports of what a visit escalated; `place` is the public part of the address."""
    return [
        _report(visit, finding, finding.issue, place)
        for finding in visit.findings
        if finding.outcome == "escalated" and finding.issue
    ]


def late_report(escalated: FindingEscalated, visit: VisitMade, place: str = "") -> ReportIssue:
    """Give the report of a finding escalated after the visit; KeyError when it has no such one."""
    findings = {finding.number: finding for finding in visit.findings}
    finding = findings[escalated.number]
    return _report(visit, finding, escalated.issue, place)


def _report(visit: VisitMade, finding: Finding, serial: str, place: str) -> ReportIssue:
    """Report without the narrative: it stays under the household's key, where it was told."""
    return ReportIssue(
        command_id=timer_id("report", str(visit.stream), str(finding.number), serial),
        stream=issue_id(serial),
        happened_at=visit.made_at,
        serial=serial,
        source=SOURCE,
        reported_at=visit.made_at,
        title=finding.title,
        place=place,
        registered=visit.place,
        grid=visit.grid,
        area=visit.area,
        found_as=finding.category,
        visit=visit.stream,
        finding=finding.number,
        photos=finding.proof,
    )


def links(event: Event) -> list[Link]:
    """Give what an event ties together: finding and issue, ticket and issue, case and meeting."""
    match event:
        case VisitMade():
            return [
                Link("finding", issue_id(f.issue), event.stream, str(f.number))
                for f in event.findings
                if f.issue
            ]
        case FindingEscalated():
            return [Link("finding", issue_id(event.issue), event.stream, str(event.number))]
        case IssueReported():
            tied = [Link("ticket", event.stream, event.ticket)] if event.ticket else []
            if event.visit:
                tied.append(Link("finding", event.stream, event.visit, str(event.finding)))
            return tied
        case AgendaFrozen():
            return [
                Link("agenda", item.case_stream, event.stream, item.key)
                for item in event.items
                if item.case_stream
            ]
        case ResolutionAdopted():
            tied = [Link("meeting", event.stream, event.meeting, event.item)]
            if event.case:
                tied.append(Link("resolution", event.case, event.stream, event.item))
            return tied
    return []
