"""The event store in PostgreSQL: one round trip an append, and no follower ever misses an event.

The library's own database functions take no lock and were measured to lose events for followers;
ours takes the table lock before a number is drawn. As SECURITY DEFINER it lets a role that may
only read append.

What is acknowledged is on the server's disk: each connection asks for it, whatever the server, the
database or the role is set to, and a server that may not keep its word is refused.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from functools import wraps
from typing import Any, Self, TypeVar, cast
from uuid import UUID

from eventsourcing.persistence import InterfaceError, OperationalError, StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore
from psycopg import Connection
from psycopg.rows import DictRow, tuple_row
from psycopg.sql import SQL, Identifier, Literal
from psycopg_pool import PoolTimeout

from governance.kernel.errors import UnsafeSettingError

# `off` acknowledges what is only in memory, `local` what no standby has; the others are kept.
DURABLE = """
SELECT set_config('synchronous_commit', 'on', false)
WHERE current_setting('synchronous_commit') IN ('off', 'local')
"""
UNSAFE = """
SELECT name FROM pg_settings
WHERE name IN ('fsync', 'full_page_writes') AND setting = 'off' ORDER BY name
"""
APPEND = """
CREATE OR REPLACE FUNCTION {schema}.{append}(i uuid[], v bigint[], t text[], s bytea[])
RETURNS SETOF bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $body$
BEGIN
    LOCK TABLE {schema}.{table} IN EXCLUSIVE MODE;
    NOTIFY {channel};
    RETURN QUERY INSERT INTO {schema}.{table} (originator_id, originator_version, topic, state)
        SELECT * FROM unnest(i, v, t, s) RETURNING notification_id;
END $body$
"""
APPEND_ARRAYS = "SELECT {schema}.{append}(%s::uuid[], %s::bigint[], %s::text[], %s::bytea[])"
# The driver takes much longer to send an array than the values in it.
APPEND_VALUES = """
SELECT {schema}.{append}(
    ARRAY[{values}]::uuid[], ARRAY[{values}]::bigint[],
    ARRAY[{values}]::text[], ARRAY[{values}]::bytea[])
