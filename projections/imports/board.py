"""Which sheets were taken in?"""

import sqlalchemy as sa

from governance.imports.events import BatchImported
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

batches = sa.Table(
    "batches",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("source", sa.String),
    sa.Column("file", sa.Text),
    sa.Column("digest", sa.String),
    sa.Column("rows", sa.Integer),
    sa.Column("accepted", sa.Integer),
    sa.Column("known", sa.Integer),
    sa.Column("corrected", sa.Integer),
    sa.Column("refused", sa.Integer),
    sa.Column("unknown_columns", Json),
    sa.Column("actor", sa.String),
    sa.Column("recorded_at", Moment),
)


class ImportBoard(Projection):
    """One row a batch."""

    tables = (batches,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.batches = rows(batches)

    @on(BatchImported)
    def imported(self, event: BatchImported) -> None:
        """A sheet was read."""
        names = ("source", "file", "digest", "rows", "accepted", "known", "corrected", "refused")
        self.batches.add(
            event.reference,
            **{name: getattr(event, name) for name in names},
            unknown_columns=event.unknown_columns,
            actor=event.actor,
            recorded_at=event.recorded_at,
        )
