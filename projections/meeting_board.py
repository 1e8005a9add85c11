"""Which meetings, resolutions and topics are there, and how do they stand?"""

from typing import Any

import sqlalchemy as sa

from governance.kernel.event import Event
from governance.meetings import events as met
from governance.resolutions import events as resolved
from governance.topics import events as topic
from projections.database import Json, Moment
from projections.projection import Projection, on
from projections.table import Lookup, Row, metadata

meetings = sa.Table(
    "meetings",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("grid", sa.String),
    sa.Column("window", sa.Integer),
    sa.Column("start", sa.String),
    sa.Column("end", sa.String),
    sa.Column("meets_at", Moment),
    sa.Column("place", sa.Text, default=""),
    sa.Column("stage", sa.String),
    sa.Column("items", sa.Integer, default=0),
    sa.Column("frozen", sa.Integer, default=0),
    sa.Column("frozen_position", sa.BigInteger, default=0),
    sa.Column("digest", sa.String, default=""),
    sa.Column("keys", Json, default=()),
    sa.Column("decisions", sa.Integer, default=0),
    sa.Column("held_at", Moment),
    sa.Index("meetings_grid_window", "grid", "window"),
    sa.Index("meetings_meets", "meets_at"),
)
resolutions = sa.Table(
    "resolutions",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("serial", sa.String),
    sa.Column("meeting", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("item", sa.String),
    sa.Column("case", sa.Uuid),
    sa.Column("case_serial", sa.String),
    sa.Column("matter", sa.Text),
    sa.Column("requirement", sa.Text),
    sa.Column("leader", sa.String),
    sa.Column("owner", sa.String),
    sa.Column("partners", Json),
    sa.Column("due", Moment),
    sa.Column("standard", sa.Text),
    sa.Column("percent", sa.Integer, default=0),
    sa.Column("stage", sa.String),
    sa.Column("note", sa.Text, default=""),
    sa.Column("claimed_by", sa.String, default=""),
    sa.Column("adopted_at", Moment),
    sa.Column("closed_at", Moment),
    sa.Column("evidence", Json),
    sa.Index("resolutions_grid_stage", "grid", "stage"),
    sa.Index("resolutions_case", "case"),
)
topics = sa.Table(
    "topics",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("stream", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("title", sa.Text),
    sa.Column("measure", sa.Text),
    sa.Column("baseline", sa.Float),
    sa.Column("target", sa.Float),
    sa.Column("value", sa.Float),
    sa.Column("lead", sa.String),
    sa.Column("partners", Json),
    sa.Column("start", sa.String),
    sa.Column("until", sa.String),
    sa.Column("milestones", Json),
    sa.Column("percent", sa.Integer, default=0),
    sa.Column("stage", sa.String),
    sa.Column("version", sa.Integer),
    sa.Index("topics_grid", "grid"),
)


class MeetingBoard(Projection):
    """One row a meeting."""

    tables = (meetings,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.meetings = rows(meetings)

    @on(met.MeetingScheduled)
    def scheduled(self, event: met.MeetingScheduled) -> None:
        """A meeting is to be held."""
        self._new(event, "scheduled", meets_at=event.meets_at, place=event.place)

    @on(met.MeetingMissed)
    def missed(self, event: met.MeetingMissed) -> None:
        """A fortnight passed without a meeting."""
        if self.meetings.find(event.stream):
            self.meetings.change(event.stream)["stage"] = "missed"
        else:
            self._new(event, "missed")

    @on(met.MeetingMoved)
    def moved(self, event: met.MeetingMoved) -> None:
        """The meeting is at another moment."""
        row = self.meetings.change(event.stream)
        row["meets_at"], row["place"] = event.new, event.place

    @on(met.AgendaDrafted)
    def drafted(self, event: met.AgendaDrafted) -> None:
        """There is an agenda to work on."""
        row = self.meetings.change(event.stream)
        row["items"] = len(event.items)
        if row["stage"] == "scheduled":
            row["stage"] = "drafted"

    @on(met.AgendaFrozen)
    def frozen(self, event: met.AgendaFrozen) -> None:
        """There is an agenda that stays."""
        row = self.meetings.change(event.stream)
        row["stage"], row["frozen"], row["digest"] = "frozen", event.number, event.digest
        row["frozen_position"], row["items"] = event.position, len(event.items)
        row["keys"] = tuple(item.key for item in event.items)

    @on(met.MeetingHeld)
    def held(self, event: met.MeetingHeld) -> None:
        """The grid has met."""
        row = self.meetings.change(event.stream)
        row["stage"], row["held_at"] = "held", event.held_at

    @on(met.DecisionRecorded)
    def decided(self, event: met.DecisionRecorded) -> None:
        """Something was decided."""
        self.meetings.change(event.stream)["decisions"] += 1

    def _new(self, event: Any, stage: str, **more: Any) -> None:
        self.meetings.add(
            event.stream,
            grid=event.grid,
            window=event.window,
            start=event.start.isoformat(),
            end=event.end.isoformat(),
            stage=stage,
            **more,
        )


class ResolutionBoard(Projection):
    """One row a resolution."""

    tables = (resolutions,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.resolutions = rows(resolutions)

    @on(resolved.ResolutionAdopted)
    def adopted(self, event: resolved.ResolutionAdopted) -> None:
        """A unit is to do something."""
        names = event.__struct_fields__[len(Event.__struct_fields__) :]
        self.resolutions.add(
            event.stream,
            **{name: getattr(event, name) for name in names},
            stage="open",
            adopted_at=event.recorded_at,
            evidence={"adopted": event.version, "due": event.version},
        )

    @on(resolved.ProgressReported)
    def progressed(self, event: resolved.ProgressReported) -> None:
        """It is so far."""
        row = self._change(event)
        row["percent"], row["note"] = event.percent, event.note

    @on(resolved.DueMoved)
    def due_moved(self, event: resolved.DueMoved) -> None:
        """It has another day."""
        self._change(event, "due")["due"] = event.new

    @on(resolved.CompletionClaimed)
    def claimed(self, event: resolved.CompletionClaimed) -> None:
        """The owner says it is done."""
        row = self._change(event, "claimed")
        row["stage"], row["claimed_by"], row["percent"] = "claimed", event.actor, 100
        row["note"] = event.evidence

    @on(resolved.ClaimDeclined)
    def declined(self, event: resolved.ClaimDeclined) -> None:
        """It is not done."""
        row = self._change(event)
        row["stage"], row["claimed_by"] = "open", ""

    @on(resolved.ResolutionClosed, resolved.ResolutionWithdrawn)
    def ended(self, event: Any) -> None:
        """Nothing more is to be done."""
        row = self._change(event)
        closed = isinstance(event, resolved.ResolutionClosed)
        row["stage"], row["closed_at"] = "closed" if closed else "withdrawn", event.recorded_at
        row["note"] = (event.note if closed else event.reason) or row["note"]

    def _change(self, event: Any, *facts: str) -> Row:
        row = self.resolutions.change(event.stream)
        row["evidence"] = {**row["evidence"], **dict.fromkeys(facts, event.version)}
        return row


class TopicBoard(Projection):
    """One row a topic."""

    tables = (topics,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.topics = rows(topics)

    @on(topic.TopicOpened)
    def opened(self, event: topic.TopicOpened) -> None:
        """A grid takes up a topic."""
        self.topics.add(
            f"{event.stream}:{event.number}",
            stream=event.stream,
            grid=event.grid,
            number=event.number,
            title=event.title,
            measure=event.goal.measure + (f"（{event.goal.unit}）" if event.goal.unit else ""),
            baseline=event.goal.baseline,
            target=event.goal.target,
            lead=event.lead,
            partners=event.partners,
            start=event.start.isoformat(),
            until=event.until.isoformat(),
            milestones=[
                {
                    "number": step.number,
                    "title": step.title,
                    "due": step.due.isoformat(),
                    "standard": step.standard,
                    "reached": "",
                }
                for step in event.milestones
            ],
            stage="open",
            version=event.version,
        )

    @on(topic.MilestoneReached)
    def reached(self, event: topic.MilestoneReached) -> None:
        """A step is done."""
        self._step(event, reached=event.on.isoformat())

    @on(topic.MilestoneMoved)
    def moved(self, event: topic.MilestoneMoved) -> None:
        """A step has another day."""
        self._step(event, due=event.new.isoformat())

    @on(topic.ProgressReported)
    def progressed(self, event: topic.ProgressReported) -> None:
        """It is so far."""
        row = self._change(event)
        row["percent"] = event.percent
        row["value"] = row["value"] if event.value is None else event.value

    @on(topic.TopicConcluded)
    def concluded(self, event: topic.TopicConcluded) -> None:
        """It has ended."""
        row = self._change(event)
        row["stage"] = "achieved" if event.achieved else "ended"
        row["value"] = row["value"] if event.value is None else event.value

    def _step(self, event: Any, **changes: str) -> None:
        row = self._change(event)
        row["milestones"] = [
            {**step, **changes} if step["number"] == event.milestone else step
            for step in row["milestones"]
        ]

    def _change(self, event: Any) -> Row:
        row = self.topics.change(f"{event.stream}:{event.topic}")
        row["version"] = event.version
        return row
