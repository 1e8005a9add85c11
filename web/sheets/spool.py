"""Records that wait on the disk instead of in memory, in the order they came."""

import os
from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile


class Spool:
    """Byte records in a file without a name, which goes with the last who holds it."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115  (closed with the spool)
        self._ends = array("Q", [0])
        self._written = True

    def append(self, record: bytes) -> None:
        """Add a record at the end."""
        self._file.write(record)
        self._ends.append(self._ends[-1] + len(record))
        self._written = False

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, index: int) -> bytes:
        if not self._written:
            self._file.flush()
            self._written = True
        start, end = self._ends[index], self._ends[index + 1]
        return os.pread(self._file.fileno(), end - start, start)

    def __iter__(self) -> Iterator[bytes]:
        return map(self.__getitem__, range(len(self)))

    def __del__(self) -> None:
        self._file.close()
