"""What a visit found becomes an issue."""

from governance.issues.commands import ReportIssue
from governance.issues.stream import issue_id
from governance.processes.timers import timer_id
from governance.visits.events import Finding, FindingEscalated
from governance.visits.state import Log, time_of

SOURCE = "visit"


def reports(visit: Log, place: str = "") -> list[ReportIssue]:
    """Give the reports of what a visit escalated; `place` is the public part of the address."""
    return [
        _report(visit, finding, finding.issue, place)
        for finding in visit.findings
        if finding.outcome == "escalated" and finding.issue
    ]


def late_report(escalated: FindingEscalated, visit: Log, place: str = "") -> ReportIssue:
    """Give the report of a finding escalated after the visit; KeyError when it has no such one."""
    findings = {finding.number: finding for finding in visit.findings}
    finding = findings[escalated.number]
    return _report(visit, finding, escalated.issue, place)


def _report(visit: Log, finding: Finding, serial: str, place: str) -> ReportIssue:
    """Report without the narrative: it stays under the household's key, where it was given."""
    return ReportIssue(
        command_id=timer_id("report", str(visit.stream), str(finding.number), serial),
        stream=issue_id(serial),
        happened_at=time_of(visit),
        serial=serial,
        source=SOURCE,
        reported_at=time_of(visit),
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
