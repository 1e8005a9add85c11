"""Questions about the register: one place, the places of a kind."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import ClassVar
from unicodedata import normalize
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Sealed
from governance.kernel.spelling import folded, number_key
from governance.policy.roles import Sight
from projections.engine.records import Records, any_of
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
Condition = sa.ColumnElement[bool]
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


def spelling(view: View, kind: str, code: str) -> str:
    """Give the spelling a number has in the register; as it is typed where it is a new one."""
    same = sa.func.upper(places.c.code) == number_key(code)
    query = sa.select(places.c.code).where(places.c.kind == kind, same).order_by(places.c.code)
    with view.connect() as connection:
        return str(connection.execute(query.limit(1)).scalar() or normalize("NFKC", code))


def searched(q: str, room: Callable[[str], Collection[str]] | None = None) -> list[Condition]:
    """Give the conditions that every word typed stands in a number, a name or an address.

    One width and one case is as good as the other, and so are the letters Chinese is typed by. A
    word may also be a `room`, where it is said what names the sealed numbers that are it.
    """
    columns = (places.c.code, places.c.name, places.c.address, places.c.letters)
    return [
        sa.or_(
            *(
                column.icontains(spelt, autoescape=True)
                for column in columns
                for spelt in dict.fromkeys((word, folded(word)))
            ),
            *([places.c.door_reference.in_(any_of(room(word)))] if room else []),
        )
        for word in q.split()
    ]


def reach(table: sa.Table, sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep rows to the grids somebody sees."""
    return [] if sight.everything else [table.c.grid.in_(sight.grids)]
