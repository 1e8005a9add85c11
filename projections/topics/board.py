"""Which topics are there, and how do they stand?"""

from collections.abc import Iterator
from datetime import date
from typing import Any, TypedDict

import sqlalchemy as sa

from governance.meetings.rules import Candidate, FactValue
from governance.policy.known import Column
from governance.topics import events as topic
from projections.agenda.facts import Candidates, Meeting, candidate
from projections.engine.counted import Counted, Field
from projections.engine.database import Json, Moment
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
    sa.Column("opened_at", Moment),
    sa.Column("concluded_at", Moment),
    sa.Column("version", sa.Integer),
    sa.Index("topics_grid", "grid"),
)


class Step(TypedDict):
    """A milestone as a row of its topic keeps it: days are written, `reached` is empty until so."""

    number: int
    title: str
    due: str
    standard: str
    reached: str


STAGES = {"open": "在办", "achieved": "已达成", "ended": "已结题，未达成"}
NO_TOPIC = "“一格一题”课题"

COUNTED = Counted(
    name="topics",
    title="课题",
    measure="个",
    table=topics,
    fields={
        "title": Field("课题"),
        "stage": Field("状态", codes=STAGES),
        "grid": Field("网格"),
        "lead": Field("牵头单位"),
        "percent": Field("进度"),
        "start": Field("开始", day=True),
        "until": Field("截止", day=True),
        "opened_at": Field("立题时间"),
        "concluded_at": Field("结题时间"),
    },
    bases=("start", "until", "opened_at", "concluded_at"),
    scopes={"unit": "lead"},
    heading="title",
    listed=("stage", "grid", "lead", "percent", "start", "until"),
    link="topic",
    key="stream",
)


def _open(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    """Give the topics a grid works on, or that it has none."""
    rows = connection.execute(
        sa.select(topics).where(topics.c.grid == meeting.grid, topics.c.stage == "open")
    ).all()
    if not rows:
        yield Candidate(
            kind="topic",
            key=f"topic:{meeting.grid}",
            subject=NO_TOPIC,
            grid=meeting.grid,
            facts={"open": False},
        )
    for row in rows:
        ahead = [date.fromisoformat(step["due"]) for step in row.milestones if not step["reached"]]
        facts: dict[str, FactValue] = {
            "open": True,
            "overdue_milestones": sum(day < meeting.drafting for day in ahead),
            "next_milestone": min((day for day in ahead if day >= meeting.drafting), default=None),
            "percent": row.percent,
            "owner": row.lead,
            "stage": row.stage,
            "title": row.title,
        }
        yield candidate(
            "topic",
            f"topic:{row.key}",
            meeting,
            subject=row.title,
            unit=row.lead,
            stream=row.stream,
            versions=dict.fromkeys(["opened", *facts], row.version),
            first="opened",
            facts=facts,
        )


CANDIDATES = Candidates(
    kinds=("topic",),
    facts=(
        Column("open", "flag", "课题在办"),
        Column("overdue_milestones", "number", "过期节点数"),
        Column("next_milestone", "day", "下一节点"),
        Column("percent", "number", "进度"),
        Column("owner", "text", "责任单位"),
        Column("stage", "text", "环节"),
        Column("title", "text", "标题"),
    ),
    find=_open,
)


class TopicBoard(Projection):
    """One row a topic."""

    tables = (topics,)
    counted = (COUNTED,)
    candidates = (CANDIDATES,)

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
                Step(
                    number=step.number,
                    title=step.title,
                    due=step.due.isoformat(),
                    standard=step.standard,
                    reached="",
                )
                for step in event.milestones
            ],
            stage="open",
            opened_at=event.recorded_at,
            version=event.version,
        )

    @on(topic.MilestoneReached)
    def reached(self, event: topic.MilestoneReached) -> None:
        """A step is done."""
        self._step(event, reached=event.on.isoformat())

    @on(topic.MilestoneUnreached)
    def unreached(self, event: topic.MilestoneUnreached) -> None:
        """A step is not done after all."""
        self._step(event, reached="")

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
        row["concluded_at"] = event.recorded_at
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
