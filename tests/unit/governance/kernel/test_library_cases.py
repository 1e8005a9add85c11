"""The event-sourcing library's own test cases for recorders, run against ours.

Left out: the measurements (`test_performance`, `test_concurrent_throughput`), which prove nothing.
"""

import itertools
import threading
from typing import Any
from unittest import TestCase

import pytest
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresDatastore
from eventsourcing.sqlite import SQLiteDatastore
from eventsourcing.tests.persistence import (
    ApplicationRecorderTestCase,
    NonInterleavingNotificationIDsBaseCase,
)
from psycopg.conninfo import conninfo_to_dict

from governance.kernel.postgres import PostgresRecorder
from governance.kernel.sqlite import SqliteRecorder


class Measured:
    """What is left out."""

    test_performance: Any = None
    test_concurrent_throughput: Any = None


class Joined(TestCase):
    """The library's readers outlive their test; a store closed under them kills Python."""

    def close_alone(self, datastore):
        before = set(threading.enumerate())

        def close():
            for thread in set(threading.enumerate()) - before:
                if not thread.daemon:
                    thread.join(30)
            datastore.close()

        self.addCleanup(close)


class InSqlite(Joined):
    """A recorder over a new file each time."""

    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path):
        self.files = (tmp_path / f"{n}.db" for n in itertools.count())

    def create_recorder(self):
        recorder = SqliteRecorder(SQLiteDatastore(str(next(self.files))))
        recorder.create_table()
        self.close_alone(recorder.datastore)
        return recorder


@pytest.mark.postgres
class InPostgres(Joined):
    """A recorder over a database of its own."""

    @pytest.fixture(autouse=True)
    def _database(self, postgres_url):
        self.server: dict[str, Any] = conninfo_to_dict(postgres_url)

    def create_recorder(self):
        datastore = PostgresDatastore(
            dbname=self.server["dbname"], host=self.server["host"], port=self.server["port"],
            user=self.server["user"], password="", pool_size=4, max_overflow=8,
        )  # fmt: skip
        self.close_alone(datastore)
        recorder = PostgresRecorder(datastore)
        recorder.create_table()
        return recorder


class TestSqliteRecorder(InSqlite, Measured, ApplicationRecorderTestCase):
    """Reading, writing and conflicts, in SQLite."""


class TestPostgresRecorder(InPostgres, Measured, ApplicationRecorderTestCase):
    """Reading, writing and conflicts, in PostgreSQL."""

    EXPECT_CONTIGUOUS_NOTIFICATION_IDS = False


class Interleaving(NonInterleavingNotificationIDsBaseCase):
    """Writers at once: the numbers of one writer's batch are consecutive."""

    insert_num = 100

    def create_stack(self, originator_id):
        return [
            StoredEvent(originator_id, version, f"topic{version}", b"state")
            for version in range(1, self.insert_num + 1)
        ]


class TestSqliteWritersAtOnce(InSqlite, Interleaving):
    """In SQLite."""


class TestPostgresWritersAtOnce(InPostgres, Interleaving):
    """In PostgreSQL."""


del Interleaving, ApplicationRecorderTestCase, NonInterleavingNotificationIDsBaseCase
del InSqlite, InPostgres, Joined, TestCase
