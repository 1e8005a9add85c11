"""Which papers of meetings were issued? Found by what is printed on them."""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from projections.engine.database import Moment
from projections.engine.records import Records
from projections.engine.rows import metadata
from projections.engine.view import View

papers = sa.Table(
    "papers",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("meeting", sa.Uuid),
    sa.Column("grid", sa.String),
    sa.Column("paper", sa.String),
    sa.Column("number", sa.Integer),
    sa.Column("code", sa.String, default=""),
    sa.Column("serial", sa.String, default=""),
    sa.Column("record", sa.Integer),
    sa.Column("issued_at", Moment),
    sa.Index("papers_code", "code"),
    sa.Index("papers_serial", "serial"),
)
"""One row a version of a paper; see `board`."""


class Paper(msgspec.Struct, frozen=True):
    """A version of a paper: `record` is the version of its meeting's stream that issued it."""

    meeting: UUID
    grid: str
    paper: str
    number: int
    record: int
    issued_at: datetime


PAPERS = Records(Paper, papers)


def printed_as(text: str) -> str:
    """Give a number as it is compared: its letters and digits, whatever brackets one has typed."""
    return "".join(mark for mark in text if mark.isalnum())


def papers_called(view: View, text: str) -> list[Paper]:
    """Give the papers on which a 核验码 or a number is printed, the last issued first."""
    named = printed_as(text)
    query = PAPERS.query.where(sa.or_(papers.c.code == named, papers.c.serial == named))
    with view.connect() as connection:
        return PAPERS.all(connection, query.order_by(papers.c.issued_at.desc()))
