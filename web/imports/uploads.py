"""Uploaded files between two steps: under a random name, readable by one account, for a day."""

import os
import re
import secrets
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

KEPT = timedelta(days=1)
TOKEN = re.compile(r"[0-9a-f]{32}")
FOLDER = "uploads"


class Upload(msgspec.Struct):
    """A file somebody uploaded; `more` is what was chosen for it since."""

    login: str
    name: str
    at: datetime
    data: bytes
    more: dict[str, Any] = msgspec.field(default_factory=dict)


class Uploads:
    """The uploads of a deployment's data folder."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    def keep(self, login: str, name: str, data: bytes, *, now: datetime) -> str:
        """Keep a file; give the token it is found by. Files older than a day go."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        for path in self.folder.iterdir():
            if TOKEN.fullmatch(path.name):
                held = _read(path)
                if held is None or now - held.at > KEPT:
                    self.drop(path.name)
        token = secrets.token_hex(16)
        self._write(token, Upload(login, name, now, data))
        return token

    def find(self, login: str, token: str, *, now: datetime) -> Upload | None:
        """Give a file this account uploaded within a day."""
        if not TOKEN.fullmatch(token):
            return None
        upload = _read(self.folder / token)
        ours = upload and upload.login == login and now - upload.at <= KEPT
        return upload if ours else None

    def note(self, token: str, upload: Upload, **more: Any) -> None:
        """Keep what was chosen for a file."""
        upload.more |= more
        self._write(token, upload)

    def drop(self, token: str) -> None:
        """Forget a file, and how its import went."""
        if TOKEN.fullmatch(token):
            (self.folder / token).unlink(missing_ok=True)
            (self.folder / f"{token}.json").unlink(missing_ok=True)

    def tell(self, token: str, state: dict[str, Any]) -> None:
        """Keep how an import goes, for every process that is asked."""
        self._put(f"{token}.json", msgspec.json.encode(state))

    def progress(self, token: str) -> dict[str, Any]:
        """Give how an import goes; empty before it began."""
        try:
            return msgspec.json.decode((self.folder / f"{token}.json").read_bytes(), type=dict)
        except (OSError, msgspec.DecodeError):
            return {}

    def _write(self, token: str, upload: Upload) -> None:
        self._put(token, msgspec.msgpack.encode(upload))

    def _put(self, name: str, data: bytes) -> None:
        new = self.folder / f"{name}.new"
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        new.replace(self.folder / name)


def _read(path: Path) -> Upload | None:
    try:
        return msgspec.msgpack.decode(path.read_bytes(), type=Upload)
    except (OSError, msgspec.DecodeError):
        return None
