"""When was somebody at a door, or is to be, and what was found there? The door counts it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from governance.visits import events as fact
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row
from projections.places.board import places
from projections.visits.counted import FINDINGS, VISITS
from projections.visits.table import OPEN, findings, visits


class VisitBoard(Projection):
    """One row a plan, a time at a door, a finding; a door has its latest day and its counts."""

    tables = (visits, findings)
    counted = (VISITS, FINDINGS)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.visits, self.findings, self.places = rows(visits), rows(findings), rows(places)

    @on(fact.VisitPlanned)
    def planned(self, event: fact.VisitPlanned) -> None:
        """A visit is to be made."""
        self._add(
            event,
            stage="planned",
            planned_for=event.planned_for.isoformat(),
            rule=event.rule,
            reason=event.reason,
            themes=(event.theme,) if event.theme else (),
            visitor=event.visitor,
        )

    @on(fact.PlanCancelled)
    def cancelled(self, event: fact.PlanCancelled) -> None:
        """The visit is not to be made."""
        self.visits.change(_plan(event.stream))["stage"] = "cancelled"

    @on(fact.VisitMade)
    def made(self, event: fact.VisitMade) -> None:
        """Somebody was met."""
        left = sum(finding.outcome in OPEN for finding in event.findings)
        row = self._visited(event, event.made_at, "met")
        row["themes"], row["photos"] = event.themes, len(event.photos)
        row["findings"], row["open_findings"] = len(event.findings), left
        row["failed"] = event.failed
        row["revisit_on"] = event.revisit_on.isoformat() if event.revisit_on else ""
        for finding in event.findings:
            self.findings.add(
                f"{event.stream}:{finding.number}",
                visit=event.stream,
                place=event.place,
                grid=event.grid,
                area=event.area,
                number=finding.number,
                title=finding.title,
                category=finding.category,
                outcome=finding.outcome,
                issue=finding.issue,
                found_at=event.made_at,
                found_as=finding.outcome,
                recorded_at=event.recorded_at,
                settled_at=None if finding.outcome in OPEN else event.made_at,
                version=event.version,
            )
        if self.places.find(event.place):
            door = self.places.change(event.place)
            if _latest(door, event.made_at):
                door["revisit_on"] = row["revisit_on"]
            if event.answers and (door["visited_at"] or event.made_at) <= event.made_at:
                door["failed"] = event.failed
            door["visited_at"] = max(door["visited_at"] or event.made_at, event.made_at)
            door["visits"] += 1
            door["open_findings"] += left
            door["solved_findings"] += len(event.findings) - left

    @on(fact.VisitMissed)
    def missed(self, event: fact.VisitMissed) -> None:
        """Nobody was met."""
        row = self._visited(event, event.tried_at, event.outcome)
        row["photos"] = len(event.photos)
        row["revisit_on"] = event.next_try.isoformat() if event.next_try else ""
        if self.places.find(event.place):
            door = self.places.change(event.place)
            if _latest(door, event.tried_at):
                door["revisit_on"] = row["revisit_on"] or door["revisit_on"]
            door["tried_at"] = max(door["tried_at"] or event.tried_at, event.tried_at)

    def _visited(self, event: Any, at: datetime, outcome: str) -> Row:
        """Add the row of one time at a door; a plan that waited for it waits no longer."""
        plan = self.visits.find(_plan(event.stream))
        if plan and plan["stage"] == "planned":
            self.visits.change(plan["record"])["stage"] = "kept"
        return self._add(
            event,
            stage="made" if outcome == "met" else "missed",
            planned_for=plan["planned_for"] if plan else "",
            made_at=at,
            outcome=outcome,
            way=event.way,
            visitor=event.actor,
        )

    def _add(self, event: Any, **values: Any) -> Row:
        where = {name: getattr(event, name) for name in ("place", "visitee", "grid", "area")}
        about = {"key": event.stream, "version": event.version, "recorded_at": event.recorded_at}
        return self.visits.add(event.reference, **about, **where, **values)


def _plan(stream: UUID) -> str:
    """Give the record a plan would be: only the first of a visit can be one."""
    return f"{stream}:1"


def _latest(door: Row, at: datetime) -> bool:
    """Whether nothing known happened at a door later: what was agreed last counts."""
    return all(known is None or known <= at for known in (door["visited_at"], door["tried_at"]))
