"""Who reads which position of the past, in any process: a small file of each, locked while read."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Holds:
    """The files in one folder. Whoever puts one there or takes it away holds the folder's lock."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def hold(self, position: int) -> int | None:
        """Give an open file that says, until it is closed, that somebody reads a position.

        None where there is no file: nobody keeps the position.
        """
        try:
            held = os.open(self._path(position), os.O_RDONLY)
        except FileNotFoundError:
            return None
        fcntl.flock(held, fcntl.LOCK_SH)
        if not os.fstat(held).st_nlink:  # taken away while we waited
            os.close(held)
            return None
        os.utime(held)
        return held

    def make(self, position: int) -> int:
        """Hold a position that is kept, whether or not it ever was."""
        held = os.open(self._path(position), os.O_RDONLY | os.O_CREAT, 0o600)
        fcntl.flock(held, fcntl.LOCK_SH)
        os.utime(held)
        return held

    def used(self, position: int) -> int:
        """Give when a position was last asked for, 0 if never; only the order means something."""
        try:
            return self._path(position).stat().st_mtime_ns
        except FileNotFoundError:
            return 0

    @contextmanager
    def free(self, position: int) -> Iterator[bool]:
        """Keep others from beginning to read a position; False when somebody reads it already."""
        held = os.open(self._path(position), os.O_RDONLY | os.O_CREAT, 0o600)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
            self._path(position).unlink()
        finally:
            os.close(held)

    def _path(self, position: int) -> Path:
        return self.folder / f"{position:012d}.held"
