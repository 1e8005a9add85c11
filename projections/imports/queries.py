"""Questions about sheets taken in."""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from projections.engine.records import Records
from projections.engine.view import View
from projections.imports.board import batches


class Batch(msgspec.Struct, frozen=True):
    """A sheet that was taken in, and what became of its rows."""

    recorded_at: datetime
    file: str
    source: str
    rows: int
    accepted: int
    corrected: int
    known: int
    refused: int
    actor: str


BATCHES = Records(Batch, batches)


def sources(view: View) -> list[str]:
    """Give the sources sheets came from."""
    query = sa.select(batches.c.source).distinct().order_by(batches.c.source)
    with view.connect() as connection:
        return [row.source for row in connection.execute(query)]


def latest_batches(view: View, most: int) -> list[Batch]:
    """Give the last sheets that were taken in, the latest first."""
    query = BATCHES.query.order_by(batches.c.recorded_at.desc()).limit(most)
    with view.connect() as connection:
        return BATCHES.all(connection, query)
