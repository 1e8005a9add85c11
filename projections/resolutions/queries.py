"""Questions about resolutions."""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import Records
from projections.engine.view import View
from projections.resolutions.board import RUNNING, resolutions


class Resolution(msgspec.Struct, frozen=True):
    """A resolution as the ledger has it; without `due` it is to be kept up for good.

    `case` is the case it is about, where it is about one; `closed_at` is when it ended either way.
    """

    key: UUID
    serial: str
    meeting: UUID
    grid: str
    item: str
    case: UUID | None
    case_serial: str
    matter: str
    requirement: str
    leader: str
    owner: str
    partners: list[str]
    due: datetime | None
    standard: str
    percent: int
    stage: str
    note: str
    claimed_by: str
    adopted_at: datetime
    closed_at: datetime | None

    @property
    def running(self) -> bool:
        """Whether it is still to be carried out, or to be checked that it was."""
        return self.stage in RUNNING

    def overdue(self, at: datetime) -> bool:
        """Whether it was to be done before a moment and is not."""
        return self.running and self.due is not None and self.due < at


RESOLUTIONS = Records(Resolution, resolutions)


class ResolutionFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; empty means all.

    `stage` may be `running` for all that are not ended, and `overdue` for those of them whose day
    is past.
    """

    stage: str = ""
    grid: str = ""
    owner: str = ""
    meeting: UUID | None = None


def resolution_page(
    view: View,
    wanted: ResolutionFilter,
    sight: Sight,
    *,
    at: datetime,
    page: int = 1,
    size: int = SIZE,
) -> Page[Resolution]:
    """Give a page of the resolutions as they stand at a moment, the earliest due first."""
    return paged(view, RESOLUTIONS, _query(wanted, sight, at), page, size)


def resolution_list(
    view: View, sight: Sight, *, stage: str = "", meeting: UUID | None = None
) -> list[Resolution]:
    """Give resolutions, the earliest due first; `stage` may be `running` for all not ended."""
    wanted = ResolutionFilter(stage=stage, meeting=meeting)
    with view.connect() as connection:
        return RESOLUTIONS.all(connection, _query(wanted, sight))


def owners(view: View, sight: Sight) -> list[str]:
    """Give the units that answer for any resolution, in order."""
    query = sa.select(resolutions.c.owner).where(*_seen(sight)).distinct()
    with view.connect() as connection:
        return sorted(connection.scalars(query))


def _query(
    wanted: ResolutionFilter, sight: Sight, at: datetime | None = None
) -> sa.Select[tuple[object, ...]]:
    where = _seen(sight)
    if wanted.stage in {"running", "overdue"}:
        where.append(resolutions.c.stage.in_(RUNNING))
        if wanted.stage == "overdue":
            where.append(resolutions.c.due < at)
    elif wanted.stage:
        where.append(resolutions.c.stage == wanted.stage)
    where += [
        resolutions.c[name] == value
        for name in ("grid", "owner", "meeting")
        if (value := getattr(wanted, name))
    ]
    return RESOLUTIONS.query.where(*where).order_by(
        resolutions.c.due.is_(None), resolutions.c.due, resolutions.c.serial, resolutions.c.key
    )


def _seen(sight: Sight) -> list[sa.ColumnElement[bool]]:
    if sight.everything:
        return []
    return [sa.or_(resolutions.c.grid.in_(sight.grids), resolutions.c.owner.in_(sight.units))]


def resolution(view: View, key: UUID) -> Resolution | None:
    """Give one resolution."""
    with view.connect() as connection:
        return RESOLUTIONS.by(connection, "key", key)


def resolution_numbered(view: View, serial: str, sight: Sight) -> Resolution | None:
    """Give the resolution with a number, written in any case, if it is within somebody's sight."""
    query = RESOLUTIONS.query.where(
        sa.func.upper(resolutions.c.serial) == serial.upper(), *_seen(sight)
    )
    with view.connect() as connection:
        return RESOLUTIONS.first(connection, query)


def resolution_visible(row: Resolution, sight: Sight) -> bool:
    """Whether a resolution is within somebody's sight: by its grid, or by who answers for it."""
    return sight.everything or row.grid in sight.grids or row.owner in sight.units


def resolutions_of_case(view: View, case: UUID) -> list[Resolution]:
    """Give the resolutions about a case."""
    with view.connect() as connection:
        return RESOLUTIONS.all(connection, RESOLUTIONS.query.where(resolutions.c.case == case))


def numbered(view: View) -> dict[str, UUID]:
    """Give every resolution by the number it has."""
    query = sa.select(resolutions.c.serial, resolutions.c.key)
    with view.connect() as connection:
        return {row.serial: row.key for row in connection.execute(query)}
