"""What became of what a visit found? Solved by whoever found it, or settled with its issue.

A finding that has become an issue ends as the issue does:

* 结案 settles it, whether solved, explained or handed over. Closed as 未解决 it stays open: nobody
  works on it any more, and the door is as it was found.
* 作废 settles it whatever the reason: what is untrue was never there, a duplicate is dealt with
  under another number, what is not ours is not for this street to settle.
* Another round (核查不通过、重新办理) opens it again.

`ending` is the outcome or the reason, a code of `issue_outcomes` or `void_reasons`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from governance.casework import events as shared
from governance.issues import events as issue
from governance.issues.kind import ISSUE
from governance.meetings.rules import Candidate
from governance.policy.known import Column
from governance.visits import events as fact
from projections.agenda.facts import Candidates, Meeting, candidate
from projections.casework.table import cases
from projections.engine.database import Json
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata
from projections.places.board import places
from projections.visits.table import OPEN, findings, visits

# Issues by serial: the findings each has taken over, and how it ended, if it has; it may have ended
# before a finding is tied to it.
escalations = sa.Table(
    "escalations",
    metadata,
    sa.Column("issue", sa.String, primary_key=True),
    sa.Column("findings", Json, default=()),
    sa.Column("outcome", sa.String, default="escalated"),
    sa.Column("ending", sa.String, default=""),
)
UNSOLVED = "unsolved"
FOLLOWING = ("escalated", UNSOLVED, "closed", "void")


# Open, and nobody has it: a finding whose issue runs comes as that issue.
UNATTENDED = ("hazard", UNSOLVED)


def _unattended(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    """Give what was found in a grid and is left to nobody."""
    rows = connection.execute(
        sa.select(findings, places.c.address, places.c.name.label("door"))
        .select_from(findings.outerjoin(places, places.c.key == findings.c.place))
        .where(findings.c.grid == meeting.grid, findings.c.outcome.in_(UNATTENDED))
    )
    for row in rows:
        yield candidate(
            "finding",
            f"finding:{row.key}",
            meeting,
            subject=row.title,
            source="visit",
            place=meeting.where(row.area, row.address or row.door or ""),
            stream=row.visit,
            versions={"found": row.version, "age_days": row.version},
            first="found",
            facts={
                "age_days": (meeting.drafting - meeting.calendar.local(row.found_at).date()).days,
                "title": row.title,
            },
        )


CANDIDATES = Candidates(
    kinds=("finding",),
    facts=(Column("age_days", "number", "发现后天数"), Column("title", "text", "标题")),
    find=_unattended,
)


class FindingBoard(Projection):
    """Keeps each finding, and the visit and the door that count it, at what has become of it."""

    tables = (escalations,)
    candidates = (CANDIDATES,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.escalations, self.cases = rows(escalations), rows(cases)
        self.findings, self.visits, self.places = rows(findings), rows(visits), rows(places)

    @on(fact.VisitMade, fact.VisitMissed)
    def found(self, event: fact.VisitMade | fact.VisitMissed) -> None:
        """What was escalated at the door is followed; `VisitBoard` has made its row."""
        for finding in event.findings:
            if finding.outcome == "escalated":
                self._follow(f"{event.stream}:{finding.number}", finding.issue, event.recorded_at)

    @on(fact.FindingSolved)
    def solved(self, event: fact.FindingSolved) -> None:
        """What was found is settled."""
        self._becomes(f"{event.stream}:{event.number}", "solved", event.recorded_at)

    @on(fact.FindingReopened)
    def still_there(self, event: fact.FindingReopened) -> None:
        """What was said to be settled is not."""
        self._becomes(f"{event.stream}:{event.number}", "hazard", event.recorded_at)

    @on(fact.FindingEscalated)
    def escalated(self, event: fact.FindingEscalated) -> None:
        """What was found has become an issue."""
        key = f"{event.stream}:{event.number}"
        self.findings.change(key)["issue"] = event.issue
        self._follow(key, event.issue, event.recorded_at)

    @on(issue.IssueClosed)
    def closed(self, event: issue.IssueClosed) -> None:
        """The issue has ended."""
        outcome = UNSOLVED if event.outcome == UNSOLVED else "closed"
        self._stands(event, outcome, event.outcome)

    @on(issue.IssueVoided)
    def voided(self, event: issue.IssueVoided) -> None:
        """The issue was none."""
        self._stands(event, "void", event.reason)

    @on(issue.IssueCheckFailed, ISSUE.event(shared.Reopened))
    def reopened(self, event: issue.IssueCheckFailed | shared.Reopened) -> None:
        """The issue goes into another round."""
        self._stands(event, "escalated", "")

    @on(ISSUE.event(shared.Corrected))
    def corrected(self, event: shared.Corrected) -> None:
        """The issue has ended otherwise than was said."""
        case = self.cases.find(event.stream)
        if case and case["stage"] == "closed" and event.field == "outcome":
            self._stands(event, UNSOLVED if event.new == UNSOLVED else "closed", event.new)

    def _follow(self, key: str, serial: str, at: datetime) -> None:
        """Tie a finding to its issue, which may have others or be over."""
        row = self.escalations.obtain(serial)
        if key not in row["findings"]:
            row["findings"] = (*row["findings"], key)
        self._becomes(key, row["outcome"], at, row["ending"])

    def _stands(self, event: Any, outcome: str, ending: str) -> None:
        """Let every finding of an issue be as the issue is; one solved by hand stays solved."""
        case = self.cases.find(event.stream)
        if case is None:
            return
        serial = case["serial"]
        row = self.escalations.obtain(serial)
        row["outcome"], row["ending"] = outcome, ending
        for key in row["findings"]:
            if self.findings.change(key)["outcome"] in FOLLOWING:
                self._becomes(key, outcome, event.recorded_at, ending)

    def _becomes(self, key: str, outcome: str, at: datetime, ending: str = "") -> None:
        """Change what a finding is, and what is counted of it where it opens or is settled."""
        row = self.findings.change(key)
        was, now = row["outcome"] in OPEN, outcome in OPEN
        row["outcome"], row["ending"] = outcome, ending
        if was == now:
            return
        row["settled_at"] = None if now else at
        step = 1 if now else -1
        self.visits.change(f"{row['visit']}:{row['version']}")["open_findings"] += step
        if self.places.find(row["place"]):
            door = self.places.change(row["place"])
            door["open_findings"] += step
            door["solved_findings"] -= step
