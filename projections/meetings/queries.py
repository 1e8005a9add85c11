"""Questions about meetings."""

from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.view import View
from projections.meetings.board import meetings


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


def coming(view: View, sight: Sight, now: datetime) -> list[dict[str, Any]]:
    """Give the meetings that are not held yet, the next first."""
    where = [meetings.c.stage.in_(("scheduled", "drafted", "frozen"))]
    if not sight.everything:
        where.append(meetings.c.grid.in_(sight.grids))
    query = sa.select(meetings).where(*where).order_by(meetings.c.meets_at).limit(6)
    with view.connect() as connection:
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return [row | {"past": row["meets_at"] < now} for row in rows]
