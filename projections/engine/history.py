"""The past in one file: each version of a row once, with the span of positions it stood for.

The rows as of each position kept, a boundary, are there; of what changed between two of them only
what it came to. A version stands from its first boundary up to, and not at, another one. A boundary
is put in or taken out in small transactions of which none shows at any other boundary, and one that
is not whole is taken out before anything else is done: a crash leaves nothing wrong behind.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from sqlite3 import SQLITE_FULL, OperationalError
from typing import Any

import sqlalchemy as sa

from governance.kernel.ledger import Ledger
from projections.engine.database import PAGE, fold_back, open_growing, open_past, open_sqlite
from projections.engine.fold import Fold
from projections.engine.projector import BATCH
from projections.engine.rows import Rows
from projections.engine.spans import FOREVER, spans_of, writes

SPARE = 256 * 1024**2  # bytes of the disk left to the events, whatever the budget
LOG = 64 * 1024**2  # bytes of the budget left to the write-ahead log, a quarter of it at most
OF_A_ROW = 12 * PAGE  # bytes that writing one row may put into the log: a page of every index
ENOUGH = 1_000  # rows in one transaction


class NoRoomError(Exception):
    """The disk or the budget is used up."""


class History:
    """The versions of all rows in one file. Whoever writes holds the lock of the folder."""

    def __init__(
        self,
        path: Path,
        tables: Sequence[sa.Table],
        fingerprint: str,
        budget: int,
        spare: int = SPARE,
    ) -> None:
        self.path = path
        self.spans = spans_of(tuple(tables))
        self._boundaries = self.spans.boundaries
        self.fingerprint = fingerprint
        self.budget = budget
        self.spare = spare
        self.log = min(LOG, budget // 4)
        self.limit = budget - self.log  # of the file itself
        self.engine = open_growing(path, self.limit)
        self._asking = open_sqlite(path, writer=False)
        self._fold_back_at = 0
        self._at_once = max(1, min(ENOUGH, self.log // OF_A_ROW // 2))

    def prepare(self) -> None:
        """Make the file where there is none, and finish what was broken off."""
        if not self._made():
            self._make()
        for broken in self._positions(whole=False):
            self._clear(broken)

    def positions(self) -> list[int]:
        """Give the boundaries there are, 0 among them; none where there is no file yet."""
        return self._positions(whole=True) if self._made() else []

    @property
    def outgrown(self) -> bool:
        """Whether the file is larger than is said today."""
        return self.path.exists() and self.path.stat().st_size > self.limit

    def taken(self) -> int:
        """Give the bytes of the file that hold something."""
        with self._asking.connect() as connection:
            pages: int = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            empty: int = connection.exec_driver_sql("PRAGMA freelist_count").scalar_one()
            return PAGE * (pages - empty)

    def reading(self, position: int) -> sa.Engine:
        """Give an engine to which the rows of a boundary are the tables' own."""
        return open_past(self.path, self.spans.views(position, self.fingerprint))

    @property
    def held_up(self) -> bool:
        """Whether the write-ahead log is too long already: somebody is taking his time to read."""
        return self._logged() > self.log // 2

    def put_in(self, ledger: Ledger, fold: Fold, base: int, position: int, left: int = 0) -> None:
        """Put in a boundary, going on from another one with none between; `left` stays free.

        NoRoomError leaves it unfinished, to be taken out.
        """
        following = min((p for p in self.positions() if p > position), default=FOREVER)
        if fold.position != base:
            fold.forget()
        fold.position = -1
        with self._roomy():
            self._look_for_room(left)
            self._fold_up(ledger, fold, base, position)
            with self.engine.begin() as connection:
                connection.execute(
                    sa.insert(self._boundaries).values(position=position, whole=False)
                )
            for rows in fold.rows.values():
                self._write(rows, (base, position, following), left)
            with self.engine.begin() as connection:
                connection.execute(
                    sa.update(self._boundaries).where(self._boundaries.c.position == position),
                    {"whole": True},
                )
        fold.position = position

    def _fold_up(self, ledger: Ledger, fold: Fold, base: int, position: int) -> None:
        reading = self.reading(base)
        try:
            with reading.connect() as connection:
                fold.begin(connection, empty=not base)
                for batch in ledger.follow(base, position, BATCH):
                    fold.take(batch)
        finally:
            reading.dispose()

    def take_out(self, position: int) -> None:
        """Take out a boundary nobody reads."""
        with self._roomy(), self.engine.begin() as connection:
            connection.execute(
                sa.update(self._boundaries).where(self._boundaries.c.position == position),
                {"whole": False},
            )
        self._clear(position)

    def empty(self) -> None:
        """Take out everything, and give the disk its room back."""
        with self.engine.begin() as connection:
            for table in self.spans.metadata.sorted_tables:
                connection.execute(sa.delete(table))
            connection.execute(sa.insert(self._boundaries).values(position=0, whole=True))
        with self.engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM")
        fold_back(self.engine, when_due=False)

    def close(self) -> None:
        """Close every connection."""
        self._asking.dispose()
        self.engine.dispose()

    def _made(self) -> bool:
        if not self.path.exists():
            return False
        with self._asking.connect() as connection:
            return sa.inspect(connection).has_table(self._boundaries.name)

    def _make(self) -> None:
        """Make an empty file; where there is no room for that, leave none."""
        try:
            with self._roomy():
                self._look_for_room()
                with self.engine.begin() as connection:
                    self.spans.metadata.create_all(connection)
                    connection.execute(sa.insert(self._boundaries).values(position=0, whole=True))
                fold_back(self.engine, when_due=False)
        except NoRoomError:
            self.close()
            for left in self.path.parent.glob(f"{self.path.name}*"):
                left.unlink()
            raise

    def _positions(self, *, whole: bool) -> list[int]:
        found = sa.select(self._boundaries.c.position).where(self._boundaries.c.whole.is_(whole))
        with self._asking.connect() as connection:
            return list(connection.scalars(found.order_by(self._boundaries.c.position)))

    def _write(self, rows: Rows, place: tuple[int, int, int], left: int) -> None:
        """Write the versions of rows that have changed, some in a transaction."""
        resume, close, begin = writes(rows.table, rows.key, *place)
        keys, written = rows.touched(), list(rows.written())
        # Of what is gone there is a key and nothing written; it comes last.
        for start in range(0, len(keys), self._at_once):
            some = [(key,) for key in keys[start : start + self._at_once]]
            with self.engine.begin() as connection:
                driver: Any = connection.connection.driver_connection
                if place[-1] != FOREVER:
                    driver.executemany(resume, some)
                driver.executemany(close, some)
                driver.executemany(begin, written[start : start + self._at_once])
            self._look_for_room(left)
        rows.settle()

    def _clear(self, position: int) -> None:
        """Take out what is there of a boundary that is not whole any more, or never was."""
        known = self._positions(whole=True)
        following = min((p for p in known if p > position), default=FOREVER)
        with self._roomy():
            for change in self.spans.removals(position, following, self._at_once):
                changed = self._at_once
                while changed == self._at_once:
                    with self.engine.begin() as connection:
                        changed = connection.exec_driver_sql(change).rowcount
                    self._fold_back()
            with self.engine.begin() as connection:
                connection.execute(
                    sa.delete(self._boundaries).where(self._boundaries.c.position == position)
                )

    def _look_for_room(self, left: int = 0) -> None:
        """Fold the log back where it is long; NoRoomError where another turn might not fit."""
        self._fold_back()
        free = shutil.disk_usage(self.path.parent).free - self.spare
        taken = self.taken() if self.path.exists() else 0
        turn = self.log // 2
        if free < turn + left or taken + turn + left > self.limit or self.held_up:
            raise NoRoomError

    def _fold_back(self) -> None:
        """Fold the log back now and then; who reads from it is not waited for again at once."""
        if self._logged() > self._fold_back_at:
            fold_back(self.engine, when_due=False)
            self._fold_back_at = min(self._logged() + self.log // 8, self.log // 2)

    def _logged(self) -> int:
        log = self.path.with_name(self.path.name + "-wal")
        return log.stat().st_size if log.exists() else 0

    @contextmanager
    def _roomy(self) -> Iterator[None]:
        """Tell room that ends, however it shows, as a `NoRoomError`."""
        try:
            yield
        except (OSError, OperationalError, sa.exc.OperationalError) as error:
            cause = getattr(error, "orig", error)
            full = getattr(cause, "sqlite_errorcode", 0) == SQLITE_FULL
            if full or getattr(cause, "errno", 0) in {ENOSPC, EDQUOT}:
                raise NoRoomError from error
            raise
