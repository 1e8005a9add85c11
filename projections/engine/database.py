"""Engines: SQLite files opened the safe way, PostgreSQL schemas, and the types of our columns.

Readers and writers of a SQLite file have engines of their own: a `BEGIN IMMEDIATE` on all of them
would lock writers out. Write-ahead logs are only folded back by a writer holding the file's lock.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from governance.kernel.folding import WriteAheadLog
from governance.kernel.locking import FileLock
from governance.kernel.postgres import ask_for_durability
from governance.kernel.sealed import Sealed

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def _microseconds(moment: datetime | None) -> int | None:
    return None if moment is None else (moment - EPOCH) // MICROSECOND


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970 UTC: the same number on every database."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Any) -> int | None:
        """Write a moment; naive ones are a mistake of ours."""
        return _microseconds(value)

    def bind_processor(self, _: Any) -> Callable[[Any], Any]:
        """Write it in one call: a row has many, and the database's type adds nothing."""
        return _microseconds

    def process_result_value(self, value: Any, _: Any) -> datetime | None:
        """Read a moment in UTC."""
        return None if value is None else EPOCH + timedelta(microseconds=value)


class Json(TypeDecorator[Any]):
    """A small structure, kept as JSON text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, _: Any) -> str | None:
        """Write a structure."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, _: Any) -> Any:
        """Read a structure."""
        return None if value is None else msgspec.json.decode(value)


class Sparse(Json):
    """A small structure most rows have nothing of: empty text then, which an index leaves out."""

    cache_ok = True

    def process_bind_param(self, value: Any, _: Any) -> str | None:
        """Write a structure, an empty one as nothing."""
        return super().process_bind_param(value, _) if value else ""

    def process_result_value(self, value: Any, _: Any) -> Any:
        """Read a structure."""
        return super().process_result_value(value, _) if value else {}


class SealedText(TypeDecorator[Sealed]):
    """A sealed text, kept sealed: read models never hold what is personal in clear."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, _: Any) -> str | None:
        """Write a sealed text."""
        return None if value is None else msgspec.json.encode(value).decode()

    def process_result_value(self, value: Any, _: Any) -> Sealed | None:
        """Read a sealed text."""
        return None if value is None else msgspec.json.decode(value, type=Sealed)


def open_sqlite(path: Path, *, writer: bool) -> sa.Engine:
    """Open read models: they can be rebuilt, so a commit need not wait for the disk.

    A writer has room for what it has just written: indexes are made from that.
    """
    settings = WAL | {"synchronous": "NORMAL"}
    if writer:
        return _sqlite(path, "BEGIN IMMEDIATE", settings | {"cache_size": f"-{CACHE}"})
    return _sqlite(path, "BEGIN", settings)


def open_growing(path: Path, limit: int) -> sa.Engine:
    """Open what grows to `limit` bytes at most: SQLite itself says then that the disk is full."""
    engine = open_sqlite(path, writer=True)

    @sa.event.listens_for(engine, "connect")
    def _limit(connection: Any, _: Any) -> None:
        connection.execute(f"PRAGMA max_page_count={max(limit // PAGE, 1)}")

    return engine


def open_past(path: Path, views: Sequence[str]) -> sa.Engine:
    """Open what others add to, for reading through views of each connection's own."""
    engine = open_sqlite(path, writer=False)

    @sa.event.listens_for(engine, "connect")
    def _look(connection: Any, _: Any) -> None:
        for view in views:
            connection.execute(view)
        connection.execute("PRAGMA query_only=ON")

    return engine


def open_custody(path: Path) -> sa.Engine:
    """Open what exists nowhere else: every commit is on the disk. Write with `alone` only.

    What is erased or taken out is overwritten in the file, not only given free.
    """
    return _sqlite(path, "BEGIN", WAL | {"synchronous": "FULL", "secure_delete": "ON"})


@contextmanager
def alone(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a transaction that writes; on a file, alone among all processes, checkpoints too."""
    with writers(engine):
        with engine.begin() as connection:
            yield connection
        fold_back(engine)


def writers(engine: sa.Engine) -> AbstractContextManager[None]:
    """Give the lock of a file's writers; a server has its own."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    return _locks.setdefault(path, FileLock(Path(f"{path}.lock"))) if path else nullcontext()


def prepare(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Make the tables that are missing; several processes may start at once."""
    with alone(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(STARTING)))
        metadata.create_all(connection)


_locks: dict[str, FileLock] = {}
_logs: dict[str, WriteAheadLog] = {}
STARTING = 0x6E80
WAL = {"journal_mode": "WAL", "wal_autocheckpoint": "0"}

PAGE = 4096
CACHE = 32 * 1024  # kB of rows in memory while they are written


def _sqlite(path: Path | str, begin: str, pragmas: dict[str, str]) -> sa.Engine:
    engine = sa.create_engine(
        f"sqlite:///{path}", pool_size=8, max_overflow=16, hide_parameters=True
    )
    settings = {"busy_timeout": "30000"} | pragmas | {"temp_store": "MEMORY"}

    @sa.event.listens_for(engine, "connect")
    def _tune(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        for name, value in settings.items():
            connection.execute(f"PRAGMA {name}={value}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        raw = connection.connection.driver_connection
        assert raw is not None  # noqa: S101  (a checked-out connection has a driver)
        raw.execute(begin)

    return engine


def open_postgres(url: str, schema: str) -> sa.Engine:
    """Open one schema of a PostgreSQL, and no other: whoever clears it must not see the events."""
    address = sa.make_url(url).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(
        address,
        pool_size=8,
        max_overflow=16,
        hide_parameters=True,
        pool_pre_ping=True,  # one that a restart of the server left behind is replaced
        connect_args={"options": f"-csearch_path={schema}", "connect_timeout": 3},
    )

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _: Any) -> None:
        ask_for_durability(connection)

    return engine


def fold_back(engine: sa.Engine, *, when_due: bool = True) -> None:
    """Fold a SQLite write-ahead log back into its file; the caller holds the file's lock."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    path = engine.url.database
    log = _logs.setdefault(path, WriteAheadLog(Path(path)))
    if log.due or not when_due:
        with engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None  # noqa: S101  (a checked-out connection has a driver)
            log.fold_back(raw.cursor())
