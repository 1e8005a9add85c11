"""Questions about the register: one place, the places of a kind."""

from collections.abc import Collection
from datetime import datetime
from typing import ClassVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Sealed
from governance.policy.roles import Sight
from projections.engine.records import Records
from projections.engine.view import View
from projections.places.board import places


class Place(msgspec.Struct, frozen=True):
    """A place in the register; `revisit_on` is the day agreed, empty when none stands.

    It was agreed last at `agreed_at`, at the visit `agreed_by`.
    """

    unit: ClassVar[str] = ""  # no unit has a place in hand
    key: UUID
    kind: str
    code: str
    name: str
    parent: UUID | None
    grid: str
    area: str
    address: str
    door: Sealed | None
    head: Sealed | None
    phone: Sealed | None
    interval: str
    retired: bool
    visited_at: datetime | None
    tried_at: datetime | None
    visits: int
    open_findings: int
    solved_findings: int
    failed: int
    revisit_on: str
    agreed_at: datetime | None
    agreed_by: UUID | None


PLACES = Records(Place, places)
LABELS = sa.select(places.c.kind, places.c.code, places.c.name).where(
    places.c.kind.in_(sa.bindparam("kinds", expanding=True))
)


def named(view: View, kind: str) -> list[Place]:
    """Give the places of a kind that are in use, by code."""
    query = PLACES.query.where(places.c.kind == kind, places.c.retired.is_(False))
    with view.connect() as connection:
        return PLACES.all(connection, query.order_by(places.c.code))


def labels(view: View, kind: str) -> dict[str, str]:
    """Give the name of each code of a kind."""
    return labels_of(view, kind)[kind]


def labels_of(view: View, *kinds: str) -> dict[str, dict[str, str]]:
    """Give the name of each code of several kinds, by kind."""
    found: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    with view.connect() as connection:
        for kind, code, name in connection.execute(LABELS, {"kinds": kinds}):
            found[kind][code] = name
    return found


def place(view: View, key: UUID) -> Place | None:
    """Give one place."""
    with view.connect() as connection:
        return PLACES.by(connection, "key", key)


def places_of(view: View, keys: Collection[UUID]) -> list[Place]:
    """Give some places."""
    with view.connect() as connection:
        return PLACES.all(connection, PLACES.query.where(places.c.key.in_(list(keys))))


def reach(table: sa.Table, sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep rows to the grids somebody sees."""
    return [] if sight.everything else [table.c.grid.in_(sight.grids)]
