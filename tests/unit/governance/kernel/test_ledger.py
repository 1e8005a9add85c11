"""The event store: durable, in order, numbered for good, and never changed."""

import sqlite3
from contextlib import closing
from uuid import UUID

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError
from eventsourcing.sqlite import SQLiteDatastore
from msgspec.structs import replace

from governance.casework.events import CrossingCleared
from governance.hotline.kind import TICKET
from governance.kernel.errors import UnsafeSettingError
from governance.kernel.event import decode
from governance.kernel.ledger import FORBIDDEN, open_ledger, refuse_unsafe
from governance.kernel.stream import stream_id
from tests.builders import NOW
from tests.expecting import being, existing

ONE, TWO = stream_id("toy", "1"), stream_id("toy", "2")


def fact(stream: UUID, version: int) -> CrossingCleared:
    return TICKET.event(CrossingCleared)(
        stream=stream, version=version, recorded_at=NOW, result=f"{version}"
    )


@pytest.fixture
def ledger(tmp_path, database_url):
    with open_ledger(tmp_path, database_url) as opened:
        yield opened


def test_events_are_numbered_in_the_order_they_were_stored(ledger):
    assert ledger.position() == 0
    assert ledger.append([fact(ONE, 1), fact(ONE, 2), fact(TWO, 1)]) == [1, 2, 3]
    assert ledger.stream(ONE) == [fact(ONE, 1), fact(ONE, 2)]
    assert ledger.stream(ONE, after=1) == ledger.stream(ONE)[1:]
    assert ledger.stream(ONE, upto=1) == ledger.stream(ONE)[:1]
    assert ledger.position() == 3


def test_the_news_of_many_streams_come_at_once(ledger):
    ledger.append([fact(ONE, 1), fact(TWO, 1), fact(ONE, 2), fact(TWO, 2)])
    unknown = stream_id("toy", "3")
    assert ledger.news({ONE: 0, TWO: 1, unknown: 0}) == {
        ONE: [fact(ONE, 1), fact(ONE, 2)],
        TWO: [fact(TWO, 2)],
        unknown: [],
    }
    assert ledger.news({}) == {}


def test_records_are_the_stored_bytes_with_their_positions(ledger):
    ledger.append([fact(ONE, 1), fact(TWO, 1), fact(ONE, 2), fact(ONE, 3)])
    records = ledger.records(ONE, 3)
    assert [position for position, _, _ in records] == [1, 3]
    assert [decode(topic, state) for _, topic, state in records] == ledger.stream(ONE, upto=2)
    assert all(isinstance(state, bytes) for _, _, state in records)


def test_following_meets_every_event_once(ledger):
    ledger.append([fact(ONE, n) for n in range(1, 26)])
    batches = list(ledger.follow(2, 20, batch=7))
    assert [len(batch) for batch in batches] == [7, 7, 4]
    assert [row[0] for batch in batches for row in batch] == list(range(3, 21))


def test_a_version_is_stored_once_and_a_batch_wholly_or_not_at_all(ledger):
    ledger.append([fact(ONE, 1)])
    with pytest.raises(IntegrityError):
        ledger.append([fact(TWO, 1), fact(ONE, 1)])
    assert ledger.stream(TWO) == []


def test_the_event_at_a_position_is_given_and_none_where_there_is_none(ledger):
    ledger.append([fact(ONE, 1), fact(ONE, 2)])
    assert ledger.event_at(2) == fact(ONE, 2)
    assert ledger.event_at(3) is None
    assert ledger.event_at(0) is None


def test_an_append_that_failed_leaves_at_most_a_gap_and_no_number_is_given_twice(ledger):
    ledger.append([fact(ONE, 1)])
    with pytest.raises(IntegrityError):
        ledger.append([fact(ONE, 1)])
    [number] = ledger.append([fact(ONE, 2)])
    assert number > 1
    assert [row[0] for batch in ledger.follow(0, 99) for row in batch] == [1, number]


CHANGES = [
    "UPDATE stored_events SET topic = 'x'",
    "DELETE FROM stored_events",
]


@pytest.mark.parametrize("change", CHANGES)
def test_sqlite_refuses_to_change_what_is_stored(tmp_path, change):
    with open_ledger(tmp_path) as ledger:
        ledger.append([fact(ONE, 1)])
        with (
            closing(sqlite3.connect(tmp_path / "events.db")) as connection,
            pytest.raises(sqlite3.IntegrityError, match="never changed"),
        ):
            connection.execute(change)
        assert ledger.append([fact(ONE, 2)]) == [2]


