"""A SQLite write-ahead log, kept short while others read.

`PASSIVE` waits for nobody, and a log is begun anew only by a write that finds all of it folded back
and nobody reading from it: beside readers who come without a pause it grew without end. `TRUNCATE`
waits for them, here for `PATIENCE` at most. Who still reads from the log after that is let be; the
next try is when the log has grown by `STEP` again, so that writers do not wait at every append.
"""

import sqlite3
from pathlib import Path
from typing import Any

STEP = 16 * 1024 * 1024
PATIENCE = 500  # milliseconds


class WriteAheadLog:
    """The log beside one file. Whoever asks holds the lock of the file's writers."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + "-wal")
        self._due_at = STEP

    @property
    def due(self) -> bool:
        """Whether the log has grown so long that it should be folded back."""
        return self._size() > self._due_at

    def fold_back(self, cursor: Any) -> bool:
        """Fold the log back into its file and empty it; False when a reader was in the way.

        `cursor` is of a connection outside any transaction. A disk that is full is in the way like
        a reader: what was committed stays in the log, and nobody must be given that it failed.
        """
        cursor.execute("PRAGMA busy_timeout")
        patience = cursor.fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy = bool(cursor.fetchone()[0])
        except sqlite3.OperationalError:
            busy = True
        finally:
            cursor.execute(f"PRAGMA busy_timeout={patience}")
        self._due_at = (self._size() if busy else 0) + STEP
        return not busy

    def _size(self) -> int:
        try:
            return self._path.stat().st_size
        except FileNotFoundError:
            return 0
