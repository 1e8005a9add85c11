"""Which resolutions are there, and how do they stand?"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from governance.kernel.event import Event
from governance.meetings.rules import Candidate
from governance.policy.known import Column
from governance.resolutions import events as resolved
from projections.agenda.facts import LIMIT, Candidates, Meeting, candidate
from projections.casework.table import cases
from projections.engine.counted import Counted, Field
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, Row, metadata

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
    sa.Column("first_due", Moment),
    sa.Column("standard", sa.Text),
    sa.Column("percent", sa.Integer, default=0),
    sa.Column("stage", sa.String),
    sa.Column("note", sa.Text, default=""),
    sa.Column("claimed_by", sa.String, default=""),
    sa.Column("adopted_at", Moment),
    sa.Column("closed_at", Moment),
    # When it was entered, when it was told that it is over.
    sa.Column("entered_at", Moment),
    sa.Column("closing_told_at", Moment),
    sa.Column("evidence", Json),
    sa.Index("resolutions_grid_stage", "grid", "stage"),
    sa.Index("resolutions_case", "case"),
)


STAGES = {"open": "在办", "claimed": "待核验", "closed": "已销号", "withdrawn": "已撤销"}
RUNNING = ("open", "claimed")

COUNTED = Counted(
    name="resolutions",
    title="议定事项",
    table=resolutions,
    fields={
        "serial": Field("编号"),
        "matter": Field("事项"),
        "stage": Field("状态", codes=STAGES),
        "grid": Field("网格"),
        "owner": Field("责任单位"),
        "case_serial": Field("案件编号"),
        "percent": Field("进度"),
        "adopted_at": Field("议定时间"),
        "due": Field("完成时限"),
        "first_due": Field("首次议定的时限"),
        "closed_at": Field("落实时间"),
    },
    bases=("adopted_at", "due", "first_due", "closed_at"),
    since="adopted_at",
    entered={
        "adopted_at": "entered_at",
        "due": "entered_at",
        "first_due": "entered_at",
        "closed_at": "closing_told_at",
    },
    scopes={"unit": "owner"},
    heading="matter",
    listed=("stage", "serial", "grid", "owner", "percent", "adopted_at", "due", "closed_at"),
    link="resolution",
)


def _running(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    """Give the resolutions of a grid that are to be carried out."""
    rows = connection.execute(
        sa.select(resolutions, cases.c.area, cases.c.place)
        .select_from(resolutions.outerjoin(cases, cases.c.key == resolutions.c.case))
        .where(resolutions.c.grid == meeting.grid, resolutions.c.stage.in_(RUNNING))
    )
    for row in rows:
        yield candidate(
            "resolution",
            f"resolution:{row.key}",
            meeting,
            subject=row.matter,
            serial=row.serial,
            unit=row.owner,
            place=meeting.where(row.area or "", row.place or ""),
            stream=row.key,
            versions=row.evidence,
            first="adopted",
            facts={
                **meeting.limit(row.due),
                "claimed": row.stage == "claimed",
                "stage": row.stage,
                "owner": row.owner,
                "percent": row.percent,
                "title": row.matter,
            },
        )


CANDIDATES = Candidates(
    kinds=("resolution",),
    facts=(
        *LIMIT,
        Column("claimed", "flag", "已申请销号"),
        Column("stage", "text", "环节"),
        Column("owner", "text", "责任单位"),
        Column("percent", "number", "进度"),
        Column("title", "text", "标题"),
    ),
    find=_running,
)


class ResolutionBoard(Projection):
    """One row a resolution."""

    tables = (resolutions,)
    counted = (COUNTED,)
    candidates = (CANDIDATES,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.resolutions = rows(resolutions)

    @on(resolved.ResolutionAdopted)
    def adopted(self, event: resolved.ResolutionAdopted) -> None:
        """A unit is to do something."""
        names = {*event.__struct_fields__[len(Event.__struct_fields__) :]} - {"adopted_at", "batch"}
        self.resolutions.add(
            event.stream,
            **{name: getattr(event, name) for name in names},
            stage="open",
            first_due=event.due,
            adopted_at=event.adopted_at or event.recorded_at,
            entered_at=event.recorded_at,
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
        entered = event.closed_at if closed else event.withdrawn_at
        row["stage"], row["closed_at"] = (
            "closed" if closed else "withdrawn",
            entered or event.recorded_at,
        )
        row["closing_told_at"] = event.recorded_at
        row["note"] = (event.note if closed else event.reason) or row["note"]

    def _change(self, event: Any, *facts: str) -> Row:
        row = self.resolutions.change(event.stream)
        row["evidence"] = {**row["evidence"], **dict.fromkeys(facts, event.version)}
        return row
