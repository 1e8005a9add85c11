"""Rows in hand: changed in memory by key, written in bulk, read again when forgotten."""

from uuid import UUID

import pytest
import sqlalchemy as sa

from projections.engine.database import Json, Moment, open_sqlite
from projections.engine.rows import Rows
from tests.builders import NOW
from tests.expecting import existing

own = sa.MetaData()
things = sa.Table(
    "things",
    own,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("at", Moment),
    sa.Column("parts", Json, default=()),
    sa.Column("count", sa.Integer, default=0),
)
by_stream = sa.Table(
    "by_stream",
    own,
    sa.Column("stream", sa.Uuid, primary_key=True),
    sa.Column("count", sa.Integer, default=0),
)


@pytest.fixture
def connection(tmp_path):
    engine = open_sqlite(tmp_path / "things.db", writer=True)
    with engine.begin() as opened:
        own.create_all(opened)
        yield opened
    engine.dispose()


@pytest.fixture
def rows(connection):
    held = Rows(things, connection.dialect)
    held.begin(connection)
    return held


def stored(connection):
    return {row.key: row for row in connection.execute(sa.select(things))}


def test_a_row_is_written_with_its_defaults_and_read_back_as_it_was(rows, connection):
    rows.add("a", at=NOW, parts=["x", {"y": 1}])
    rows.flush(connection)
    rows.forget()
    assert rows.find("a") == {"key": "a", "at": NOW, "parts": ["x", {"y": 1}], "count": 0}


def test_moments_are_whole_microseconds_on_disk(rows, connection):
    rows.add("a", at=NOW)
    rows.flush(connection)
    assert connection.exec_driver_sql("SELECT at FROM things").scalar() == 1772676000000000


def test_a_change_is_written_over_the_row(rows, connection):
    rows.add("a", count=1)
    rows.flush(connection)
    rows.forget()
    rows.change("a")["count"] += 1
    rows.flush(connection)
    assert stored(connection)["a"].count == 2


def test_a_row_that_is_not_there_cannot_be_changed(rows):
    assert rows.find("none") is None
    with pytest.raises(KeyError, match="things: none"):
        rows.change("none")


def test_a_row_taken_out_is_gone_before_and_after_it_is_written(rows, connection):
    rows.add("a")
    rows.add("b")
    rows.flush(connection)
    rows.remove("a")
    assert rows.find("a") is None
    rows.flush(connection)
    rows.forget()
    assert rows.find("a") is None
    assert stored(connection).keys() == {"b"}


def test_a_row_taken_out_and_put_again_is_there(rows, connection):
    rows.add("a", count=1)
    rows.flush(connection)
    rows.remove("a")
    rows.add("a", count=5)
    rows.flush(connection)
    assert stored(connection)["a"].count == 5


def test_rows_put_and_taken_out_before_the_first_writing_leave_nothing(rows, connection):
    rows.begin(connection, empty=True)
    rows.add("a")
    rows.remove("a")
    rows.flush(connection)
    assert stored(connection) == {}


def test_while_building_from_empty_nothing_is_looked_up(rows, connection):
    connection.execute(sa.insert(things).values(key="hidden", count=1))
    rows.begin(connection, empty=True)
    assert rows.find("hidden") is None
    rows.forget()
    assert rows.find("hidden")["count"] == 1


def test_streams_that_are_expected_are_looked_up_together(connection):
    streams = [UUID(int=number) for number in range(2_500)]
    held = Rows(by_stream, connection.dialect)
    held.begin(connection)
    for stream in streams[1:]:
        held.add(stream, count=1)
    held.flush(connection)
    held.forget()
    asked = []
    sa.event.listen(connection, "before_cursor_execute", lambda *values: asked.append(values))
    held.expect(set(streams))
    assert held.find(streams[0]) is None
    assert all(existing(held.find(stream))["count"] == 1 for stream in streams[1:])
    assert held.find(streams[0]) is None
    assert len(asked) == 3
    held.add(streams[0])
    assert existing(held.find(streams[0]))["count"] == 0
