"""Doors by the building they are in, where it is registered, else by their address."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DOORS, DueRule
from projections.engine.view import View
from projections.places.board import places
from projections.places.due import is_due
from projections.places.queries import PLACES, Place, reach, searched

BUILDING = "building"
_above = places.alias("above")
_registered = _above.c.kind == BUILDING
# Doors of a building stand together whatever address each has.
DOOR = (
    sa.select(
        sa.case((_registered, _above.c.key)).label("building"),
        sa.case((_registered, _above.c.name), else_="").label("called"),
        sa.case((_registered, _above.c.address), else_=places.c.address).label("stands"),
        *(places.c[name] for name in ("key", "kind", "code", "name", "area", "visited_at")),
    )
    .select_from(places.outerjoin(_above, _above.c.key == places.c.parent))
    .where(places.c.kind.in_(DOORS), places.c.retired.is_(False))
)


class Building(msgspec.Struct, frozen=True):
    """Doors that stand together: how many there are, and how many of them are due.

    `key` and `name` are those of a registered building; `kind`, `code` and `only`, its name, are
    those of the door where it is the only one.
    """

    key: UUID | None
    name: str
    address: str
    area: str
    doors: int
    due: int
    kind: str
    code: str
    only: str


def buildings(view: View, sight: Sight, rule: DueRule, q: str = "") -> list[Building]:
    """Give the buildings, or those in which every word of `q` is found."""
    asked = sa.case((sa.and_(*is_due(rule)), 1), else_=0).label("asked")
    each = DOOR.add_columns(asked).where(*reach(places, sight))
    if q:
        named = sa.select(places.c.key).where(*searched(q), places.c.kind == BUILDING)
        apart = sa.or_(_above.c.kind.is_(None), ~_registered)
        each = each.where(sa.or_(_above.c.key.in_(named), sa.and_(apart, *searched(q))))
    door = each.subquery()
    query = sa.select(
        door.c.building,
        door.c.called,
        door.c.stands,
        sa.func.min(door.c.area).label("area"),
        sa.func.count().label("doors"),
        sa.func.sum(door.c.asked).label("due"),
        sa.func.min(door.c.kind).label("kind"),
        sa.func.min(door.c.code).label("code"),
        sa.func.min(door.c.name).label("only"),
    ).group_by(door.c.building, door.c.called, door.c.stands)
    with view.connect() as connection:
        return [Building(*row) for row in connection.execute(query)]


def rooms(view: View, sight: Sight, building: UUID | None, address: str = "") -> list[Place]:
    """Give the doors of a building, or of an address that no building has, by code."""
    where = [places.c.kind.in_(DOORS), places.c.retired.is_(False), *reach(places, sight)]
    if building:
        where.append(places.c.parent == building)
    else:
        above = sa.select(places.c.key).where(places.c.kind == BUILDING)
        apart = sa.or_(places.c.parent.is_(None), places.c.parent.not_in(above))
        where += [places.c.address == address, apart]
    with view.connect() as connection:
        return PLACES.all(connection, PLACES.query.where(*where).order_by(places.c.code))
