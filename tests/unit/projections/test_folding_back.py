"""The write-ahead logs of all files stay short while others read."""

from pathlib import Path

from governance.kernel.command import SYSTEM
from governance.kernel.folding import STEP
from governance.kernel.locking import FileLock
from projections.engine import projector as module
from projections.engine.projector import Projector
from scripts import jobs
from scripts.worker import EVERY
from tests.readers import readers_without_a_pause
from tests.tickets import life, ticket

FILES = ("events", "views", "keys", "access")
MEGABYTE = 1024 * 1024
ROUNDS, BOUND = 80, 3 * STEP


def logs(runtime):
    """Give the length of each write-ahead log."""
    files = {name: runtime.data / f"{name}.db" for name in FILES} | {"views": rows_of(runtime)}
    return {name: file.with_name(f"{file.name}-wal").stat().st_size for name, file in files.items()}


def rows_of(runtime):
    """Give the file of the rows."""
    return Path(runtime.engines["reading"].url.database)


def worked(runtime):
    for command in life():
        runtime.execute(command, actor=SYSTEM)
    return runtime.attachments.put(ticket().hex, b"photo", "image/jpeg")


def test_the_heartbeat_folds_back_what_nobody_appends_to(sqlite_runtime):
    photo = worked(sqlite_runtime)
    assert all(logs(sqlite_runtime).values())
    assert jobs.fold_back in EVERY
    assert jobs.fold_back(sqlite_runtime) == 0
    assert logs(sqlite_runtime) == dict.fromkeys(FILES, 0)
    assert sqlite_runtime.attachments.get(ticket().hex, photo) == ("image/jpeg", b"photo")
    assert sqlite_runtime.projector.position() == sqlite_runtime.ledger.position()


def test_on_a_server_there_is_nothing_to_fold_back(runtime):
    worked(runtime)
    assert jobs.fold_back(runtime) == 0
    assert runtime.live().position == runtime.ledger.position()


def test_rows_that_somebody_else_is_writing_are_left_to_him(sqlite_runtime):
    worked(sqlite_runtime)
    other = FileLock(rows_of(sqlite_runtime).with_name("lock"))
    with other:
        sqlite_runtime.fold_back()
        assert logs(sqlite_runtime)["views"] > 0
    other.close()


def test_the_log_of_photographs_stays_short_beside_readers(sqlite_runtime):
    longest = 0
    with readers_without_a_pause(sqlite_runtime.data / "access.db") as next_reader:
        for number in range(ROUNDS):
            photo = number.to_bytes(4) * (MEGABYTE // 8)
            sqlite_runtime.attachments.put(ticket().hex, photo, "image/jpeg")
            next_reader()
            longest = max(longest, logs(sqlite_runtime)["access"])
    assert longest < BOUND


def test_the_log_of_rows_stays_short_beside_readers(sqlite_runtime):
    longest, writing = 0, sqlite_runtime.engines["writing"]
    with writing.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE toy (content BLOB)")
    with readers_without_a_pause(rows_of(sqlite_runtime)) as next_reader:
        for _ in range(ROUNDS):
            with writing.begin() as connection:
                connection.exec_driver_sql(f"INSERT INTO toy VALUES (randomblob({MEGABYTE}))")
            sqlite_runtime.projector.catch_up()
            next_reader()
            longest = max(longest, logs(sqlite_runtime)["views"])
    assert longest < BOUND


def test_a_long_way_is_gone_in_several_transactions(runtime, monkeypatch):
    engines = runtime.engines
    behind = Projector(runtime.ledger, engines["writing"], reading=engines["reading"])
    start = behind.catch_up()
    for serial in ("T1", "T2", "T3"):
        for command in life(serial):
            runtime.governance.execute(command, actor=SYSTEM)
    monkeypatch.setattr(module, "STRIDE", 3)
    seen = []
    end = behind.catch_up(progress=lambda *_: seen.append(behind.position()))
    assert end == runtime.ledger.position()
    assert seen == list(range(start, end, 3))
