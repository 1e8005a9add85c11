"""Uploaded files between two steps: under a random name, readable by one account, for a day.

The rows of a sheet stand here in clear: the file goes with its import, and whatever is left of it,
the rows that were refused too, is swept away by the worker and whenever a server starts.
"""

import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, Any

import msgspec

from governance.kernel.locking import FileLock

KEPT = timedelta(days=1)
HALF = timedelta(hours=1)
TOKEN = re.compile(r"[0-9a-f]{32}")
FOLDER = "uploads"
SHEET, STATE = ".sheet", ".json"


class Upload(msgspec.Struct):
    """A file somebody uploaded, where it is, and in `more` what was chosen for it since."""

    login: str
    name: str
    at: datetime
    more: dict[str, Any] = msgspec.field(default_factory=dict)
    file: str = ""

    @property
    def data(self) -> Path:
        """What was uploaded, until it has been imported."""
        return Path(self.file)


class Uploads:
    """The uploads of a deployment's data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def keep(self, login: str, name: str, data: IO[bytes], *, now: datetime) -> str:
        """Keep a file; give the token it is found by."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        token = secrets.token_hex(16)
        with self._new(f"{token}{SHEET}") as file:
            shutil.copyfileobj(data, file)
        self._write(token, Upload(login, name, now))
        return token

    def find(self, login: str, token: str, *, now: datetime) -> Upload | None:
        """Give a file this account uploaded within a day."""
        if not TOKEN.fullmatch(token):
            return None
        upload = self.read(token)
        ours = upload and upload.login == login and now - upload.at <= KEPT
        return upload if ours else None

    def read(self, token: str) -> Upload | None:
        """Give a file, whoever uploaded it."""
        upload = _read(self.folder / token)
        if upload:
            upload.file = str(self.folder / f"{token}{SHEET}")
        return upload

    def note(self, token: str, upload: Upload, **more: Any) -> None:
        """Keep what was chosen for a file."""
        upload.more |= more
        self._write(token, upload)

    def drop(self, token: str) -> None:
        """Forget a file, and how its import went."""
        if TOKEN.fullmatch(token):
            for path in self.folder.glob(f"{token}*"):
                path.unlink(missing_ok=True)

    def sweep(self, *, now: datetime) -> int:
        """Forget what is older than a day, and what was left half; give how many files went.

        What is worked on, or left by a server that stopped, stays until its work is done.
        """
        gone = 0
        for token in {path.name.partition(".")[0] for path in self.folder.glob("*")}:
            held, paths = self.read(token), list(self.folder.glob(f"{token}*"))
            if held:
                stays = now - held.at <= KEPT or "task" in self.progress(token)
            else:  # just being kept, or never will be
                last = max(path.stat().st_mtime for path in paths)
                stays = abs(now.timestamp() - last) <= HALF.total_seconds()
            for path in () if stays else paths:
                path.unlink(missing_ok=True)
                gone += 1
        return gone

    def tell(self, token: str, state: dict[str, Any]) -> None:
        """Keep how an import goes, for every process that is asked."""
        self._put(f"{token}{STATE}", msgspec.json.encode(state))

    def forget(self, token: str) -> None:
        """Forget how something went that leads on to the next step."""
        (self.folder / f"{token}{STATE}").unlink(missing_ok=True)

    def under_way(self) -> Iterator[str]:
        """Give the tokens of which something is told."""
        for path in self.folder.glob(f"*{STATE}"):
            yield path.name.removesuffix(STATE)

    def lock(self, token: str) -> FileLock:
        """Give what is held by whoever works on a file."""
        return FileLock(self.folder / f"{token}.lock")

    def put_part(self, token: str, name: str, rows: Iterable[Any]) -> None:
        """Keep a part of what came of a file, a line of JSON each."""
        with self._new(f"{token}.{name}") as file:
            file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)

    def part(self, token: str, name: str) -> Iterator[Any]:
        """Give the lines of a part, none where there is no such part."""
        try:
            file = (self.folder / f"{token}.{name}").open("rb")
        except FileNotFoundError:
            return
        with file:
            yield from map(msgspec.json.decode, file)

    def progress(self, token: str) -> dict[str, Any]:
        """Give how an import goes; empty before it began."""
        try:
            return msgspec.json.decode((self.folder / f"{token}{STATE}").read_bytes(), type=dict)
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, token: str, upload: Upload) -> None:
        self._put(token, msgspec.msgpack.encode(upload))

    def _put(self, name: str, data: bytes) -> None:
        with self._new(name) as file:
            file.write(data)

    @contextmanager
    def _new(self, name: str) -> Iterator[IO[bytes]]:
        """Give a file to write, which takes its place when all of it is there."""
        new = self.folder / f"{name}.new"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            yield file
        new.replace(self.folder / name)


def _read(path: Path) -> Upload | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Upload)
    except (OSError, msgspec.DecodeError):
        return None
