"""The files of the past: a copy of the read models for each position kept, within a budget."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC
from pathlib import Path
from sqlite3 import SQLITE_FULL, OperationalError

import sqlalchemy as sa

SPARE = 256 * 1024**2  # bytes of the disk left to the events, whatever the budget
EMPTY = 192 * 1024  # bytes of a copy without rows, at least
MARGIN = 1.25


class NoRoomError(Exception):
    """The disk or the budget is used up."""


class Shelf:
    """The copies in one folder. Whoever asks holds the lock of the folder."""

    def __init__(self, folder: Path, budget: int, spare: int = SPARE) -> None:
        self.folder = folder
        self.budget = budget
        self.spare = spare
        self._known: dict[int, int] = {}

    def path(self, position: int) -> Path:
        """Give where the copy of a position is, or would be."""
        return self.folder / f"{position:012d}.db"

    def positions(self) -> list[int]:
        """Give the positions there are copies of."""
        return sorted(int(path.stem) for path in self.folder.glob("*.db"))

    def used(self, position: int) -> int:
        """Give when a copy was last asked for; only the order means something."""
        return self.path(position).stat().st_mtime_ns

    def sizes(self) -> Callable[[int], int]:
        """Give a function that tells the bytes of a copy, or what they are likely to be.

        Copies that were dropped are remembered: who forgets what did not fit builds it again.
        """
        known = self._known
        known |= {p: self.path(p).stat().st_size for p in self.positions()}
        line = known if len(known) > 1 else {0: 0} | known
        low, high = min(line), max(line)
        rise = (line[high] - line[low]) / max(high - low, 1)

        def size(position: int) -> int:
            if position in known or not known:
                return known.get(position, EMPTY)
            near = min(known, key=lambda p: abs(p - position))
            return known[near] + int(rise * max(position - near, 0) * MARGIN)

        return size

    def room(self) -> int:
        """Give the bytes that are left of the budget, or of the disk."""
        taken = sum(path.stat().st_size for path in self.folder.iterdir())
        return min(self.budget - taken, shutil.disk_usage(self.folder).free - self.spare)

    def hold(self, position: int) -> int:
        """Give an open file that says, until it is closed, that somebody reads the copy.

        Closing it takes away any lock SQLite has on the file: a finished copy is read without.
        """
        held = os.open(self.path(position), os.O_RDONLY)
        fcntl.flock(held, fcntl.LOCK_SH)
        return held

    def drop(self, position: int) -> bool:
        """Drop a copy; False when somebody reads it, here or in another process."""
        held = os.open(self.path(position), os.O_RDONLY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        finally:
            os.close(held)
        self.path(position).unlink()
        return True

    @contextmanager
    def part(self, position: int) -> Iterator[Path]:
        """Give where to make a copy; it is put up when it is finished, and else thrown away.

        Room that ends is a `NoRoomError`, however it shows.
        """
        for leftover in self.folder.glob("*.part*"):
            leftover.unlink()
        part = self.path(position).with_suffix(".part")
        try:
            yield part
            with part.open("rb") as file:
                os.fsync(file.fileno())
            part.replace(self.path(position))
        except (OSError, OperationalError, sa.exc.OperationalError) as error:
            cause = getattr(error, "orig", error)
            full = getattr(cause, "sqlite_errorcode", 0) == SQLITE_FULL
            if full or getattr(cause, "errno", 0) in {ENOSPC, EDQUOT}:
                raise NoRoomError from error
            raise
        finally:
            part.unlink(missing_ok=True)
