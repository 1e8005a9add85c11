"""What is in an uploaded file, in memory or on the disk, read a piece at a time."""

from collections.abc import Iterator
from hashlib import file_digest
from io import SEEK_END, BytesIO
from pathlib import Path
from typing import IO, TypeAlias

Contents: TypeAlias = bytes | Path
PIECE = 1 << 20


def opened(contents: Contents) -> IO[bytes]:
    """Give a file to read from; whoever asks closes it."""
    return BytesIO(contents) if isinstance(contents, bytes) else contents.open("rb")


def size_of(file: IO[bytes]) -> int:
    """Give how many bytes there are, and go back to the first."""
    size = file.seek(0, SEEK_END)
    file.seek(0)
    return size


def pieces(file: IO[bytes]) -> Iterator[bytes]:
    """Give all there is from the first byte on."""
    file.seek(0)
    while piece := file.read(PIECE):
        yield piece


def holds(file: IO[bytes], wanted: bytes) -> bool:
    """Whether some bytes stand anywhere, across two pieces too."""
    end = b""
    for piece in pieces(file):
        if wanted in end + piece:
            return True
        end = piece[-len(wanted) :]
    return False


def digest_of(contents: Contents) -> str:
    """Give the SHA-256 of a file in hexadecimal."""
    with opened(contents) as file:
        return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
