"""Questions about sheets taken in."""

from typing import Any

import sqlalchemy as sa

from projections.engine.view import View
from projections.imports.board import batches


def latest_batches(view: View, most: int) -> list[dict[str, Any]]:
    """Give the last sheets that were taken in, the latest first."""
    query = sa.select(batches).order_by(batches.c.recorded_at.desc()).limit(most)
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
