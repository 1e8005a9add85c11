"""The master key: 32 random bytes in a file of ours alone, made once and never made anew.

Whatever is sealed stands and falls with it. So the file appears whole or not at all, whoever comes
first; and one that is missing, damaged or of another deployment stops the start.
"""

import os
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
    # A name is on the disk when its folder is.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
