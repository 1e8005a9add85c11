"""The event store in one SQLite file: one writer at a time, across processes; nothing lost.

Measured reasons: `synchronous=NORMAL` loses acknowledged events at a power cut; bare rowids are
reused after a delete; before 3.51.3 two connections writing or checkpointing at once can corrupt
the file. Hence FULL, AUTOINCREMENT, and one lock that also covers checkpoints.
"""

import sqlite3
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.persistence import StoredEvent
from eventsourcing.sqlite import (
    SQLiteApplicationRecorder,
    SQLiteConnection,
    SQLiteConnectionPool,
    SQLiteDatastore,
)

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.folding import WriteAheadLog
from governance.kernel.locking import FileLock

FULL = 2
LAST = 2**63 - 1
TABLE = """
CREATE TABLE IF NOT EXISTS {table} (
    rowid INTEGER PRIMARY KEY AUTOINCREMENT, originator_id TEXT NOT NULL,
    originator_version INTEGER NOT NULL, topic TEXT NOT NULL, state BLOB NOT NULL,
    UNIQUE (originator_id, originator_version))
"""
GUARD = """
CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
"""


class DurablePool(SQLiteConnectionPool):
    """Connections that flush every commit and never checkpoint by themselves."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        cursor = connection.cursor()
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA wal_autocheckpoint=0")
        cursor.execute("PRAGMA synchronous")
        if cursor.fetchone()[0] != FULL:
            raise UnsafeSettingError("store.not_durable")
        return connection


class SqliteRecorder(SQLiteApplicationRecorder):
    """The library's recorder with numbered rows, the lock, and a fast reader."""

    def __init__(
        self, datastore: SQLiteDatastore, events_table_name: str = "stored_events"
    ) -> None:
        super().__init__(datastore, events_table_name)
        self.path = Path(datastore.pool.db_name)
        datastore.pool.close()
        datastore.pool = DurablePool(db_name=str(self.path), pool_size=8, lock_timeout=30)
        self._log = WriteAheadLog(self.path)
        self._readers: deque[sqlite3.Connection] = deque()
        self.lock = FileLock(self.path.with_name(self.path.name + ".lock"))
        self.insert_events_statement = (
            f"INSERT INTO {events_table_name} "  # noqa: S608  (a constant name)
            "(originator_id, originator_version, topic, state) VALUES (?,?,?,?)"
        )

    def construct_create_table_statements(self) -> list[str]:
        """Number the rows for good: a number once given is never given again."""
        return [
            TABLE.format(table=self.events_table_name),
            *(
                GUARD.format(table=self.events_table_name, verb=verb)
                for verb in ("UPDATE", "DELETE")
            ),
        ]

    def create_table(self) -> None:
        """Create the table under the lock, so that several processes may start at once."""
        with self.lock:
            super().create_table()

    def insert_events(
        self, stored_events: Sequence[StoredEvent], **kwargs: Any
    ) -> Sequence[int] | None:
        """Append in one durable transaction, alone among all processes."""
        with self.lock:
            numbers = super().insert_events(stored_events, **kwargs)
            if self._log.due:
                self._checkpoint()
            return numbers

    def read(self, after: int, upto: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Give (position, topic, state) of at most `limit` events with after < position <= upto."""
        with self.reader() as connection:
            return connection.execute(
                f"SELECT rowid, topic, state FROM {self.events_table_name} "  # noqa: S608
                "WHERE rowid > ? AND rowid <= ? ORDER BY rowid LIMIT ?",
                (after, upto, limit),
            ).fetchall()

    def version_at(self, stream: UUID, position: int) -> int:
        """Give the last version a stream had at a position, 0 before its first event."""
        with self.reader() as connection:
            found = connection.execute(
                f"SELECT MAX(originator_version) FROM {self.events_table_name} "  # noqa: S608
                "WHERE originator_id = ? AND rowid <= ?",
                (stream.hex, position),
            ).fetchone()
        return found[0] or 0

    def events_of(self, stream: UUID, after: int, upto: int | None) -> list[tuple[str, bytes]]:
        """Give (topic, state) of one stream's events with after < version <= upto, in order."""
        with self.reader() as connection:
            return connection.execute(
                f"SELECT topic, state FROM {self.events_table_name} "  # noqa: S608
                "WHERE originator_id = ? AND originator_version > ? AND originator_version <= ? "
                "ORDER BY originator_version",
                (stream.hex, after, LAST if upto is None else upto),
            ).fetchall()

    def records_of(self, stream: UUID, position: int) -> list[tuple[int, str, bytes]]:
        """Give (position, topic, state) of one stream's events up to a position, in order."""
        with self.reader() as connection:
            return connection.execute(
                f"SELECT rowid, topic, state FROM {self.events_table_name} "  # noqa: S608
                "WHERE originator_id = ? AND rowid <= ? ORDER BY originator_version",
                (stream.hex, position),
            ).fetchall()

    def news_of(self, wanted: Mapping[UUID, int]) -> list[tuple[str, bytes]]:
        """Give (topic, state) of the events after a version of each stream, each in order."""
        return [
            event
            for stream, after in wanted.items()
            for event in self.events_of(stream, after, None)
        ]

    @contextmanager
    def reader(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that only reads; opening one anew costs more than most reads."""
        try:
            connection = self._readers.pop()
        except IndexError:
            connection = sqlite3.connect(
                f"file:{self.path}?mode=ro", uri=True, check_same_thread=False
            )
        try:
            yield connection
        finally:
            self._readers.append(connection)

    def close_readers(self) -> None:
        """Close the connections that only read."""
        while self._readers:
            self._readers.pop().close()

    def now(self) -> datetime | None:
        """Give nothing: the file has no clock but the machine's."""
        return None

    def checkpoint(self) -> None:
        """Fold the write-ahead log back into the file, alone among all processes."""
        with self.lock:
            self._checkpoint()

    def _checkpoint(self) -> None:
        with self.datastore.get_connection(commit=True) as connection:
            self._log.fold_back(connection.cursor())
