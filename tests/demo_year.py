"""A made-up year of a small street: said once, copied for every test that works on it."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from pytest import TempPathFactory  # noqa: PT013  (a type, and the only thing asked of it)

from projections.engine.runtime import Runtime
from scripts.setting_up import DemoAccount, initialise
from tests.once import made_once

END = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, half past two in the afternoon here
SCALE = 0.01
ACCOUNTS = "accounts.json"


def said(runtime: Runtime) -> list[DemoAccount]:
    """Say the year in an empty deployment whose clock stands at its end."""
    return initialise(runtime, demo=True, scale=SCALE)


def copy_of_year(places: TempPathFactory, folder: Path) -> list[DemoAccount]:
    """Make a folder the deployment of the year; give its accounts."""
    kept = made_once(places, "year", _make)
    shutil.copytree(kept / "data", folder, dirs_exist_ok=True)
    return msgspec.json.decode((kept / ACCOUNTS).read_bytes(), type=list[DemoAccount])


def _make(folder: Path) -> None:
    with Runtime(folder / "data", clock=lambda: END) as runtime:
        opened = said(runtime)
    (folder / ACCOUNTS).write_bytes(msgspec.json.encode(opened))
