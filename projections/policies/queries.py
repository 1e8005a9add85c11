"""Questions about policy editions."""

from typing import Any

import sqlalchemy as sa

from projections.engine.view import View
from projections.policies.board import editions


def edition_list(view: View) -> list[dict[str, Any]]:
    """Give all editions without their contents, the latest of each policy first."""
    columns = [column for column in editions.columns if column.name != "content"]
    query = sa.select(*columns).order_by(editions.c.policy, editions.c.number.desc())
    with view.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def edition(view: View, policy: str, number: int) -> dict[str, Any] | None:
    """Give one edition with its content."""
    with view.connect() as connection:
        row = (
            connection.execute(sa.select(editions).where(editions.c.key == f"{policy}:{number}"))
            .mappings()
            .first()
        )
    return dict(row) if row else None
