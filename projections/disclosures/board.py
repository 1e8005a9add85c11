"""Who looked at personal data, took it out or had it erased?"""

import sqlalchemy as sa

from governance.disclosures import events as looked
from governance.erasures.events import PersonalDataErased
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

disclosures = sa.Table(
    "disclosures",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("kind", sa.String),
    sa.Column("subject", sa.Uuid),
    sa.Column("page", sa.String, default=""),
    sa.Column("fields", Json),
    sa.Column("purpose", sa.Text, default=""),
    sa.Column("what", sa.Text, default=""),
    sa.Column("filter", sa.Text, default=""),
    sa.Column("rows", sa.Integer),
    sa.Column("position", sa.Integer),
    sa.Column("digest", sa.String, default=""),
    sa.Column("actor", sa.String),
    sa.Column("recorded_at", Moment),
    sa.Index("disclosures_subject", "subject"),
    sa.Index("disclosures_recorded", "recorded_at"),
)


class DisclosureBoard(Projection):
    """One row a look, export or erasure, by `kind`."""

    tables = (disclosures,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.disclosures = rows(disclosures)

    @on(looked.PersonalDataRevealed)
    def revealed(self, event: looked.PersonalDataRevealed) -> None:
        """Somebody looked."""
        self.disclosures.add(
            event.reference,
            kind="look",
            subject=event.subject,
            page=event.page,
            fields=event.fields,
            purpose=event.purpose,
            actor=event.actor,
            recorded_at=event.recorded_at,
        )

    @on(looked.ExportTaken)
    def exported(self, event: looked.ExportTaken) -> None:
        """Somebody took rows out as a file."""
        names = ("fields", "purpose", "what", "filter", "rows", "position", "digest")
        self.disclosures.add(
            event.reference,
            kind="export",
            **{name: getattr(event, name) for name in names},
            actor=event.actor,
            recorded_at=event.recorded_at,
        )

    @on(looked.ExportFinished)
    def finished(self, event: looked.ExportFinished) -> None:
        """The file is whole."""
        row = self.disclosures.change(f"{event.stream}:{event.taken}")
        row["rows"], row["digest"] = event.rows, event.digest

    @on(PersonalDataErased)
    def erased(self, event: PersonalDataErased) -> None:
        """The key of a person or case is gone."""
        self.disclosures.add(
            event.reference,
            kind="erasure",
            what=event.subject,
            purpose=event.basis,
            actor=event.actor,
            recorded_at=event.recorded_at,
        )
