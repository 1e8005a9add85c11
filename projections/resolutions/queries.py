"""Questions about resolutions."""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
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


RESOLUTIONS = Records(Resolution, resolutions)


def resolution_list(
    view: View,
    sight: Sight,
    *,
    stage: str = "",
    grid: str = "",
    owner: str = "",
    meeting: UUID | None = None,
) -> list[Resolution]:
    """Give resolutions, the earliest due first; `stage` may be `running` for all not ended."""
    where: list[sa.ColumnElement[bool]] = []
    if not sight.everything:
        where.append(
            sa.or_(resolutions.c.grid.in_(sight.grids), resolutions.c.owner.in_(sight.units))
        )
    if stage == "running":
        where.append(resolutions.c.stage.in_(RUNNING))
    elif stage:
        where.append(resolutions.c.stage == stage)
    if grid:
        where.append(resolutions.c.grid == grid)
    if owner:
        where.append(resolutions.c.owner == owner)
    if meeting:
        where.append(resolutions.c.meeting == meeting)
    query = RESOLUTIONS.query.where(*where).order_by(
        resolutions.c.due.is_(None), resolutions.c.due, resolutions.c.serial
    )
    with view.connect() as connection:
        return RESOLUTIONS.all(connection, query)


def resolution(view: View, key: UUID) -> Resolution | None:
    """Give one resolution."""
    with view.connect() as connection:
        return RESOLUTIONS.first(connection, RESOLUTIONS.query.where(resolutions.c.key == key))


def resolution_visible(row: Resolution, sight: Sight) -> bool:
    """Whether a resolution is within somebody's sight: by its grid, or by who answers for it."""
    return sight.everything or row.grid in sight.grids or row.owner in sight.units


def resolutions_of_case(view: View, case: UUID) -> list[Resolution]:
    """Give the resolutions about a case."""
    with view.connect() as connection:
        return RESOLUTIONS.all(connection, RESOLUTIONS.query.where(resolutions.c.case == case))
