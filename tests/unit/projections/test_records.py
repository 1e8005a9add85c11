"""Rows come as structs whose fields are the columns read; one that cannot be is found at once."""

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
import pytest
import sqlalchemy as sa

from projections.engine.database import Json, Moment
from projections.engine.records import Records
from tests.builders import NOW
from tests.expecting import existing

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


class Owned(msgspec.Struct, frozen=True):
    """A thing and what another table calls its owner."""

    name: str
    owner: str | None


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
        assert records.by(connection, "key", key) == records.by(connection, "name", "甲")
        assert existing(records.by(connection, "key", key)).key == key
        assert records.by(connection, "key", uuid4()) is None


def test_a_field_may_be_a_column_of_a_table_that_is_joined():
    owners = sa.Table("owners", sa.MetaData(), sa.Column("of", sa.Uuid), sa.Column("name", sa.Text))
    records = Records(Owned, things, owner=owners.c.name)
    query = records.query.select_from(things.outerjoin(owners, owners.c.of == things.c.key))
    engine = sa.create_engine("sqlite://")
    things.metadata.create_all(engine)
    owners.metadata.create_all(engine)
    with engine.connect() as connection:
        keys = [UUID(int=1), UUID(int=2)]
        connection.execute(things.insert(), [{"key": key, "name": "钥匙"} for key in keys])
        connection.execute(owners.insert(), {"of": keys[0], "name": "甲"})
        found = records.all(connection, query.order_by(things.c.key))
    assert found == [Owned("钥匙", "甲"), Owned("钥匙", None)]
    with pytest.raises(TypeError):
        Records(Owned, things, owner=things.c.count)


@pytest.mark.parametrize(("kind", "fault"), [(Wrong, TypeError), (Missing, KeyError)])
def test_a_struct_that_is_not_what_the_table_holds_is_refused(kind, fault):
    with pytest.raises(fault):
        Records(kind, things)
