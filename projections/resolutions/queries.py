"""Questions about resolutions."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.view import View
from projections.resolutions.board import resolutions

OPEN = ("open", "claimed")


def resolution_list(
    view: View,
    sight: Sight,
    *,
    stage: str = "",
    grid: str = "",
    owner: str = "",
    meeting: UUID | None = None,
) -> list[dict[str, Any]]:
    """Give resolutions, the earliest due first; `stage` may be `running` for all not ended."""
    where: list[sa.ColumnElement[bool]] = []
    if not sight.everything:
        where.append(
            sa.or_(resolutions.c.grid.in_(sight.grids), resolutions.c.owner.in_(sight.units))
        )
    if stage == "running":
        where.append(resolutions.c.stage.in_(OPEN))
    elif stage:
        where.append(resolutions.c.stage == stage)
    if grid:
        where.append(resolutions.c.grid == grid)
    if owner:
        where.append(resolutions.c.owner == owner)
    if meeting:
        where.append(resolutions.c.meeting == meeting)
    query = (
        sa.select(resolutions)
        .where(*where)
        .order_by(resolutions.c.due.is_(None), resolutions.c.due, resolutions.c.serial)
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def resolution(view: View, key: UUID) -> dict[str, Any] | None:
    """Give one resolution."""
    with view.connect() as connection:
        row = (
            connection.execute(sa.select(resolutions).where(resolutions.c.key == key))
            .mappings()
            .first()
        )
    return dict(row) if row else None


def resolution_visible(row: dict[str, Any], sight: Sight) -> bool:
    """Whether a resolution is within somebody's sight: by its grid, or by who answers for it."""
    return sight.everything or row["grid"] in sight.grids or row["owner"] in sight.units


def resolutions_of_case(view: View, case: UUID) -> list[dict[str, Any]]:
    """Give the resolutions about a case."""
    with view.connect() as connection:
        rows = connection.execute(
            sa.select(resolutions).where(resolutions.c.case == case)
        ).mappings()
        return [dict(row) for row in rows]
