"""Questions about topics."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.view import View
from projections.topics.board import topics


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
