"""Readers of a SQLite file who come so close to one another that somebody always reads."""

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path


@contextmanager
def readers_without_a_pause(path: Path) -> Iterator[Callable[[], None]]:
    """Have somebody read at every moment; give what lets the next one come before the last goes."""
    coming, done = threading.Event(), threading.Event()

    def read() -> None:
        with ExitStack() as stack:
            reading = [
                stack.enter_context(closing(sqlite3.connect(path, isolation_level=None)))
                for _ in range(2)
            ]
            begin(reading[0])
            while not done.is_set():
                coming.wait(0.05)
                coming.clear()
                begin(reading[1])
                reading[0].execute("COMMIT")
                reading.reverse()

    def begin(connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN")
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield coming.set
    finally:
        done.set()
        coming.set()
        thread.join()
