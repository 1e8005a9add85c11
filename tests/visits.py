"""Visits to try things on: a door, and what was found there."""

from datetime import timedelta
from typing import Any

from governance.issues.commands import ReportIssue
from governance.issues.stream import issue_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits.commands import EscalateFinding, LogVisit, ToldFinding
from governance.visits.stream import visit_id
from tests.builders import NOW, ask

DOOR, VISIT = place_id("household", "H1"), visit_id("v1")
ISSUE, LATER_ISSUE = "WG-00000-00001", "WG-00000-00002"
GAS = ToldFinding(number=1, title="软管老化", outcome="escalated", category="safety", issue=ISSUE)
LAMP = ToldFinding(number=2, title="楼道灯不亮", outcome="hazard")
TAKEN = ask(
    ReportIssue, issue_id(ISSUE), serial=ISSUE, source="patrol", reported_at=NOW, title="别的事"
)


def registered(**values: Any) -> RegisterPlace:
    """Register the door."""
    facts = {"kind": "household", "code": "H1", "name": "示例路1号", "grid": "g1"}
    return ask(RegisterPlace, DOOR, **facts | {"address": "示例路1弄"} | values)


def logged(*findings: ToldFinding, **values: Any) -> LogVisit:
    """Log a visit to the door that found something to escalate and something to see to."""
    facts = {
        "place": DOOR,
        "visitee": "household",
        "grid": "g1",
        "area": "a101",
        "made_at": NOW - timedelta(hours=1),
        "outcome": "met",
        "way": "door",
        "findings": findings or (GAS, LAMP),
    }
    return ask(LogVisit, VISIT, **facts | values)


def escalated(number: int = 2, issue: str = LATER_ISSUE) -> EscalateFinding:
    """Make an issue of what was left to be seen to."""
    return ask(EscalateFinding, VISIT, number=number, issue=issue)
