"""What is in the register, and when was each door last visited?

The columns that count visits and findings are kept by the boards of `projections.visits`.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.places import events as fact
from governance.visits.portion import lot
from projections.casework.pinyin import typed
from projections.engine.counted import Counted, Field
from projections.engine.database import Moment, SealedText
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

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
    # Of the checks last gone through: essential ones answered no that opened no finding.
    sa.Column("failed", sa.Integer, default=0),
    sa.Column("revisit_on", sa.String, default=""),
    # When and at which visit the next day was agreed last, whether it still stands or not.
    sa.Column("agreed_at", Moment),
    sa.Column("agreed_by", sa.Uuid),
    # The record of the last time there; each names the one before.
    sa.Column("last_entry", sa.String, default=""),
    # How the name and the address are typed, and what names the sealed number of the room.
    sa.Column("letters", sa.Text, default=""),
    sa.Column("door_reference", sa.String, default=""),
    # Whose share of the doors of a day it is in.
    sa.Column("lot", sa.Integer, default=0),
    sa.Index("places_kind_grid", "kind", "grid", "visited_at"),
    sa.Index("places_code", "code"),
    sa.Index("places_parent", "parent"),
    sa.Index("places_address", "address"),
)
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
        "agreed_at": Field("约定时间"),
        "visits": Field("走访次数"),
        "open_findings": Field("未解决问题"),
        "solved_findings": Field("已解决问题"),
        "failed": Field("检查为否未登记问题"),
    },
    bases=("visited_at", "tried_at", "revisit_on"),
    heading="code",
    listed=("kind", "grid", "area", "visited_at", "revisit_on", "visits", "open_findings"),
    link="place",
)


class PlaceBoard(Projection):
    """One row a place."""

    tables = (places,)
    counted = (COUNTED,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.places = rows(places)

    @on(fact.PlaceRegistered)
    def registered(self, event: fact.PlaceRegistered) -> None:
        """A place is in the register."""
        names = ("kind", "code", "name", "parent", "grid", "area", "address", *DOOR)
        values = {name: getattr(event, name) for name in names}
        self.places.add(event.stream, **values, lot=lot(event.stream))
        self._find_by(event.stream)

    @on(fact.PlaceMoved)
    def moved(self, event: fact.PlaceMoved) -> None:
        """Boundaries changed."""
        row = self.places.change(event.stream)
        row["parent"], row["grid"], row["area"] = event.parent, event.grid, event.area

    @on(fact.PlaceTagged)
    def tagged(self, event: fact.PlaceTagged) -> None:
        """A visit is due in another interval."""
        self.places.change(event.stream)["interval"] = event.interval

    @on(fact.PlaceCorrected, fact.SealedFactCorrected)
    def corrected(self, event: Any) -> None:
        """A fact has another value."""
        self.places.change(event.stream)[event.field] = event.new
        self._find_by(event.stream)

    @on(fact.PlaceRetired)
    def retired(self, event: fact.PlaceRetired) -> None:
        """The place is no more."""
        self.places.change(event.stream)["retired"] = True

    @on(fact.PlaceRestored)
    def restored(self, event: fact.PlaceRestored) -> None:
        """The place is in use again."""
        self.places.change(event.stream)["retired"] = False

    def _find_by(self, key: UUID) -> None:
        """Set what a place is found by besides what it says."""
        row = self.places.change(key)
        said = dict.fromkeys((row["name"], row["address"]))
        row["letters"] = " ".join(filter(None, map(typed, said)))
        row["door_reference"] = row["door"].reference if row["door"] else ""
