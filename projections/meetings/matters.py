"""Which matters were on the agenda of which meeting, and what was decided on each?"""

import sqlalchemy as sa

from projections.engine.database import Moment
from projections.engine.rows import metadata

matters = sa.Table(
    "matters",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("meeting", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("window", sa.Integer),
    sa.Column("item", sa.String),
    sa.Column("kind", sa.String),
    sa.Column("stream", sa.Uuid),
    sa.Column("serial", sa.String, default=""),
    sa.Column("subject", sa.Text, default=""),
    sa.Column("unit", sa.String, default=""),
    sa.Column("held_at", Moment),
    sa.Column("decision", sa.String, default=""),
    sa.Column("said", sa.Text, default=""),
    sa.Index("matters_item", "item"),
    sa.Index("matters_stream", "stream"),
    sa.Index("matters_decision", "decision", "held_at"),
)
"""One row a matter and meeting, of the agenda as it was issued last; see `board`."""
