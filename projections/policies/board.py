"""Which policy editions are there, and which were in force?"""

from typing import Any

import sqlalchemy as sa

from governance.policies.events import EditionPublished
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

editions = sa.Table(
    "editions",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("policy", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("content", Json),
    sa.Column("source", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("actor", sa.String),
    sa.Column("published_at", Moment),
)


class EditionBoard(Projection):
    """One row an edition."""

    tables = (editions,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.editions = rows(editions)

    @on(EditionPublished)
    def published(self, event: EditionPublished) -> None:
        """An edition is in force."""
        content: dict[str, Any] = event.content
        self.editions.add(
            f"{event.policy}:{event.number}",
            policy=event.policy,
            number=event.number,
            content=content,
            source=event.source,
            reason=event.reason,
            actor=event.actor,
            published_at=event.recorded_at,
        )
