"""The master key: 32 random bytes in a file of ours alone, made once, and anew only when asked for.

A new one stands beside the old until all keys are wrapped under it; who starts in between takes
the one that fits.

Whatever is sealed stands and falls with it. So the file appears whole or not at all, whoever comes
first; and one that is missing, damaged or of another deployment stops the start.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from governance.kernel.errors import UnsafeSettingError

SIZE = 32


def master_secret(path: Path, *, in_use: bool) -> bytes:
    """Give the secret, made when nothing is `in_use` yet; UnsafeSettingError when there is none."""
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        if in_use:
            raise UnsafeSettingError("keys.master_missing", file=str(path)) from None
        _make(path)
        return master_secret(path, in_use=True)
    except OSError as error:
        raise UnsafeSettingError("keys.master_unreadable", file=str(path)) from error
    if len(secret) != SIZE:
        raise UnsafeSettingError("keys.master_damaged", file=str(path), size=str(len(secret)))
    return secret


def _make(path: Path) -> None:
    """Write beside, flush, then link: the first of several wins, and nobody reads a half."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as beside:
        beside.write(os.urandom(SIZE))
        beside.flush()
        os.fsync(beside.fileno())
        try:
            os.link(beside.name, path)
        except FileExistsError:
            return
    _settle(path)


def next_secret(path: Path) -> bytes | None:
    """Give the secret that is to follow, where one was left beside the file."""
    try:
        secret = _beside(path).read_bytes()
    except FileNotFoundError:
        return None
    return secret if len(secret) == SIZE else None


def make_next(path: Path) -> bytes:
    """Leave a new secret beside the file, on the disk before this returns."""
    secret = os.urandom(SIZE)
    handle = os.open(_beside(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    _settle(path)
    return secret


def take_next(path: Path) -> None:
    """Let the secret beside the file take its place; somebody else may have done so."""
    with suppress(FileNotFoundError):
        _beside(path).replace(path)
    _settle(path)


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.name}.next")


def _settle(path: Path) -> None:
    """Wait until a name is on the disk, which it is when its folder is."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
