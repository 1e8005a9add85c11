"""The projector: one pass over the log feeds every projection; rows and position go in together."""

import hashlib
from collections.abc import Callable
from contextlib import nullcontext
from functools import cache
from pathlib import Path

import sqlalchemy as sa

import governance
import projections
from governance.kernel.ledger import Ledger
from governance.kernel.locking import FileLock
from projections.boards import BOARDS
from projections.engine.database import fold_back
from projections.engine.fold import Fold
from projections.engine.projection import Boards, tables
from projections.engine.releases import number_of
from projections.engine.rows import metadata

checkpoint = sa.Table(
    "checkpoint",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("fingerprint", sa.String, nullable=False),
)
BATCH = 500  # events in hand: of many more the collector of cycles takes note, again and again
STRIDE = 10_000  # events in one transaction: as long is the write-ahead log it leaves
RECENT = 5_000  # rows of each table held from one pass to the next
TURN = 0x6E7F

Progress = Callable[[int, int], None]


@cache
def fingerprint(boards: Boards = BOARDS) -> str:
    """Give the fingerprint of what rows depend on besides the events: the code and the boards.

    It is that of the code that runs, so it is read once.
    """
    digest = hashlib.sha256()
    for board in boards:
        digest.update(f"{board.__module__}.{board.__qualname__}".encode())
    for file in sources():
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def sources() -> list[Path]:
    """Give the files rows rest on: how they are made, and every rule of the domain they may ask."""
    packages = Path(projections.__file__).parent, Path(governance.__file__).parent
    return sorted(file for package in packages for file in package.rglob("*.py"))


class Projector:
    """Keeps one read database up to date, or builds one up to a position.

    `lock` is held while rows are written when several processes share the database's file; hosts
    that share a PostgreSQL take turns there. `reading` is an engine that asks without taking the
    writer's place. `boards` are those whose rows are kept, `code` the fingerprint they go under.
    """

    def __init__(
        self,
        ledger: Ledger,
        engine: sa.Engine,
        lock: FileLock | None = None,
        reading: sa.Engine | None = None,
        *,
        boards: Boards = BOARDS,
        code: str = "",
    ) -> None:
        self.ledger = ledger
        self.boards = boards
        self.tables = [checkpoint, *tables(boards)]
        self.engine = engine
        self.reading = reading or engine
        self.lock = lock
        self.fingerprint = code or fingerprint(boards)
        self._position = -1
        self._fold = Fold(engine.dialect, boards)

    def catch_up(
        self, upto: int | None = None, *, wait: bool = True, progress: Progress | None = None
    ) -> int:
        """Bring the rows to the end of the log, or to a position; give the position reached.

        With `wait=False` leave at once when somebody else is at it. A long way is gone in several
        transactions, each with its rows and its position.
        """
        if self.lock and not self.lock.acquire(wait=wait):
            return self._position
        try:
            end = self.ledger.position() if upto is None else upto
            arrived = False
            while not arrived:
                with self.engine.begin() as connection:
                    if not self._alone(connection, wait=wait):
                        return self._position
                    self._position = self._advance(connection, end, progress)
                arrived = self._position >= end
                fold_back(self.engine)
        except BaseException:
            self._position = -1
            raise
        finally:
            if self.lock:
                self.lock.release()
        return self._position

    def reach(self, position: int) -> None:
        """Bring the rows to a position at least.

        Of all who wait for their turn the first brings the rows to the end of the log, for
        everybody: who finds them there has nothing left to do.
        """
        if self._position < position:
            with self.lock or nullcontext():
                if self._position < position:
                    self.catch_up()

    def fold_back(self) -> None:
        """Fold the write-ahead log of the rows back; somebody who is writing does so himself."""
        if self.lock and not self.lock.acquire(wait=False):
            return
        try:
            fold_back(self.engine, when_due=False)
        finally:
            if self.lock:
                self.lock.release()

    def position(self) -> int:
        """Give the position the rows stand at, -1 when there are none to be trusted."""
        with self.reading.connect() as connection:
            return self._stands_at(connection)

    def _alone(self, connection: sa.Connection, *, wait: bool) -> bool:
        """Take the turn among all hosts that share these rows, until the transaction ends."""
        if connection.dialect.name != "postgresql":
            return True
        turn = TURN, number_of(self.fingerprint)
        if wait:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(*turn)))
            return True
        return bool(connection.scalar(sa.select(sa.func.pg_try_advisory_xact_lock(*turn))))

    def _stands_at(self, connection: sa.Connection) -> int:
        if self._position < 0 and not sa.inspect(connection).has_table(checkpoint.name):
            return -1
        held = connection.execute(sa.select(checkpoint)).first()
        return held.position if held and held.fingerprint == self.fingerprint else -1

    def _advance(self, connection: sa.Connection, end: int, progress: Progress | None) -> int:
        """Go on towards a position, all the way where there are no rows yet; give where we are."""
        at = self._stands_at(connection)
        fresh = at < 0
        if fresh:
            at = 0
            _create_empty(connection, self.tables)
        elif at != self._position:
            self._fold.forget()
        if at >= end and not fresh:
            return at
        stop = end if fresh else min(end, at + STRIDE)
        self._fold.begin(connection, empty=fresh)
        for batch in self.ledger.follow(at, stop, BATCH):
            self._fold.take(batch)
            at = batch[-1][0]
            if progress:
                progress(at, end)
            if self._fold.heavy:
                self._fold.flush(connection)
        self._fold.flush(connection)
        self._record(connection, max(at, stop))
        if fresh:
            _create_indexes(connection, self.tables)
            self._fold.forget()
        self._fold.shed(RECENT)
        return max(at, stop)

    def _record(self, connection: sa.Connection, position: int) -> None:
        connection.execute(sa.delete(checkpoint))
        connection.execute(
            sa.insert(checkpoint).values(
                name="views", position=position, fingerprint=self.fingerprint
            )
        )


def _create_empty(connection: sa.Connection, kept: list[sa.Table]) -> None:
    """Drop every read model of any earlier code and create today's tables, without indexes."""
    for name in sa.inspect(connection).get_table_names():
        sa.Table(name, sa.MetaData()).drop(connection)
    for table in kept:
        connection.execute(sa.schema.CreateTable(table))


def _create_indexes(connection: sa.Connection, kept: list[sa.Table]) -> None:
    for table in kept:
        for index in table.indexes:
            index.create(connection)
