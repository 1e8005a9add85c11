"""Which keys are out, with whom and until when?"""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Sealed
from governance.meetings.rules import Candidate
from governance.policy.known import Column
from governance.policy.roles import Sight
from projections.agenda.facts import Candidates, Meeting, candidate
from projections.engine.counted import Counted, Field
from projections.engine.database import Moment, SealedText
from projections.engine.paging import Page, paged
from projections.engine.projection import Projection, on
from projections.engine.records import Records
from projections.engine.rows import Lookup, metadata
from projections.engine.view import View
from tests.contracts.lending.governance import events as fact

STAGES = {"lent": "借出", "returned": "已归还"}
keys = sa.Table(
    "lent_keys",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("code", sa.String),
    sa.Column("room", sa.String),
    sa.Column("grid", sa.String),
    sa.Column("unit", sa.String),
    sa.Column("borrower", SealedText),
    sa.Column("stage", sa.String, default="lent"),
    sa.Column("until", sa.String),
    sa.Column("lent_at", Moment),
    sa.Column("returned_at", Moment),
    sa.Column("reminders", sa.Integer, default=0),
    sa.Index("lent_keys_stage", "stage"),
)
COUNTED = Counted(
    name="lending",
    title="钥匙借用",
    measure="把",
    table=keys,
    fields={
        "code": Field("钥匙编号"),
        "room": Field("场所"),
        "grid": Field("网格"),
        "unit": Field("借用单位"),
        "stage": Field("状态", codes=STAGES),
        "until": Field("应还日期", day=True),
        "lent_at": Field("借出时间"),
        "returned_at": Field("归还时间"),
        "reminders": Field("催还次数"),
    },
    bases=("lent_at", "returned_at"),
    since="lent_at",
    heading="room",
    listed=("code", "room", "stage", "grid", "unit", "lent_at"),
    link="lending",
)


def _out(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    """Give the keys of a grid that are out."""
    rows = connection.execute(
        sa.select(keys).where(keys.c.grid == meeting.grid, keys.c.stage == "lent")
    )
    for row in rows:
        yield candidate(
            "lending",
            f"lending:{row.key}",
            meeting,
            subject=f"{row.room}的钥匙",
            serial=row.code,
            unit=row.unit,
            stream=row.key,
            versions={"lent": 1, "days_over": 1},
            first="lent",
            facts={"days_over": (meeting.today - date.fromisoformat(row.until)).days},
        )


class LendingBoard(Projection):
    """One row a key."""

    tables = (keys,)
    counted = (COUNTED,)
    candidates = (
        Candidates(
            kinds=("lending",), facts=(Column("days_over", "number", "逾期天数"),), find=_out
        ),
    )

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.keys = rows(keys)

    @on(fact.KeyLent)
    def lent(self, event: fact.KeyLent) -> None:
        """A key is out."""
        self.keys.add(
            event.stream,
            code=event.code,
            room=event.room,
            grid=event.grid,
            unit=event.unit,
            borrower=event.borrower,
            until=event.until.isoformat(),
            lent_at=event.recorded_at,
        )

    @on(fact.KeyReturned)
    def returned(self, event: fact.KeyReturned) -> None:
        """The key is back."""
        row = self.keys.change(event.stream)
        row["stage"], row["returned_at"] = "returned", event.recorded_at

    @on(fact.Reminded)
    def reminded(self, event: fact.Reminded) -> None:
        """Somebody was asked for it."""
        row = self.keys.change(event.stream)
        row["reminders"] += 1


class LentKey(msgspec.Struct, frozen=True):
    """A key that is or was out; `until` is the day it should be back."""

    key: UUID
    code: str
    room: str
    grid: str
    unit: str
    borrower: Sealed
    stage: str
    until: str
    lent_at: datetime
    returned_at: datetime | None
    reminders: int


LENT_KEYS = Records(LentKey, keys)


def lent_keys(
    view: View, sight: Sight, *, stage: str, grid: str, page: int, size: int
) -> Page[LentKey]:
    """Give a page of keys, the one due first at the top."""
    where: list[sa.ColumnElement[bool]] = [] if sight.everything else [keys.c.grid.in_(sight.grids)]
    where += [
        keys.c[name] == wanted for name, wanted in (("stage", stage), ("grid", grid)) if wanted
    ]
    query = LENT_KEYS.query.where(*where).order_by(keys.c.until, keys.c.code)
    return paged(view, LENT_KEYS, query, page, size)


def lent_key(view: View, key: UUID) -> LentKey | None:
    """Give one key."""
    with view.connect() as connection:
        return LENT_KEYS.by(connection, "key", key)
