"""What takes long to set up: made once while the tests run, whoever of the workers asks first."""

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

from pytest import TempPathFactory  # noqa: PT013  (a type, and the only thing asked of it)


def made_once(places: TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """Give a folder that `make` filled, one for all workers: copy it, never write to it."""
    root = places.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    folder = root / f"once-{name}"
    with folder.with_suffix(".turn").open("w") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folder.with_suffix(".begun")
            shutil.rmtree(begun, ignore_errors=True)
            begun.mkdir()
            make(begun)
            begun.rename(folder)
    return folder
