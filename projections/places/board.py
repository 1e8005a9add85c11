"""What is in the register, and when was each door last visited? Visits and findings beside it.

Every time somebody stood at a door is a row of its own: a try in vain stays one when the same visit
meets somebody later. A plan has a row beside those of the times it was carried out.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.places import events as places_fact
from governance.visits import events as fact
from projections.engine.counted import Counted, Field
from projections.engine.database import Json, Moment, SealedText
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row, metadata

places = sa.Table(
    "places",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("kind", sa.String),
    sa.Column("code", sa.String),
    sa.Column("name", sa.Text),
    sa.Column("parent", sa.Uuid),
    sa.Column("grid", sa.String, default=""),
    sa.Column("area", sa.String, default=""),
    sa.Column("address", sa.Text, default=""),
    sa.Column("door", SealedText),
    sa.Column("head", SealedText),
    sa.Column("phone", SealedText),
    sa.Column("interval", sa.String, default=""),
    sa.Column("retired", sa.Boolean, default=False),
    sa.Column("visited_at", Moment),
    sa.Column("tried_at", Moment),
    sa.Column("visits", sa.Integer, default=0),
    sa.Column("open_findings", sa.Integer, default=0),
    sa.Column("solved_findings", sa.Integer, default=0),
    sa.Column("revisit_on", sa.String, default=""),
    sa.Index("places_kind_grid", "kind", "grid", "visited_at"),
    sa.Index("places_code", "code"),
)
visits = sa.Table(
    "visits",
    metadata,
    # The record that made the row, as `stream:version`; `key` is the visit it belongs to.
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("key", sa.Uuid),
    sa.Column("version", sa.Integer),
    sa.Column("place", sa.Uuid),
    sa.Column("visitee", sa.String),
    sa.Column("grid", sa.String),
    sa.Column("area", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("planned_for", sa.String, default=""),
    sa.Column("rule", sa.String, default=""),
    sa.Column("reason", sa.Text, default=""),
    sa.Column("made_at", Moment),
    sa.Column("outcome", sa.String, default=""),
    sa.Column("way", sa.String, default=""),
    sa.Column("themes", Json, default=()),
    sa.Column("findings", sa.Integer, default=0),
    sa.Column("open_findings", sa.Integer, default=0),
    sa.Column("visitor", sa.String, default=""),
    sa.Column("photos", sa.Integer, default=0),
    sa.Column("revisit_on", sa.String, default=""),
    sa.Column("recorded_at", Moment),
    sa.Index("visits_grid_made", "grid", "made_at"),
    sa.Index("visits_made", "made_at"),
    sa.Index("visits_place", "place"),
    sa.Index("visits_key", "key"),
)
findings = sa.Table(
    "findings",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("visit", sa.Uuid),
    sa.Column("place", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("area", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("title", sa.Text),
    sa.Column("category", sa.String),
    sa.Column("outcome", sa.String),
    sa.Column("issue", sa.String, default=""),
    sa.Column("ending", sa.String, default=""),
    sa.Column("found_at", Moment),
    sa.Column("settled_at", Moment),
    sa.Column("version", sa.Integer),
    sa.Index("findings_grid_outcome", "grid", "outcome"),
    sa.Index("findings_grid_found", "grid", "found_at"),
    sa.Index("findings_visit", "visit"),
    sa.Index("findings_place", "place"),
)
# What has become of a finding that is not done with; whatever else became of it settles it.
OPEN = ("hazard", "escalated", "unsolved")
DOOR = ("door", "head", "phone")
# A door is known by its number in the register: its name may be somebody's.
COUNTED = Counted(
    name="places",
    title="登记对象",
    measure="个",
    table=places,
    fields={
        "code": Field("登记编号"),
        "kind": Field("种类", ("place_kinds",)),
        "grid": Field("网格"),
        "area": Field("居民区"),
        "interval": Field("走访间隔", ("visit_intervals",)),
        "retired": Field("已销档"),
        "visited_at": Field("最近走访时间"),
        "tried_at": Field("最近未见面时间"),
        "revisit_on": Field("下次走访", day=True),
        "visits": Field("走访次数"),
        "open_findings": Field("未解决问题"),
        "solved_findings": Field("已解决问题"),
    },
    bases=("visited_at", "tried_at", "revisit_on"),
    heading="code",
    listed=("kind", "grid", "area", "visited_at", "revisit_on", "visits", "open_findings"),
    link="place",
)


class PlaceBoard(Projection):
    """One row a place, a visit, a finding."""

    tables = (places, visits, findings)
    counted = (COUNTED,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.places, self.visits, self.findings = rows(places), rows(visits), rows(findings)

    @on(places_fact.PlaceRegistered)
    def registered(self, event: places_fact.PlaceRegistered) -> None:
        """A place is in the register."""
        names = ("kind", "code", "name", "parent", "grid", "area", "address", *DOOR)
        self.places.add(event.stream, **{name: getattr(event, name) for name in names})

    @on(places_fact.PlaceMoved)
    def moved(self, event: places_fact.PlaceMoved) -> None:
        """Boundaries changed."""
        row = self.places.change(event.stream)
        row["parent"], row["grid"], row["area"] = event.parent, event.grid, event.area

    @on(places_fact.PlaceTagged)
    def tagged(self, event: places_fact.PlaceTagged) -> None:
        """A visit is due in another interval."""
        self.places.change(event.stream)["interval"] = event.interval

    @on(places_fact.PlaceCorrected, places_fact.SealedFactCorrected)
    def corrected(self, event: Any) -> None:
        """A fact has another value."""
        self.places.change(event.stream)[event.field] = event.new

    @on(places_fact.PlaceRetired)
    def retired(self, event: places_fact.PlaceRetired) -> None:
        """The place is no more."""
        self.places.change(event.stream)["retired"] = True

    @on(places_fact.PlaceRestored)
    def restored(self, event: places_fact.PlaceRestored) -> None:
        """The place is in use again."""
        self.places.change(event.stream)["retired"] = False

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
                settled_at=None if finding.outcome in OPEN else event.made_at,
                version=event.version,
            )
        if self.places.find(event.place):
            door = self.places.change(event.place)
            if _latest(door, event.made_at):
                door["revisit_on"] = row["revisit_on"]
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
