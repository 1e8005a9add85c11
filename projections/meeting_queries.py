"""Questions about meetings, resolutions and topics."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.meeting_board import meetings, resolutions, topics
from projections.view import View

OPEN = ("open", "claimed")


def meeting_row(view: View, key: UUID) -> dict[str, Any] | None:
    """Give one meeting."""
    with view.connect() as connection:
        row = (
            connection.execute(sa.select(meetings).where(meetings.c.key == key)).mappings().first()
        )
    return dict(row) if row else None


def meeting_list(
    view: View, sight: Sight, *, grid: str = "", year: int = 0, limit: int = 120
) -> list[dict[str, Any]]:
    """Give meetings, the latest first."""
    where: list[sa.ColumnElement[bool]] = []
    if not sight.everything:
        where.append(meetings.c.grid.in_(sight.grids))
    if grid:
        where.append(meetings.c.grid == grid)
    if year:
        where.append(meetings.c.window.between(year * 100, year * 100 + 99))
    query = (
        sa.select(meetings)
        .where(*where)
        .order_by(meetings.c.window.desc(), meetings.c.grid)
        .limit(limit)
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


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


def topic_list(view: View, sight: Sight, *, grid: str = "") -> list[dict[str, Any]]:
    """Give topics, the open ones first."""
    where: list[sa.ColumnElement[bool]] = []
    if not sight.everything:
        where.append(topics.c.grid.in_(sight.grids))
    if grid:
        where.append(topics.c.grid == grid)
    query = (
        sa.select(topics)
        .where(*where)
        .order_by(topics.c.stage != "open", topics.c.grid, topics.c.number.desc())
    )
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def topics_grid(view: View, stream: UUID) -> str:
    """Give the grid whose topics a stream holds, empty when it holds none."""
    query = sa.select(topics.c.grid).where(topics.c.stream == stream).limit(1)
    with view.connect() as connection:
        return str(connection.scalar(query) or "")


def coming(view: View, sight: Sight, now: datetime) -> list[dict[str, Any]]:
    """Give the meetings that are not held yet, the next first."""
    where = [meetings.c.stage.in_(("scheduled", "drafted", "frozen"))]
    if not sight.everything:
        where.append(meetings.c.grid.in_(sight.grids))
    query = sa.select(meetings).where(*where).order_by(meetings.c.meets_at).limit(6)
    with view.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return [row | {"past": row["meets_at"] < now} for row in rows]
