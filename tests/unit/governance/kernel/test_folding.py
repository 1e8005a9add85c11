"""A write-ahead log stays short beside readers who come without a pause."""

import sqlite3
from contextlib import closing

import pytest

from governance.casework import events as shared
from governance.hotline.kind import TICKET
from governance.kernel.folding import STEP, WriteAheadLog
from governance.kernel.ledger import open_ledger
from governance.kernel.stream import stream_id
from tests.builders import NOW
from tests.readers import readers_without_a_pause

MEGABYTE = 1024 * 1024
BOUND = 3 * STEP
STREAM = stream_id("toy", "1")


def passive(cursor, log):
    """Fold back the way it was done: waiting for nobody, at every append."""
    cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()


def patient(cursor, log):
    if log.due:
        log.fold_back(cursor)


@pytest.mark.parametrize(
    ("fold", "stays_short"),
    [(patient, True), pytest.param(passive, False, id="control")],
)
def test_the_log_stays_short_beside_readers(tmp_path, fold, stays_short):
    path, longest = tmp_path / "toy.db", 0
    log, wal = WriteAheadLog(path), tmp_path / "toy.db-wal"
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        cursor = writing.cursor()
        for pragma in ("journal_mode=WAL", "wal_autocheckpoint=0", "synchronous=OFF"):
            cursor.execute(f"PRAGMA {pragma}").fetchone()
        cursor.execute("CREATE TABLE toy (content BLOB)")
        with readers_without_a_pause(path) as next_reader:
            for _ in range(100):
                cursor.execute("INSERT INTO toy VALUES (randomblob(?))", (MEGABYTE,))
                fold(cursor, log)
                next_reader()
                longest = max(longest, wal.stat().st_size)
    assert (longest < BOUND) == stays_short


def test_a_reader_who_stays_is_let_be_and_the_log_emptied_when_he_has_gone(tmp_path):
    path, wal = tmp_path / "toy.db", tmp_path / "toy.db-wal"
    log = WriteAheadLog(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        cursor = writing.cursor()
        cursor.execute("PRAGMA journal_mode=WAL").fetchone()
        cursor.execute("PRAGMA busy_timeout=30000")
        cursor.execute("CREATE TABLE toy (content BLOB)")
        with closing(sqlite3.connect(path, isolation_level=None)) as staying:
            staying.execute("BEGIN")
            staying.execute("SELECT COUNT(*) FROM toy").fetchone()
            cursor.execute("INSERT INTO toy VALUES (randomblob(?))", (MEGABYTE,))
            assert not log.fold_back(cursor)
            assert not log.due
            assert wal.stat().st_size > MEGABYTE
        assert cursor.execute("PRAGMA busy_timeout").fetchone() == (30000,)
        assert log.fold_back(cursor)
        assert wal.stat().st_size == 0
        assert cursor.execute("SELECT COUNT(*) FROM toy").fetchone() == (1,)


def test_few_large_appends_are_folded_back_like_many_small_ones(tmp_path):
    text, longest = "格" * (MEGABYTE // 3), 0
    with open_ledger(tmp_path) as ledger:
        for first in range(1, 61, 3):
            numbers = range(first, first + 3)
            ledger.append(
                [
                    TICKET.event(shared.CrossingCleared)(
                        stream=STREAM, version=n, recorded_at=NOW, result=text
                    )
                    for n in numbers
                ]
            )
            longest = max(longest, (tmp_path / "events.db-wal").stat().st_size)
        assert longest < BOUND
        assert len(ledger.stream(STREAM)) == 60
