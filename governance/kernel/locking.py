"""A lock between processes and threads, on a file of its own."""

import fcntl
import os
import threading
from pathlib import Path
from types import TracebackType


class FileLock:
    """Exclusive among all processes that open the same path, and among the threads of each.

    The file is open while the lock is held or waited for: a process that opens one deployment after
    another has no more files open in the end.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._thread = threading.RLock()
        self._depth = 0
        self._descriptor: int | None = None

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def acquire(self, *, wait: bool = True) -> bool:
        """Take the lock; with `wait=False` say at once whether it was free."""
        if not self._thread.acquire(blocking=wait):
            return False
        if self._depth == 0:
            try:
                fcntl.flock(self._file(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BaseException as error:
                # Also where the file does not open: the next thread must not wait for nobody.
                self.close()
                self._thread.release()
                if isinstance(error, BlockingIOError):
                    return False
                raise
        self._depth += 1
        return True

    def release(self) -> None:
        """Give the lock back."""
        self._depth -= 1
        if self._depth == 0:
            fcntl.flock(self._file(), fcntl.LOCK_UN)
            self.close()
        self._thread.release()

    def close(self) -> None:
        """Close the file; the lock opens it again when next taken."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _file(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        return self._descriptor
