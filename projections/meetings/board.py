"""Which meetings are there, and how do they stand?"""

from typing import Any

import sqlalchemy as sa

from governance.meetings import events as met
from governance.meetings.items import notice_digest, printed
from projections.engine.counted import Counted, Field
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata
from projections.meetings.matters import matters
from projections.meetings.papers import papers, printed_as

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
    sa.Column("told_at", Moment),
    sa.Column("corrected_at", Moment),
    sa.Column("minutes", sa.String, default=""),
    sa.Column("moved_from", Moment),
    sa.Column("moved_why", sa.Text, default=""),
    sa.Index("meetings_grid_window", "grid", "window"),
    sa.Index("meetings_meets", "meets_at"),
)


STAGES = {
    "scheduled": "已排定",
    "drafted": "草稿",
    "frozen": "已定稿",
    "held": "已召开",
    "missed": "缺会",
}

COUNTED = Counted(
    name="meetings",
    title="会议",
    measure="次",
    table=meetings,
    fields={
        "start": Field("双周开始", day=True),
        "end": Field("双周结束", day=True),
        "grid": Field("网格"),
        "stage": Field("状态", codes=STAGES),
        "meets_at": Field("会议时间"),
        "held_at": Field("召开时间"),
        "items": Field("议程项数"),
        "decisions": Field("议定项数"),
        "frozen": Field("定稿次数"),
    },
    bases=("start", "end", "meets_at", "held_at"),
    entered={"held_at": "told_at", "end": "told_at"},
    corrected="corrected_at",
    heading="start",
    listed=("stage", "grid", "end", "meets_at", "held_at", "items", "decisions"),
    link="meeting",
)


class MeetingBoard(Projection):
    """One row a meeting, and one for each matter of the agenda it issued."""

    tables = (meetings, matters, papers)
    counted = (COUNTED,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.meetings = rows(meetings)
        self.matters = rows(matters)
        self.papers = rows(papers)

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
        row["moved_from"], row["moved_why"] = event.old, event.reason
        if row["frozen"]:
            self._issue(event, "notice", event.version, notice_digest(event))

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
        keys = tuple(item.key for item in event.items)
        for key in set(row["keys"]) - set(keys):
            self.matters.remove(f"{event.stream}/{key}")
        row["keys"] = keys
        self._issue(event, "agenda", event.number, event.digest)
        for item in event.items:
            self.matters.add(
                f"{event.stream}/{item.key}",
                meeting=event.stream,
                grid=row["grid"],
                window=row["window"],
                item=item.key,
                kind=item.kind,
                stream=item.case_stream,
                serial=item.case_key,
                subject=item.subject,
                unit=item.unit,
            )

    @on(met.MeetingHeld)
    def held(self, event: met.MeetingHeld) -> None:
        """The grid has met."""
        row = self.meetings.change(event.stream)
        row["stage"], row["held_at"] = "held", event.held_at
        row["told_at"] = event.recorded_at
        for key in row["keys"]:
            self.matters.change(f"{event.stream}/{key}")["held_at"] = event.held_at

    @on(met.DecisionRecorded)
    def decided(self, event: met.DecisionRecorded) -> None:
        """Something was decided."""
        self.meetings.change(event.stream)["decisions"] += 1
        self._decide(event, event.kind, event.decision)

    @on(met.DecisionCorrected)
    def corrected(self, event: met.DecisionCorrected) -> None:
        """Something else was decided than was recorded."""
        self._decide(event, event.new_kind, event.new)
        self.meetings.change(event.stream)["corrected_at"] = event.recorded_at

    @on(met.MinutesCirculated, met.MinutesApproved)
    def minuted(self, event: Any) -> None:
        """The minutes wait for approval, or have it."""
        approved = isinstance(event, met.MinutesApproved)
        self.meetings.change(event.stream)["minutes"] = "approved" if approved else "circulated"
        if approved:
            self._issue(event, "minutes", event.number, event.digest, printed_as(event.serial))

    def _issue(self, event: Any, paper: str, number: int, mark: str, serial: str = "") -> None:
        self.papers.add(
            f"{event.stream}/{paper}/{number}",
            meeting=event.stream,
            grid=self.meetings.change(event.stream)["grid"],
            paper=paper,
            number=number,
            code=printed(mark),
            serial=serial,
            record=event.version,
            issued_at=event.recorded_at,
        )

    def _decide(self, event: Any, kind: str, said: str) -> None:
        row = self.matters.change(f"{event.stream}/{event.key}")
        row["decision"], row["said"] = kind, said

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
