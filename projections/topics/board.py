"""Which topics are there, and how do they stand?"""

from typing import Any

import sqlalchemy as sa

from governance.topics import events as topic
from projections.engine.database import Json
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row, metadata

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
