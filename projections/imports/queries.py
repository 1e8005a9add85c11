"""Questions about sheets taken in."""

from datetime import datetime

import msgspec

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


def latest_batches(view: View, most: int) -> list[Batch]:
    """Give the last sheets that were taken in, the latest first."""
    query = BATCHES.query.order_by(batches.c.recorded_at.desc()).limit(most)
    with view.connect() as connection:
        return BATCHES.all(connection, query)
