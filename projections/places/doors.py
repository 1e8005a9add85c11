"""Questions about the register: places by kind, the colour of each door, whose visit is due."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DOORS, DueRule
from projections.casework.table import cases
from projections.engine.paging import SIZE, Page, paged_columns
from projections.engine.view import View
from projections.places.board import places, visits
from projections.places.queries import reach
from projections.visits.due import is_due

SORTS = {
    "code": places.c.code,
    "name": places.c.name,
    "grid": places.c.grid,
    "area": places.c.area,
    "visited": places.c.visited_at,
    "visits": places.c.visits,
    "open": places.c.open_findings,
}
# 绿 nothing found, 黄 found and settled, 红 found and open (`register.OPEN`), 灰 not yet visited
COLOURS: dict[str, sa.ColumnElement[bool]] = {
    "grey": places.c.visited_at.is_(None),
    "red": sa.and_(places.c.visited_at.is_not(None), places.c.open_findings > 0),
    "yellow": sa.and_(
        places.c.visited_at.is_not(None),
        places.c.open_findings == 0,
        places.c.solved_findings > 0,
    ),
    "green": sa.and_(
        places.c.visited_at.is_not(None),
        places.c.open_findings == 0,
        places.c.solved_findings == 0,
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
) -> Page[dict[str, Any]]:
    """Give a page of places, by code unless `sort` names one of `SORTS`."""
    where = _conditions(wanted, sight)
    column = SORTS.get(sort.removeprefix("-"), places.c.code)
    turned = column.desc() if sort.startswith("-") else column.asc()
    query = sa.select(places).where(*where).order_by(column.is_(None), turned, places.c.key)
    return paged_columns(view, query, page, size)


def colours(view: View, wanted: PlaceFilter, sight: Sight) -> dict[str, int]:
    """Give how many places of a filter have each colour."""
    columns = [
        sa.func.count(sa.case((condition, 1))).label(name) for name, condition in COLOURS.items()
    ]
    query = sa.select(*columns).where(*_conditions(wanted, sight))
    with view.connect() as connection:
        return dict(connection.execute(query).mappings().one())


def colour(row: Mapping[str, Any]) -> str:
    """Give the colour of one door."""
    if row["visited_at"] is None:
        return "grey"
    if row["open_findings"]:
        return "red"
    return "yellow" if row["solved_findings"] else "green"


def doors(view: View, q: str, sight: Sight, *, most: int) -> list[dict[str, Any]]:
    """Give doors whose code, name or address hold every word of `q`, those longest unseen first."""
    where = [*_conditions(PlaceFilter(q=q), sight), places.c.kind.in_(DOORS)]
    query = (
        sa.select(places)
        .where(*where)
        .order_by(places.c.visited_at.is_not(None), places.c.visited_at, places.c.code)
        .limit(most)
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def cases_at(view: View, place: UUID, sight: Sight) -> list[dict[str, Any]]:
    """Give the issues found at a place, the latest first, kept to the grids somebody sees."""
    query = (
        sa.select(cases)
        .where(
            cases.c.visit.in_(sa.select(visits.c.key).where(visits.c.place == place)),
            *reach(cases, sight),
        )
        .order_by(cases.c.received_at.desc())
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


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
    where += [
        sa.or_(
            *(
                column.icontains(word, autoescape=True)
                for column in (places.c.code, places.c.name, places.c.address)
            )
        )
        for word in wanted.q.split()
    ]
    return where
