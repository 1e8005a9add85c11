"""Questions about the register: places by kind, the colour of each door, whose visit is due."""

from collections.abc import Callable, Collection

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DOORS, DueRule
from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import any_of
from projections.engine.view import View
from projections.places.board import places
from projections.places.due import is_due
from projections.places.queries import PLACES, Place, reach, searched

Room = Callable[[str], Collection[str]]
SORTS = {
    "code": places.c.code,
    "name": places.c.name,
    "grid": places.c.grid,
    "area": places.c.area,
    "visited": places.c.visited_at,
    "visits": places.c.visits,
    "open": places.c.open_findings,
}
# 绿 nothing found, 黄 found and settled or an essential check answered no that opened no finding,
# 红 found and open, 灰 not yet visited
COLOURS: dict[str, sa.ColumnElement[bool]] = {
    "grey": places.c.visited_at.is_(None),
    "red": sa.and_(places.c.visited_at.is_not(None), places.c.open_findings > 0),
    "yellow": sa.and_(
        places.c.visited_at.is_not(None),
        places.c.open_findings == 0,
        places.c.solved_findings + places.c.failed > 0,
    ),
    "green": sa.and_(
        places.c.visited_at.is_not(None),
        places.c.open_findings == 0,
        places.c.solved_findings + places.c.failed == 0,
    ),
}


class PlaceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means all. `due` keeps it to the doors due by that rule."""

    kind: str = ""
    q: str = ""
    grid: str = ""
    area: str = ""
    colour: str = ""
    interval: str = ""
    retired: bool = False
    due: DueRule | None = None


def place_list(
    view: View,
    wanted: PlaceFilter,
    sight: Sight,
    *,
    sort: str = "",
    page: int = 1,
    size: int = SIZE,
) -> Page[Place]:
    """Give a page of places, by code unless `sort` names one of `SORTS`."""
    where = _conditions(wanted, sight)
    column = SORTS.get(sort.removeprefix("-"), places.c.code)
    turned = column.desc() if sort.startswith("-") else column.asc()
    query = PLACES.query.where(*where).order_by(column.is_(None), turned, places.c.key)
    return paged(view, PLACES, query, page, size)


def colours(view: View, wanted: PlaceFilter, sight: Sight) -> dict[str, int]:
    """Give how many places of a filter have each colour."""
    columns = [
        sa.func.count(sa.case((condition, 1))).label(name) for name, condition in COLOURS.items()
    ]
    query = sa.select(*columns).where(*_conditions(wanted, sight))
    with view.connect() as connection:
        return dict(connection.execute(query).mappings().one())


def colour(place: Place) -> str:
    """Give the colour of one door."""
    if place.visited_at is None:
        return "grey"
    if place.open_findings:
        return "red"
    return "yellow" if place.solved_findings or place.failed else "green"


def doors(view: View, q: str, sight: Sight, *, most: int, room: Room | None = None) -> list[Place]:
    """Give doors whose code, name, address or room holds every word, the longest unseen first.

    `room` gives what names the sealed numbers of rooms that are a word; such a room stands first.
    """
    rooms = {word: room(word) for word in q.split()} if room else {}
    asked = searched(q, rooms.__getitem__ if room else None)
    where = [*_conditions(PlaceFilter(), sight), places.c.kind.in_(DOORS), *asked]
    named = [one for references in rooms.values() for one in references]
    order = [places.c.visited_at.is_not(None), places.c.visited_at, places.c.code]
    if named:
        order.insert(0, sa.case((places.c.door_reference.in_(any_of(named)), 0), else_=1))
    query = PLACES.query.where(*where).order_by(*order).limit(most)
    with view.connect() as connection:
        return PLACES.all(connection, query)


def _conditions(wanted: PlaceFilter, sight: Sight) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [*reach(places, sight)]
    where.append(places.c.retired.is_(wanted.retired))
    where += [
        places.c[name] == value
        for name in ("kind", "grid", "area", "interval")
        if (value := getattr(wanted, name))
    ]
    if wanted.colour in COLOURS:
        where.append(COLOURS[wanted.colour])
    if wanted.due:
        where += is_due(wanted.due)
    where += searched(wanted.q)
    return where
