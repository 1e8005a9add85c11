"""Pictures made small by a program beside the server: a file never meets a reader in here.

The program is begun with the first picture and goes with the server. It knows nothing of a
deployment: no keys, no database, no environment.
"""

import atexit
import struct
import subprocess
import sys
from pathlib import Path
from threading import Lock, Timer

PROGRAM = Path(__file__).with_name("pixels.py")
HEAD = struct.Struct(">4sI")
PATIENCE = 40  # seconds; it ends by itself before
DONE, MANY = b"done", b"many"


class NoPictureError(ValueError):
    """What cannot be read as a picture, or not within what a picture may take."""


class TooManyPixelsError(ValueError):
    """A picture that would take more memory than there is for it; `most` pixels are taken."""

    def __init__(self, pixels: int, most: int) -> None:
        super().__init__(f"{pixels} pixels, at most {most}")
        self.pixels, self.most = pixels, most


class Decoder:
    """The program, begun when it is wanted; whoever comes while it opens a picture waits."""

    def __init__(self) -> None:
        self._turn = Lock()
        self.running: subprocess.Popen[bytes] | None = None

    def small(self, data: bytes, edge: int) -> bytes:
        """Give a picture as a JPEG of at most `edge` pixels a side.

        Raises:
            TooManyPixelsError, NoPictureError: it is none that is taken.

        """
        with self._turn:
            word, more = self._asked(data, edge)
        if word == DONE:
            return more
        if word == MANY:
            raise TooManyPixelsError(*struct.unpack(">QQ", more))
        raise NoPictureError

    def stop(self) -> None:
        """End the program; it is begun again when it is wanted."""
        if process := self.running:
            self.running = None
            process.kill()
            process.communicate()

    def _asked(self, data: bytes, edge: int) -> tuple[bytes, bytes]:
        process = self._ready()
        assert process.stdin is not None  # noqa: S101  (both are pipes)
        assert process.stdout is not None  # noqa: S101
        limit = Timer(PATIENCE, process.kill)
        limit.start()
        try:
            process.stdin.write(HEAD.pack(edge.to_bytes(4, "big"), len(data)) + data)
            process.stdin.flush()
            word, length = HEAD.unpack(process.stdout.read(HEAD.size))
            return word, process.stdout.read(length)
        except (OSError, struct.error):  # it is gone; the next picture begins another
            self.stop()
            return b"", b""
        finally:
            limit.cancel()

    def _ready(self) -> subprocess.Popen[bytes]:
        if self.running is None or self.running.poll() is not None:
            self.stop()
            self.running = subprocess.Popen(  # noqa: S603  (our own file, by the running Python)
                [sys.executable, "-s", "-E", str(PROGRAM)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={},
                start_new_session=True,  # a terminal ends the server first
            )
        return self.running


DECODER = Decoder()
atexit.register(DECODER.stop)
