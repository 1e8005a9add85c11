"""When was somebody at a door, or is to be, and what was found there? The door counts it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from governance.visits import events as fact
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row
from projections.places.board import places
from projections.visits.at_door import FRESH, follow
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
        row = self._visited(event, event.made_at, "met")
        row["themes"], row["photos"] = event.themes, len(event.photos)
        row["failed"], row["checked"] = event.failed, bool(event.answers)
        row["keeps"] = event.keeps
        row["agreed_for"] = row["revisit_on"] = _iso(event.revisit_on)
        self._found(event, row, event.made_at)

    @on(fact.VisitMissed)
    def missed(self, event: fact.VisitMissed) -> None:
        """Nobody was met; what was seen all the same was found."""
        row = self._visited(event, event.tried_at, event.outcome)
        row["photos"] = len(event.photos)
        row["agreed_for"] = row["revisit_on"] = _iso(event.next_try)
        self._found(event, row, event.tried_at)

    def _found(self, event: fact.VisitMade | fact.VisitMissed, row: Row, at: datetime) -> None:
        """Count what was found at the door, and let this time there follow those before."""
        left = sum(finding.outcome in OPEN for finding in event.findings)
        row["findings"], row["open_findings"] = len(event.findings), left
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
                found_at=at,
                found_as=finding.outcome,
                recorded_at=event.recorded_at,
                settled_at=None if finding.outcome in OPEN else at,
                version=event.version,
            )
        if self.places.find(event.place):
            door = self.places.change(event.place)
            follow(door, row)
            door["open_findings"] += left
            door["solved_findings"] += len(event.findings) - left

    @on(fact.RevisitCalledOff)
    def called_off(self, event: fact.RevisitCalledOff) -> None:
        """The day agreed does not stand."""
        row = self.visits.change(f"{event.stream}:{event.agreed_in}")
        row["revisit_on"], row["called_off"] = "", True
        if self.places.find(event.place):
            door = self.places.change(event.place)
            if door["agreed_by"] == event.stream:
                door["revisit_on"] = ""

    @on(fact.VisitCorrected)
    def corrected(self, event: fact.VisitCorrected) -> None:
        """One time at a door was otherwise than it was told."""
        row = self.visits.change(f"{event.stream}:{event.entry}")
        row["way"], row["visitee"] = event.way, event.visitee
        row["made_at"] = row["told_at"] = event.made_at
        day = _iso(event.revisit_on)
        if day != row["agreed_for"]:
            row["agreed_for"], row["called_off"] = day, False
        row["revisit_on"] = "" if row["called_off"] else day
        for number in event.numbers:
            found = self.findings.change(f"{event.stream}:{number}")
            if found["settled_at"] == found["found_at"]:  # on the spot
                found["settled_at"] = event.made_at
            found["found_at"] = event.made_at
        self._recount(event.place)

    @on(fact.VisitWithdrawn)
    def withdrawn(self, event: fact.VisitWithdrawn) -> None:
        """One time at a door was none: its row stays to be read, at no time, with nothing found."""
        row = self.visits.change(f"{event.stream}:{event.entry}")
        row["stage"], row["made_at"], row["outcome"], row["revisit_on"] = "withdrawn", None, "", ""
        row["findings"] = row["open_findings"] = row["failed"] = 0
        counted = row["record"] in [each["record"] for each in self._there(event.place)]
        door = self.places.change(event.place) if counted else {}
        for number in event.numbers:
            found = self.findings.change(f"{event.stream}:{number}")
            if door:
                door["open_findings" if found["outcome"] in OPEN else "solved_findings"] -= 1
            found["outcome"], found["found_at"], found["settled_at"] = "withdrawn", None, None
        if event.stage in {"planned", "cancelled"}:
            self.visits.change(_plan(event.stream))["stage"] = event.stage
        self._recount(event.place)

    def _recount(self, place: UUID) -> None:
        """Say of a door what the times there come to, as if those withdrawn had never been told."""
        if rows := self._there(place):
            door = self.places.change(place)
            door |= FRESH
            for row in reversed(rows):
                if row["stage"] != "withdrawn":
                    follow(door, row)

    def _there(self, place: UUID) -> list[Row]:
        """Give the times at a door since it was registered, the last recorded first."""
        rows, door = list[Row](), self.places.find(place)
        record = door["last_entry"] if door else ""
        while record and (row := self.visits.find(record)):
            rows.append(row)
            record = row["before"]
        return rows

    def _visited(self, event: Any, at: datetime, outcome: str) -> Row:
        """Add the row of one time at a door; a plan that waited for it waits no longer."""
        plan = self.visits.find(_plan(event.stream))
        if plan and plan["stage"] == "planned":
            self.visits.change(plan["record"])["stage"] = "kept"
        door, before = self.places.find(event.place), ""
        if door:
            door = self.places.change(event.place)
            before, door["last_entry"] = door["last_entry"], event.reference
        return self._add(
            event,
            told_at=at,
            before=before,
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


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