"""
GUARD = """
CREATE OR REPLACE FUNCTION {schema}.{guard}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN RAISE EXCEPTION 'events are never changed'; END $body$
"""
TRIGGER = """
CREATE OR REPLACE TRIGGER {guard} BEFORE UPDATE OR DELETE OR TRUNCATE ON {schema}.{table}
FOR EACH STATEMENT EXECUTE FUNCTION {schema}.{guard}()
"""
LAST = 2**63 - 1
EVENTS_OF = """
SELECT topic, state FROM {schema}.{table}
WHERE originator_id = %s AND originator_version > %s AND originator_version <= %s
ORDER BY originator_version
"""
RECORDS_OF = """
SELECT notification_id, topic, state FROM {schema}.{table}
WHERE originator_id = %s AND notification_id <= %s
ORDER BY originator_version
"""
NEWS_OF = """
SELECT topic, state FROM (VALUES {values}) AS wanted (stream, after)
JOIN {schema}.{table} ON originator_id = stream AND originator_version > after
ORDER BY originator_version
"""
WANTED = "(%s::uuid, %s::bigint)"
AT_ONCE = 50
VERSION_AT = """
SELECT MAX(originator_version) FROM {schema}.{table}
WHERE originator_id = %s AND notification_id <= %s
"""
READ = """
SELECT notification_id, topic, state FROM {schema}.{table}
WHERE notification_id > %s AND notification_id <= %s ORDER BY notification_id LIMIT %s
"""

TRIES, PAUSE = 9, 0.2  # of a question, and seconds between two
GIVE_UP = 5.0  # seconds of trying to connect; whoever asks next begins anew
Ask = TypeVar("Ask", bound=Callable[..., Any])


def again(ask: Ask) -> Ask:
    """Let a question be asked again, over other lines, where its line turns out to be dead.

    A restart of the server leaves all of them behind, and only using one tells. Where none can be
    drawn in the time the pool has for it, the server is away: that is known in seconds.
    """

    @wraps(ask)
    def asked(recorder: "PostgresRecorder", *args: Any, **named: Any) -> Any:
        for _ in range(TRIES):
            try:
                return ask(recorder, *args, **named)
            except (InterfaceError, OperationalError) as error:
                if isinstance(error.__cause__, PoolTimeout):
                    raise
                recorder.datastore.pool.check()
                time.sleep(PAUSE)
        return ask(recorder, *args, **named)

    return cast("Ask", asked)


def ask_for_durability(connection: Connection[Any]) -> None:
    """Have a connection acknowledge only what is on the disk, for as long as it lives."""
    connection.execute(DURABLE)
    if not connection.autocommit:
        connection.commit()  # what a transaction has set is gone when it is rolled back


class DurableConnection(Connection[DictRow]):
    """A connection that acknowledges only what is on the disk."""

    @classmethod
    def connect(cls, conninfo: str = "", **fields: Any) -> Self:
        """Connect and ask for it."""
        connection = super().connect(conninfo, **fields)
        ask_for_durability(connection)
        return connection


class PostgresRecorder(PostgresApplicationRecorder):
    """The library's recorder with an append function of its own and a fast reader."""

    def __init__(
        self, datastore: PostgresDatastore, *, events_table_name: str = "stored_events"
    ) -> None:
        datastore.pool.connection_class = DurableConnection
        # The library's pool goes on for minutes, ever more seldom: also when the server is back.
        datastore.pool.reconnect_timeout = GIVE_UP
        super().__init__(datastore, events_table_name=events_table_name)
        self.refuse_unsafe()
        names = {
            "schema": Identifier(datastore.schema),
            "table": Identifier(events_table_name),
            "append": Identifier(f"{events_table_name}_append"),
            "guard": Identifier(f"{events_table_name}_guard"),
            "channel": Identifier(self.channel_name),
        }
        statements = (APPEND, GUARD, TRIGGER)
        self.sql_create_statements += [SQL(text).format(**names) for text in statements]

        def named(text: str, detail: str = "", count: int = 0) -> bytes:
            several = SQL(", ").join([SQL(detail)] * count)
            return SQL(text).format(values=several, **names).as_bytes()

        counts = range(1, AT_ONCE + 1)
        self._append = [named(APPEND_VALUES, "%b", count) for count in counts]
        self._append_arrays = named(APPEND_ARRAYS)
        self._read = named(READ)
        self._events_of = named(EVENTS_OF)
        self._records_of = named(RECORDS_OF)
        self._news_of = [named(NEWS_OF, WANTED, count) for count in counts]
        self._version_at = named(VERSION_AT)
        self._last = named("SELECT MAX(notification_id) FROM {schema}.{table}")
        self._migration_lock = SQL("SELECT pg_advisory_xact_lock(hashtext({name}))").format(
            name=Literal(f"{datastore.schema}.{events_table_name}")
        )

    def refuse_unsafe(self) -> None:
        """Refuse a server that loses or corrupts at a power cut what it acknowledged."""
        with self.datastore.get_connection() as connection:
            found = connection.cursor(row_factory=tuple_row).execute(UNSAFE).fetchone()
        if found:
            self.datastore.close()
            raise UnsafeSettingError("store.server_not_durable", name=found[0])

    def create_table(self) -> None:
        """Create what is missing, one process after the other."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._migration_lock)
            super().create_table()

    @again
    def insert_events(self, stored_events: Sequence[StoredEvent], **_: Any) -> Sequence[int] | None:
        """Append in one transaction and give the positions."""
        if not stored_events:
            return []
        columns = (
            [e.originator_id for e in stored_events],
            [e.originator_version for e in stored_events],
            [e.topic for e in stored_events],
            [e.state for e in stored_events],
        )
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            if len(stored_events) > AT_ONCE:
                found = cursor.execute(self._append_arrays, columns, prepare=True)
            else:
                fields = [value for column in columns for value in column]
                found = cursor.execute(self._append[len(stored_events) - 1], fields, prepare=True)
            return [row[0] for row in found]

    @again
    def read(self, after: int, upto: int, limit: int) -> list[tuple[int, str, bytes]]:
        """Give (position, topic, state) of at most `limit` events with after < position <= upto."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            return cursor.execute(self._read, (after, upto, limit), prepare=True).fetchall()

    @again
    def events_of(self, stream: UUID, after: int, upto: int | None) -> list[tuple[str, bytes]]:
        """Give (topic, state) of one stream's events with after < version <= upto, in order."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            upto = LAST if upto is None else upto
            return cursor.execute(self._events_of, (stream, after, upto), prepare=True).fetchall()

    @again
    def records_of(self, stream: UUID, position: int) -> list[tuple[int, str, bytes]]:
        """Give (position, topic, state) of one stream's events up to a position, in order."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            return cursor.execute(self._records_of, (stream, position), prepare=True).fetchall()

    @again
    def news_of(self, wanted: Mapping[UUID, int]) -> list[tuple[str, bytes]]:
        """Give (topic, state) of the events after a version of each stream, each in order."""
        streams, found = list(wanted.items()), list[tuple[str, bytes]]()
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row, binary=True)
            for start in range(0, len(streams), AT_ONCE):
                some = streams[start : start + AT_ONCE]
                fields = [value for each in some for value in each]
                found += cursor.execute(self._news_of[len(some) - 1], fields, prepare=True)
        return found

    @again
    def max_notification_id(self) -> int | None:
        """Give the position of the last event."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            found = cursor.execute(self._last, prepare=True).fetchone()
        return found[0] if found else None

    def now(self) -> datetime | None:
        """Give the time by the server's clock."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            found = cursor.execute("SELECT clock_timestamp()").fetchone()
        at: datetime | None = found[0] if found else None
        return at and at.astimezone(UTC)

    def close_readers(self) -> None:
        """Nothing to do: the pool closes its own connections."""

    @again
    def version_at(self, stream: UUID, position: int) -> int:
        """Give the last version a stream had at a position, 0 before its first event."""
        with self.datastore.get_connection() as connection:
            cursor = connection.cursor(row_factory=tuple_row)
            found = cursor.execute(self._version_at, (stream, position), prepare=True).fetchone()
        return found[0] if found and found[0] else 0

    def checkpoint(self) -> None:
        """Nothing to do: the server keeps its own log."""
