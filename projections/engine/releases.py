"""The rows of each release in a place of their own: one is built while another still serves.

A release is known by the fingerprint of its code. Whoever uses its rows holds them, by a lock that
ends with the process. Rows nobody holds are dropped by a release that was opened after they were:
those that a newer one has prepared are not its business.
"""

import fcntl
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import sqlalchemy as sa

from governance.kernel.event import decode
from governance.kernel.ledger import Ledger
from governance.kernel.locking import FileLock
from projections.engine.database import STARTING, open_postgres

ROWS = "rows.db"
LEGACY = "views"
"""Where all releases had their rows before each had its own; nobody holds those."""
LEFT = timedelta(days=1)
HELD = 0x6E81
NOW = "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
SCHEMAS = sa.text(
    "SELECT nspname, obj_description(oid, 'pg_namespace') FROM pg_namespace "
    "WHERE nspname LIKE 'views\\_%'"
)
STANDS_AT = "SELECT position FROM {checkpoint}"


def number_of(code: str) -> int:
    """Give the number of a release among the locks of a PostgreSQL."""
    return crc32(code.encode()) >> 1


class Folder:
    """What a release keeps in the data folder: its lock, its rows in SQLite, copies of its past."""

    def __init__(self, data: Path, code: str) -> None:
        self.data = data
        self.path = data / "views" / code
        self.path.parent.mkdir(mode=0o700, exist_ok=True)
        self._guard = FileLock(self.path.parent / "lock")
        with self._guard:
            self.path.mkdir(mode=0o700, exist_ok=True)
            self._held = _hold(self.path)
            os.utime(self.path / "used")
            self._since = (self.path / "used").stat().st_mtime_ns

    def drop_others(self) -> None:
        """Drop what no process holds of releases opened before this one."""
        with self._guard:
            for other in self._others():
                if held := _hold(other, alone=True):
                    shutil.rmtree(other)
                    os.close(held)
            kept = {path.name for path in self.path.parent.iterdir()}
            for past in (self.data / "asof").glob("*/"):
                if past.name not in kept:
                    shutil.rmtree(past, ignore_errors=True)

    def _others(self) -> list[Path]:
        return [
            used.parent
            for used in self.path.parent.glob("*/used")
            if used.parent != self.path and used.stat().st_mtime_ns < self._since
        ]

    def drop_legacy(self, ledger: Ledger, now: datetime) -> None:
        """Drop rows from before each release had its own, once nobody has kept them up to date."""
        file = self.data / f"{LEGACY}.db"
        if file.exists() and _left_behind(ledger, _legacy_position(file), now):
            for path in (*self.data.glob(f"{LEGACY}.db*"), self.data / f"{LEGACY}.lock"):
                path.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the rows."""
        if self._held:
            os.close(self._held)
            self._held = 0
        self._guard.close()


class Schemas:
    """The schemas of a PostgreSQL in which releases keep their rows."""

    def __init__(self, url: str, code: str) -> None:
        self._url = url
        self._own = f"views_{code}"
        self._since = self._open()
        self.engine = open_postgres(url, self._own)

        @sa.event.listens_for(self.engine, "connect")
        def _held(connection: Any, _: Any) -> None:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_lock_shared(%s, %s)", (HELD, number_of(self._own))
                )
            connection.commit()

    def drop_others(self) -> None:
        """Drop what no connection holds of releases opened before this one."""
        with self._alone() as connection:
            for schema, since in connection.execute(SCHEMAS).all():
                held = sa.func.pg_try_advisory_xact_lock(HELD, number_of(schema))
                older = schema != self._own and (since or "") < self._since
                if older and connection.scalar(sa.select(held)):
                    connection.execute(sa.schema.DropSchema(schema, cascade=True))

    def drop_legacy(self, ledger: Ledger, now: datetime) -> None:
        """Drop rows from before each release had its own, once nobody has kept them up to date."""
        with self._alone() as connection:
            if LEGACY not in sa.inspect(connection).get_schema_names():
                return
            table, position = f"{LEGACY}.checkpoint", None
            if sa.inspect(connection).has_table("checkpoint", schema=LEGACY):
                position = connection.scalar(sa.text(STANDS_AT.format(checkpoint=table)))
            if _left_behind(ledger, position, now):
                connection.execute(sa.schema.DropSchema(LEGACY, cascade=True))

    def _open(self) -> str:
        """Make the schema, and note when it was opened."""
        with self._alone() as connection:
            connection.execute(sa.schema.CreateSchema(self._own, if_not_exists=True))
            since = str(connection.scalar(sa.text(NOW)))
            connection.exec_driver_sql(f"COMMENT ON SCHEMA {self._own} IS '{since}'")
        return since

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """Give a transaction of whoever makes or drops schemas, one at a time."""
        engine = open_postgres(self._url, "public")
        try:
            with engine.begin() as connection:
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(STARTING)))
                yield connection
        finally:
            engine.dispose()


def _hold(folder: Path, *, alone: bool = False) -> int:
    """Give an open file that says, until it is closed, that the rows are used; 0 if others say so.

    It is a file of its own: closing one that SQLite has open takes its locks away.
    """
    held = os.open(folder / "used", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH)
    except BlockingIOError:
        os.close(held)
        return 0
    return held


def _legacy_position(file: Path) -> int | None:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as rows:
        try:
            found = rows.execute(STANDS_AT.format(checkpoint="checkpoint")).fetchone()
        except sqlite3.OperationalError:  # of a building that was broken off
            return None
    return found[0] if found else None


def _left_behind(ledger: Ledger, position: int | None, now: datetime) -> bool:
    """Whether rows lack what has long been recorded: a process that used them would have it."""
    batch = next(ledger.follow(position or 0, ledger.position(), 1), [])
    return any(decode(topic, state).recorded_at < now - LEFT for _, topic, state in batch)
