"""Which sheets were taken in, and who looked at whose personal data?"""

import sqlalchemy as sa

from governance.disclosures import events as looked
from governance.imports.events import BatchImported
from projections.database import Json, Moment
from projections.projection import Projection, on
from projections.table import Lookup, metadata

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
disclosures = sa.Table(
    "disclosures",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("subject", sa.Uuid),
    sa.Column("fields", Json),
    sa.Column("purpose", sa.Text),
    sa.Column("actor", sa.String),
    sa.Column("recorded_at", Moment),
    sa.Index("disclosures_subject", "subject"),
)


class Records(Projection):
    """One row a batch, one a look."""

    tables = (batches, disclosures)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.batches, self.disclosures = rows(batches), rows(disclosures)

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

    @on(looked.PersonalDataRevealed)
    def revealed(self, event: looked.PersonalDataRevealed) -> None:
        """Somebody looked."""
        self.disclosures.add(
            event.reference,
            subject=event.subject,
            fields=event.fields,
            purpose=event.purpose,
            actor=event.actor,
            recorded_at=event.recorded_at,
        )