def test_a_number_is_not_reused_even_where_somebody_took_the_guard_away(tmp_path):
    with open_ledger(tmp_path) as ledger:
        ledger.append([fact(ONE, 1), fact(ONE, 2)])
        with closing(sqlite3.connect(tmp_path / "events.db")) as connection:
            connection.execute("DROP TRIGGER stored_events_no_DELETE")
            connection.execute("DELETE FROM stored_events WHERE rowid = 2")
            connection.commit()
        assert ledger.append([fact(ONE, 2)]) == [3]


@pytest.mark.postgres
@pytest.mark.parametrize("change", [*CHANGES, "TRUNCATE stored_events"])
def test_postgres_refuses_to_change_what_is_stored(tmp_path, postgres_url, change):
    with open_ledger(tmp_path, postgres_url) as ledger:
        ledger.append([fact(ONE, 1)])
        with psycopg.connect(postgres_url) as connection:
            with pytest.raises(psycopg.errors.RaiseException, match="never changed"):
                connection.execute(change)
            connection.rollback()
        assert ledger.append([fact(ONE, 2)]) == [2]


@pytest.mark.postgres
def test_a_role_that_may_only_read_may_append_through_the_function(tmp_path, postgres_url):
    with open_ledger(tmp_path, postgres_url) as ledger:
        ledger.append([fact(ONE, 1)])
        [stored] = ledger.recorder.read(0, 1, 1)
    with psycopg.connect(postgres_url) as connection:
        connection.execute("DROP ROLE IF EXISTS clerk")
        connection.execute("CREATE ROLE clerk")
        connection.execute("GRANT SELECT ON stored_events TO clerk")
        connection.execute("SET ROLE clerk")
        columns = ([TWO], [1], [stored[1]], [stored[2]])
        row = connection.execute(
            "SELECT stored_events_append(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[])",
            columns,
        ).fetchone()
        assert row == (2,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("INSERT INTO stored_events DEFAULT VALUES")
        connection.rollback()


def test_every_sqlite_connection_is_durable_and_leaves_checkpoints_to_the_lock(tmp_path):
    values = {}
    with (
        open_ledger(tmp_path) as ledger,
        being(SQLiteDatastore, ledger.recorder.datastore).get_connection(commit=True) as connection,
    ):
        cursor = connection.cursor()
        for pragma in ("synchronous", "journal_mode", "wal_autocheckpoint"):
            cursor.execute(f"PRAGMA {pragma}")
            values[pragma] = existing(cursor.fetchone())[0]
    assert values == {"synchronous": 2, "journal_mode": "wal", "wal_autocheckpoint": 0}


def test_a_checkpoint_folds_the_log_back_and_loses_nothing(tmp_path):
    with open_ledger(tmp_path) as ledger:
        ledger.append([fact(ONE, n) for n in range(1, 200)])
        before = (tmp_path / "events.db").stat().st_size
        ledger.recorder.checkpoint()
        assert (tmp_path / "events.db").stat().st_size > before
    with open_ledger(tmp_path) as again:
        assert len(again.stream(ONE)) == 199


@pytest.mark.parametrize("name", FORBIDDEN)
def test_settings_that_change_stored_bytes_are_refused_at_start(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "somewhere:Else")
    with pytest.raises(UnsafeSettingError) as refused:
        open_ledger(tmp_path)
    assert (refused.value.code, refused.value.facts) == ("store.foreign_format", {"name": name})


def test_the_setting_that_loses_events_for_followers_is_refused_at_start():
    with pytest.raises(UnsafeSettingError, match="database_functions"):
        refuse_unsafe({"POSTGRES_ENABLE_DB_FUNCTIONS": "yes"})
    refuse_unsafe({"POSTGRES_ENABLE_DB_FUNCTIONS": "no", "PATH": "/bin"})


def test_an_unstamped_event_is_not_mistaken_for_a_stamped_one(ledger):
    ledger.append([replace(fact(ONE, 1), actor="wang")])
    assert ledger.stream(ONE)[0].actor == "wang"
    assert ledger.stream(ONE)[0].reference == f"{ONE}:1"
