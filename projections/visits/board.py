"""When was somebody at a door, or is to be, and what was found there? The door counts it."""

from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from governance.policy.needs import ZONE
from governance.visits import events as fact
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row
from projections.places.board import places
from projections.visits.counted import FINDINGS, VISITS
from projections.visits.table import OPEN, findings, visits

HERE = ZoneInfo(ZONE)


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
            _agree(door, event, event.made_at, row["revisit_on"])
            if event.answers and (door["visited_at"] or event.made_at) <= event.made_at:
                door["failed"] = event.failed
            door["visited_at"] = max(door["visited_at"] or event.made_at, event.made_at)
            _keep(door, keeping=event.made_at if event.keeps else None)
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
            _agree(door, event, event.tried_at, row["revisit_on"])
            door["tried_at"] = max(door["tried_at"] or event.tried_at, event.tried_at)
            _keep(door)

    @on(fact.RevisitCalledOff)
    def called_off(self, event: fact.RevisitCalledOff) -> None:
        """The day agreed does not stand."""
        self.visits.change(f"{event.stream}:{event.agreed_in}")["revisit_on"] = ""
        if self.places.find(event.place):
            door = self.places.change(event.place)
            if door["agreed_by"] == event.stream:
                door["revisit_on"] = ""

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
            visitor=event.visitor or event.actor,
        )

    def _add(self, event: Any, **values: Any) -> Row:
        where = {name: getattr(event, name) for name in ("place", "visitee", "grid", "area")}
        about = {"key": event.stream, "version": event.version, "recorded_at": event.recorded_at}
        return self.visits.add(event.reference, **about, **where, **values)


def _plan(stream: UUID) -> str:
    """Give the record a plan would be: only the first of a visit can be one."""
    return f"{stream}:1"


def _agree(door: Row, event: Any, at: datetime, day: str) -> None:
    """Take the day agreed at a moment, unless another was agreed later."""
    if day and (door["agreed_at"] is None or door["agreed_at"] <= at):
        door["revisit_on"], door["agreed_at"], door["agreed_by"] = day, at, event.stream


def _keep(door: Row, keeping: datetime | None = None) -> None:
    """Let a day agreed stand no more once somebody was met on it or later, or by a visit for it."""
    agreed, seen = door["agreed_at"], door["visited_at"]
    if not door["revisit_on"] or agreed is None:
        return
    kept = seen and seen > agreed and f"{seen.astimezone(HERE):%Y-%m-%d}" >= door["revisit_on"]
    if kept or (keeping is not None and keeping > agreed):
        door["revisit_on"] = ""
