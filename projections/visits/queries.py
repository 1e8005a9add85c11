"""Questions about visits: each time at a door, the last one there, what was found."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.paging import SIZE, Page, paged_columns
from projections.engine.view import View
from projections.places.board import findings, places, visits
from projections.places.queries import reach

PLANS = ("planned", "cancelled")
LOGGED = ("made", "missed")
SORTS: dict[str, sa.ColumnElement[Any]] = {
    "made": visits.c.made_at,
    "planned": visits.c.planned_for,
    "place": places.c.code,
    "grid": visits.c.grid,
    "outcome": visits.c.outcome,
    "findings": visits.c.findings,
    "open": visits.c.open_findings,
}
_SHOWN = (
    *visits.c,
    places.c.code.label("place_code"),
    places.c.name.label("place_name"),
    places.c.address.label("place_address"),
)


class VisitFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means every time at a door.

    `since` <= made < `until`, in UTC. `outcome` may also be a stage of a plan: `planned`, still to
    be visited, or `cancelled`; `due` is the last day plans are for.
    """

    q: str = ""
    grid: str = ""
    area: str = ""
    outcome: str = ""
    theme: str = ""
    open: bool = False
    place: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    due: date | None = None


def visit_list(
    view: View,
    wanted: VisitFilter,
    sight: Sight,
    *,
    sort: str = "",
    page: int = 1,
    size: int = SIZE,
) -> Page[dict[str, Any]]:
    """Give a page of visits, the latest first unless `sort` names one of `SORTS`."""
    where = _conditions(wanted, sight)
    joined = visits.outerjoin(places, places.c.key == visits.c.place)
    query = sa.select(*_SHOWN).select_from(joined).where(*where)
    return paged_columns(view, query.order_by(*_order(sort), visits.c.record), page, size)


def last_visit(view: View, place: UUID, *, met: bool) -> dict[str, Any] | None:
    """Give the last visit to a place, or the last that met somebody."""
    stages = ("made",) if met else LOGGED
    query = (
        sa.select(visits)
        .where(visits.c.place == place, visits.c.stage.in_(stages))
        .order_by(visits.c.made_at.desc(), visits.c.recorded_at.desc())
        .limit(1)
    )
    with view.connect() as connection:
        row = connection.execute(query).mappings().first()
    return dict(row) if row else None


def times(view: View, key: UUID) -> list[dict[str, Any]]:
    """Give every time somebody stood at the door for one visit, the first of them first."""
    query = (
        sa.select(visits)
        .where(visits.c.key == key, visits.c.stage.in_(LOGGED))
        .order_by(visits.c.version)
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def findings_at(view: View, place: UUID) -> list[dict[str, Any]]:
    """Give everything found at a place, the latest first."""
    query = (
        sa.select(findings)
        .where(findings.c.place == place)
        .order_by(findings.c.found_at.desc(), findings.c.number)
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def _conditions(wanted: VisitFilter, sight: Sight) -> list[sa.ColumnElement[bool]]:
    where = reach(visits, sight)
    where += [
        visits.c[name] == value
        for name in ("grid", "area", "place")
        if (value := getattr(wanted, name))
    ]
    if wanted.outcome in PLANS:
        where.append(visits.c.stage == wanted.outcome)
    elif wanted.outcome:
        where.append(visits.c.outcome == wanted.outcome)
    else:
        where.append(visits.c.stage.in_(LOGGED))
    if wanted.theme:
        where.append(
            sa.cast(visits.c.themes, sa.Text).contains(f'"{wanted.theme}"', autoescape=True)
        )
    if wanted.open:
        where.append(visits.c.open_findings > 0)
    if wanted.due:
        where.append(visits.c.planned_for <= wanted.due.isoformat())
    if wanted.since:
        where.append(visits.c.made_at >= wanted.since)
    if wanted.until:
        where.append(visits.c.made_at < wanted.until)
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


def _order(sort: str) -> list[Any]:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        latest = (visits.c.made_at.desc(), visits.c.planned_for, visits.c.recorded_at.desc())
        return [visits.c.made_at.is_(None), *latest]
    return [column.is_(None), column.desc() if sort.startswith("-") else column.asc()]
