"""Rows come as structs whose fields are the columns read; one that cannot be is found at once."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from projections.engine.database import Json, Moment
from projections.engine.records import Records
from tests.builders import NOW

things = sa.Table(
    "things",
    sa.MetaData(),
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("count", sa.Integer),
    sa.Column("seen_at", Moment),
    sa.Column("tags", Json),
)


class Thing(msgspec.Struct, frozen=True):
    """Some columns, in an order of its own."""

    name: str
    seen_at: datetime | None
    tags: list[str]
    key: UUID


class Wrong(msgspec.Struct, frozen=True):
    """A number taken for a text."""

    count: str


class Missing(msgspec.Struct, frozen=True):
    """What no board keeps."""

    colour: str


def test_rows_are_read_as_the_struct_names_them():
    records, key = Records(Thing, things), uuid4()
    engine = sa.create_engine("sqlite://")
    things.metadata.create_all(engine)
    with engine.connect() as connection:
        row = {"key": key, "name": "甲", "count": 1, "seen_at": NOW, "tags": ["急"]}
        connection.execute(things.insert(), row)
        assert records.all(connection, records.query) == [Thing("甲", NOW, ["急"], key)]
        found = records.query.where(things.c.name == "乙")
        assert records.first(connection, found) is None


@pytest.mark.parametrize(("kind", "fault"), [(Wrong, TypeError), (Missing, KeyError)])
def test_a_struct_that_is_not_what_the_table_holds_is_refused(kind, fault):
    with pytest.raises(fault):
        Records(kind, things)
