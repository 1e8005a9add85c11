"""Disks that are full and folders nobody may write to, for whoever runs the tests."""

import ctypes
import os
import resource
import struct
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from eventsourcing.sqlite import SQLiteConnection
from jinja2 import FileSystemBytecodeCache

from governance.kernel.sqlite import DurablePool, SqliteRecorder
from projections.engine.runtime import Runtime
from tests.expecting import being

NO_MORE_PAGES = "PRAGMA max_page_count=1"  # SQLite takes it for as many as there are
OVERRIDING = 0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH: what lets root write everywhere
CAPABILITIES = 0x20080522


class Cramped(DurablePool):
    """Connections to events for which there is no room."""

    def _create_connection(self) -> SQLiteConnection:
        connection = super()._create_connection()
        connection.cursor().execute(NO_MORE_PAGES)
        return connection


@contextmanager
def full(runtime: Runtime, *names: str) -> Iterator[None]:
    """Let SQLite find no room for another page in the `events`, or in the files of engines."""
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(
                _events_full(runtime)
                if name == "events"
                else _connecting(runtime.engines[name], NO_MORE_PAGES)
            )
        yield


@contextmanager
def _events_full(runtime: Runtime) -> Iterator[None]:
    recorder = being(SqliteRecorder, runtime.ledger.recorder)
    try:
        _anew(recorder, Cramped)
        yield
    finally:
        _anew(recorder, DurablePool)


def _anew(recorder: SqliteRecorder, kind: type[DurablePool]) -> None:
    recorder.datastore.pool.close()
    recorder.datastore.pool = kind(db_name=str(recorder.path), pool_size=8, lock_timeout=30)


def frozen(runtime: Runtime, name: str) -> AbstractContextManager[None]:
    """Let SQLite write nothing to the file of an engine."""
    return _connecting(runtime.engines[name], "PRAGMA query_only=ON")


@contextmanager
def _connecting(engine: sa.Engine, pragma: str) -> Iterator[None]:
    def cramp(connection: Any, _: Any) -> None:
        connection.execute(pragma)

    engine.dispose()
    sa.event.listen(engine, "connect", cramp)
    try:
        yield
    finally:
        sa.event.remove(engine, "connect", cramp)
        engine.dispose()


@contextmanager
def no_room_in_files(most: int = 1000) -> Iterator[None]:
    """Let no file of this process grow beyond a size: what a quota does too."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    with pytest.MonkeyPatch.context() as patch:
        # Compiled templates are kept for tests only; no deployment writes them.
        patch.setattr(FileSystemBytecodeCache, "dump_bytecode", lambda *_: None)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Let nobody write to a folder and all there is in it, not even root."""
    every = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in every}
    try:
        for path in every:
            path.chmod(0o500 if path.is_dir() else 0o400)
        with _bound():
            yield
    finally:
        for path, mode in modes.items():
            if path.exists():
                path.chmod(mode)


@contextmanager
def _bound() -> Iterator[None]:
    """Bind this thread to the modes of files, if it runs as root."""
    if os.geteuid():
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = ctypes.create_string_buffer(struct.pack("Ii", CAPABILITIES, 0))
    held = ctypes.create_string_buffer(24)
    assert libc.capget(header, held) == 0
    first, *others = struct.unpack("6I", held.raw)
    fewer = ctypes.create_string_buffer(struct.pack("6I", first & ~OVERRIDING, *others))
    assert libc.capset(header, fewer) == 0
    try:
        yield
    finally:
        assert libc.capset(header, held) == 0
