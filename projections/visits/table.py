"""走访: one row each time somebody stood at a door, one a plan, one a finding.

A try in vain stays a row when the same visit meets somebody later. A plan has a row beside those of
the times it was carried out.
"""

import sqlalchemy as sa

from projections.engine.database import Json, Moment
from projections.engine.rows import metadata

visits = sa.Table(
    "visits",
    metadata,
    # The record that made the row, as `stream:version`; `key` is the visit it belongs to.
    sa.Column("record", sa.String, primary_key=True),
    sa.Column("key", sa.Uuid),
    sa.Column("version", sa.Integer),
    sa.Column("place", sa.Uuid),
    sa.Column("visitee", sa.String),
    sa.Column("grid", sa.String),
    sa.Column("area", sa.String),
    sa.Column("stage", sa.String),
    sa.Column("planned_for", sa.String, default=""),
    sa.Column("rule", sa.String, default=""),
    sa.Column("reason", sa.Text, default=""),
    sa.Column("made_at", Moment),
    sa.Column("outcome", sa.String, default=""),
    sa.Column("way", sa.String, default=""),
    sa.Column("themes", Json, default=()),
    sa.Column("findings", sa.Integer, default=0),
    sa.Column("open_findings", sa.Integer, default=0),
    # Essential checks answered no that opened no finding.
    sa.Column("failed", sa.Integer, default=0),
    sa.Column("visitor", sa.String, default=""),
    sa.Column("photos", sa.Integer, default=0),
    sa.Column("revisit_on", sa.String, default=""),
    sa.Column("recorded_at", Moment),
    # What a door is counted from anew when one of its times is corrected or withdrawn: when it was
    # told to be, the record before it there, and what it says of the next.
    sa.Column("told_at", Moment),
    sa.Column("before", sa.String, default=""),
    sa.Column("agreed_for", sa.String, default=""),
    sa.Column("called_off", sa.Boolean, default=False),
    sa.Column("keeps", sa.Boolean, default=False),
    sa.Column("checked", sa.Boolean, default=False),
    sa.Index("visits_grid_made", "grid", "made_at"),
    sa.Index("visits_made", "made_at"),
    sa.Index("visits_place", "place"),
    sa.Index("visits_key", "key"),
)
findings = sa.Table(
    "findings",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("visit", sa.Uuid),
    sa.Column("place", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("area", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("title", sa.Text),
    sa.Column("category", sa.String),
    sa.Column("outcome", sa.String),
    sa.Column("issue", sa.String, default=""),
    sa.Column("ending", sa.String, default=""),
    sa.Column("found_at", Moment),
    sa.Column("found_as", sa.String, default=""),
    sa.Column("recorded_at", Moment),
    sa.Column("settled_at", Moment),
    sa.Column("version", sa.Integer),
    sa.Index("findings_grid_outcome", "grid", "outcome"),
    sa.Index("findings_grid_found", "grid", "found_at"),
    sa.Index("findings_visit", "visit"),
    sa.Index("findings_place", "place"),
)
# What has become of a finding that is not done with; whatever else became of it settles it.
OPEN = ("hazard", "escalated", "unsolved")
