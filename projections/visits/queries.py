"""Questions about visits: each time at a door, the last one there, what was found."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.casework.queries import CASES, Case
from projections.casework.table import cases
from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import Records
from projections.engine.view import View
from projections.places.board import places
from projections.places.queries import reach, searched
from projections.visits.table import findings, visits

PLANS = ("planned", "cancelled", "withdrawn")
LOGGED = ("made", "missed")
WITHDRAWN = "withdrawn"
SORTS: dict[str, sa.ColumnElement[Any]] = {
    "made": visits.c.made_at,
    "planned": visits.c.planned_for,
    "place": places.c.code,
    "grid": visits.c.grid,
    "outcome": visits.c.outcome,
    "findings": visits.c.findings,
    "open": visits.c.open_findings,
}


class Visit(msgspec.Struct, frozen=True):
    """A plan, or one time somebody stood at a door, by `stage`; `key` is the visit it belongs to.

    Days are ISO texts, empty where there is none; the names are None of a place that is not
    registered.
    """

    unit: ClassVar[str] = ""  # no unit has a visit in hand
    key: UUID
    version: int
    place: UUID
    place_code: str | None
    place_name: str | None
    visitee: str
    grid: str
    area: str
    stage: str
    planned_for: str
    rule: str
    reason: str
    made_at: datetime | None
    told_at: datetime | None
    recorded_at: datetime
    outcome: str
    way: str
    themes: list[str]
    findings: int
    open_findings: int
    failed: int
    visitor: str
    photos: int
    revisit_on: str


class Finding(msgspec.Struct, frozen=True):
    """What a visit found; `ending` says how its issue ended, if it has."""

    visit: UUID
    number: int
    title: str
    category: str
    outcome: str
    issue: str
    ending: str
    found_at: datetime | None


VISITS = Records(Visit, visits, place_code=places.c.code, place_name=places.c.name)
FINDINGS = Records(Finding, findings)
_AT_PLACES = VISITS.query.select_from(visits.outerjoin(places, places.c.key == visits.c.place))


class VisitFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; empty means every time at a door.

    `since` <= made < `until`, in UTC. `outcome` may also be a stage of a plan: `planned`, still to
    be visited, or `cancelled`; `due` is the last day plans are for. Plans for anybody are also
    those of a `visitor`.
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
    visitor: str = ""


def visit_list(
    view: View,
    wanted: VisitFilter,
    sight: Sight,
    *,
    sort: str = "",
    page: int = 1,
    size: int = SIZE,
) -> Page[Visit]:
    """Give a page of visits, the latest first unless `sort` names one of `SORTS`."""
    query = _AT_PLACES.where(*_conditions(wanted, sight)).order_by(*_order(sort), visits.c.record)
    return paged(view, VISITS, query, page, size)


def visit(view: View, key: UUID) -> Visit | None:
    """Give a visit as it stands: the last time somebody stood at the door, else its plan.

    Where nothing stands, it is the last time that was withdrawn.
    """
    standing = sa.case((visits.c.stage == WITHDRAWN, 1), else_=0)
    query = _AT_PLACES.where(visits.c.key == key).order_by(standing, visits.c.version.desc())
    with view.connect() as connection:
        return VISITS.first(connection, query)


def last_visit(view: View, place: UUID, *, met: bool) -> Visit | None:
    """Give the last visit to a place, or the last that met somebody."""
    stages = ("made",) if met else LOGGED
    query = _AT_PLACES.where(visits.c.place == place, visits.c.stage.in_(stages))
    latest = (visits.c.made_at.desc(), visits.c.recorded_at.desc())
    with view.connect() as connection:
        return VISITS.first(connection, query.order_by(*latest))


def times(view: View, key: UUID) -> list[Visit]:
    """Give every time told of at the door for one visit, the first of them first."""
    query = _AT_PLACES.where(visits.c.key == key, visits.c.stage.in_((*LOGGED, WITHDRAWN)))
    with view.connect() as connection:
        return VISITS.all(connection, query.order_by(visits.c.version))


def findings_of(view: View, key: UUID) -> list[Finding]:
    """Give the findings of a visit in their order."""
    query = FINDINGS.query.where(findings.c.visit == key).order_by(findings.c.number)
    with view.connect() as connection:
        return FINDINGS.all(connection, query)


def findings_at(view: View, place: UUID) -> list[Finding]:
    """Give everything found at a place, the latest first."""
    query = FINDINGS.query.where(findings.c.place == place, findings.c.found_at.is_not(None))
    latest = (findings.c.found_at.desc(), findings.c.number)
    with view.connect() as connection:
        return FINDINGS.all(connection, query.order_by(*latest))


def cases_at(view: View, place: UUID, sight: Sight) -> list[Case]:
    """Give the issues found at a place, the latest first, kept to the grids somebody sees."""
    found = sa.select(visits.c.key).where(visits.c.place == place)
    query = CASES.query.where(cases.c.visit.in_(found), *reach(cases, sight))
    with view.connect() as connection:
        return CASES.all(connection, query.order_by(cases.c.received_at.desc()))


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
    if wanted.visitor:
        anybody = [""] if wanted.outcome in PLANS else []
        where.append(visits.c.visitor.in_([wanted.visitor, *anybody]))
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
    where += searched(wanted.q)
    return where


def _order(sort: str) -> list[Any]:
    column = SORTS.get(sort.removeprefix("-"))
    if column is None:
        latest = (visits.c.made_at.desc(), visits.c.planned_for, visits.c.recorded_at.desc())
        return [visits.c.made_at.is_(None), *latest]
    return [column.is_(None), column.desc() if sort.startswith("-") else column.asc()]


def times_at(view: View, keys: Collection[UUID]) -> dict[tuple[UUID, datetime, str], UUID]:
    """Give the visits made to some places, by the place, the minute and who went."""
    columns = (visits.c.place, visits.c.made_at, visits.c.visitor, visits.c.key)
    query = sa.select(*columns).where(visits.c.place.in_(list(keys)), visits.c.made_at.is_not(None))
    with view.connect() as connection:
        rows = connection.execute(query).all()
    return {
        (row.place, row.made_at.replace(second=0, microsecond=0), row.visitor): row.key
        for row in rows
    }
