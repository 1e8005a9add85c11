"""What anybody sees is computed from the events, whenever and however often it is computed."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from governance.casework import commands as asks
from governance.casework.events import ProgressNoted
from governance.hotline.kind import TICKET
from governance.kernel.command import SYSTEM
from governance.kernel.event import Event, topics_of
from governance.kernel.ledger import Ledger, open_ledger
from governance.kernel.locking import FileLock
from projections.boards import BOARDS
from projections.casework.table import cases
from projections.engine import projector as module
from projections.engine import rows as rows_module
from projections.engine.database import open_sqlite
from projections.engine.projection import tables
from projections.engine.projector import Projector, checkpoint
from projections.engine.runtime import Runtime
from tests.builders import ask
from tests.deployment import publish
from tests.expecting import existing
from tests.projecting import dump
from tests.tickets import life, received, ticket


def values(runtime: Runtime) -> None:
    """Let things happen that change rows again and again, in several passes."""
    for number in range(4):
        for command in life(f"T{number}"):
            runtime.execute(command, actor=SYSTEM)
    change = ask(
        TICKET.command(asks.Correct),
        ticket("T2"),
        field="place",
        new="示例路9弄",
        reason="听错",
    )
    runtime.execute(change, actor=SYSTEM)


@pytest.fixture
def elsewhere(tmp_path):
    """Make read databases that are closed after the test."""
    engines = []

    def make(name: str) -> sa.Engine:
        engines.append(open_sqlite(tmp_path / name, writer=True))
        return engines[-1]

    yield make
    for engine in engines:
        engine.dispose()


def test_rows_built_from_empty_are_those_that_grew(runtime, elsewhere):
    values(runtime)
    engine = elsewhere("fresh.db")
    assert Projector(runtime.ledger, engine).catch_up() == runtime.ledger.position()
    grown, fresh = dump(runtime.engines["reading"]), dump(engine)
    assert len(fresh["cases"]) == 4
    for name in fresh.keys() - {"checkpoint"}:
        assert grown[name] == fresh[name], name


def test_the_past_is_what_was_seen_then(runtime, tmp_path, elsewhere):
    values(runtime)
    for position in range(10, runtime.ledger.position() + 1, 4):
        cut = open_ledger(tmp_path / f"cut{position}")
        with cut:
            copy_events(runtime.ledger, cut, position)
            engine = elsewhere(f"cut{position}.db")
            Projector(cut, engine).catch_up()
            assert dump(runtime.at(position).engine) == dump(engine), position


def copy_events(log: Ledger, cut: Ledger, upto: int) -> None:
    cut.append([existing(log.event_at(position)) for position in range(1, upto + 1)])


def test_rows_and_position_go_in_together_or_not_at_all(sqlite_runtime, monkeypatch):
    runtime = sqlite_runtime
    runtime.execute(received(), actor=SYSTEM)
    before, at = dump(runtime.engines["reading"]), runtime.projector.position()
    for command in (*life(), *life("T2")):
        runtime.governance.execute(command, actor=SYSTEM)

    def stumble(event: Event) -> None:
        raise ValueError("a fault of ours")

    noted = TICKET.event(ProgressNoted)
    handlers = runtime.projector._fold.handlers  # noqa: SLF001  (a fault is put in by hand)
    monkeypatch.setitem(handlers, noted.TOPIC, [stumble])
    with pytest.raises(ValueError, match="a fault of ours") as failed:
        runtime.projector.catch_up()
    assert noted.__name__ in failed.value.__notes__[0]
    assert runtime.projector.position() == at
    assert dump(runtime.engines["reading"]) == before
    monkeypatch.undo()
    assert runtime.projector.catch_up() == runtime.ledger.position()
    assert len(dump(runtime.engines["reading"])["cases"]) == 2


def test_rows_of_other_code_are_built_anew(sqlite_runtime, monkeypatch):
    runtime = sqlite_runtime
    values(runtime)
    right = dump(runtime.engines["reading"])
    with runtime.engines["writing"].begin() as connection:
        connection.execute(sa.update(cases).values(title="旧代码写的"))
    runtime.projector.catch_up()
    assert dump(runtime.engines["reading"]) != right
    monkeypatch.setattr(module, "fingerprint", lambda _: "another")
    changed = Projector(runtime.ledger, runtime.engines["writing"])
    assert changed.position() == -1
    changed.catch_up()
    anew = dump(runtime.engines["reading"])
    assert anew.pop("checkpoint") != right.pop("checkpoint")
    assert anew == right


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_building_anew_leaves_the_events_alone(runtime, monkeypatch):
    values(runtime)
    position = runtime.ledger.position()
    monkeypatch.setattr(module, "fingerprint", lambda _: "another")
    Projector(runtime.ledger, runtime.engines["writing"]).catch_up()
    assert runtime.ledger.position() == position
    assert len(runtime.history(ticket())) == 4


def test_two_projectors_share_one_database(runtime, tmp_path):
    engine = runtime.engines["writing"]
    one, two = (Projector(runtime.ledger, engine, FileLock(tmp_path / "lock")) for _ in range(2))
    for number, turn in enumerate((one, two, two, one, one, two)):
        for command in life(f"T{number % 3}"):
            runtime.governance.execute(command, actor=SYSTEM)
        note = ask(TICKET.command(asks.NoteProgress), ticket("T0"), note=f"{number}")
        runtime.governance.execute(note, actor=SYSTEM)
        assert turn.catch_up() == runtime.ledger.position()
    shared = dump(engine)
    one.engine = open_sqlite(tmp_path / "alone.db", writer=True)
    Projector(runtime.ledger, one.engine).catch_up()
    alone = dump(one.engine)
    one.engine.dispose()
    for name in alone.keys() - {"checkpoint"}:
        assert shared[name] == alone[name], name


def test_whoever_does_not_want_to_wait_leaves_at_once(sqlite_runtime):
    runtime = sqlite_runtime
    at = runtime.projector.position()
    runtime.governance.execute(received(), actor=SYSTEM)
    other = FileLock(runtime.projector.lock.path)
    with other:
        assert runtime.projector.catch_up(wait=False) == at
    assert runtime.projector.catch_up(wait=False) == runtime.ledger.position()
    other.close()


def test_of_many_who_wait_one_brings_the_rows_to_the_end_for_all(sqlite_runtime):
    runtime = sqlite_runtime
    first = runtime.governance.execute(received("T1"), actor=SYSTEM).position
    last = runtime.governance.execute(received("T2"), actor=SYSTEM).position
    runtime.projector.reach(first)
    assert runtime.projector.position() == last
    passes: list[str] = []
    sa.event.listen(runtime.engines["writing"], "begin", lambda _: passes.append("a pass"))
    runtime.projector.reach(last)
    assert not passes, "whoever finds the rows there has nothing left to do"
    runtime.projector.reach(runtime.governance.execute(received("T3"), actor=SYSTEM).position)
    assert passes == ["a pass"]


@pytest.fixture
def two_hosts(tmp_path, postgres_url, clock):
    """Two machines with a disk and the master key each, one PostgreSQL between them."""
    with Runtime(tmp_path / "one", postgres_url, clock) as one:
        publish(one)
        (tmp_path / "two").mkdir()
        (tmp_path / "two" / "master.key").write_bytes((tmp_path / "one/master.key").read_bytes())
        with Runtime(tmp_path / "two", postgres_url, clock) as two:
            yield one, two


@pytest.mark.postgres
def test_hosts_that_share_a_database_take_turns(two_hosts):
    one, two = two_hosts
    at = two.projector.catch_up()
    two.governance.execute(received(), actor=SYSTEM)
    with one.engines["writing"].begin() as connection:
        assert one.projector._alone(connection, wait=False)  # noqa: SLF001  (the other host's turn)
        assert two.projector.catch_up(wait=False) == at
    assert two.projector.catch_up(wait=False) == two.ledger.position()


@pytest.mark.postgres
def test_a_table_one_host_saw_empty_may_have_been_filled_by_another(two_hosts):
    one, two = two_hosts
    two.execute(received(), actor=SYSTEM)
    one.execute(ask(TICKET.command(asks.NoteProgress), ticket(), note="已到场"), actor=SYSTEM)
    with one.engines["reading"].connect() as connection:
        assert connection.scalar(sa.select(cases.c.version)) == 2


@pytest.mark.postgres
def test_hosts_writing_at_once_leave_the_rows_as_one_would(two_hosts, tmp_path):
    def work(events):
        host, serial = events
        for command in life(serial):
            host.execute(command, actor=SYSTEM)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, [(two_hosts[n % 2], f"T{n}") for n in range(12)]))
    one = two_hosts[0]
    shared = dump(one.engines["reading"])
    engine = open_sqlite(tmp_path / "alone.db", writer=True)
    Projector(one.ledger, engine).catch_up()
    alone = dump(engine)
    engine.dispose()
    assert len(shared["cases"]) == 12
    for name in alone.keys() - {"checkpoint"}:
        assert shared[name] == alone[name], name


def test_an_event_nobody_handles_moves_the_position_on(sqlite_runtime):
    position = sqlite_runtime.ledger.position()
    with sqlite_runtime.engines["reading"].connect() as connection:
        assert connection.execute(sa.select(checkpoint.c.position)).scalar() == position


def test_every_handler_names_events_it_can_take():
    rows = {table: rows_module.Rows(table, sqlite.dialect()) for table in tables(BOARDS)}
    for board in BOARDS:
        handlers = board(rows.__getitem__).handlers()
        assert handlers, board
        for event in handlers:
            assert issubclass(event, msgspec.Struct)
            assert topics_of(event)


def test_the_rows_met_first_are_let_go_where_memory_would_be_heavy(
    sqlite_runtime, elsewhere, monkeypatch
):
    values(sqlite_runtime)
    right = dump(sqlite_runtime.engines["reading"])
    monkeypatch.setattr(module, "BATCH", 1)
    monkeypatch.setattr(rows_module, "KEEP", 3)
    engine = elsewhere("lean.db")
    projector = Projector(sqlite_runtime.ledger, engine)
    rows = projector._fold.rows[cases]  # noqa: SLF001  (what memory holds shows nowhere else)
    seen = []
    projector.catch_up(progress=lambda *_: seen.append(set(rows.held)))
    heaviest = max(seen, key=len)
    assert len(heaviest) == 4
    left = seen[seen.index(heaviest) + 1]
    assert left == {ticket("T2"), ticket("T3")}, "those met last stay"
    assert dump(engine) == right


def test_few_rows_are_held_from_one_pass_to_the_next(sqlite_runtime, monkeypatch, tmp_path):
    monkeypatch.setattr(module, "RECENT", 2)
    values(sqlite_runtime)
    rows = sqlite_runtime.projector._fold.rows  # noqa: SLF001  (what memory holds shows nowhere)
    assert max(len(each.held) for each in rows.values()) == 2
    engine = open_sqlite(tmp_path / "anew.db", writer=True)
    Projector(sqlite_runtime.ledger, engine).catch_up()
    anew, live = dump(engine), dump(sqlite_runtime.engines["writing"])
    engine.dispose()
    assert {name: live[name] for name in anew} == anew


class Unwalked(dict[Any, Any]):
    """What is held, and must not be gone through for each thousand events."""

    def keys(self):
        raise AssertionError("all rows in memory were gone through")

    __iter__ = keys


def test_looking_rows_up_does_not_go_through_all_that_are_held(sqlite_runtime, monkeypatch):
    values(sqlite_runtime)
    projector = Projector(sqlite_runtime.ledger, sqlite_runtime.engines["writing"])
    projector.catch_up()
    for number in range(4, 8):
        for command in life(f"T{number}"):
            sqlite_runtime.governance.execute(command, actor=SYSTEM)
    rows = projector._fold.rows[cases]  # noqa: SLF001  (a guard is put in by hand)
    monkeypatch.setattr(rows, "_held", Unwalked(rows.held))
    assert projector.catch_up() == sqlite_runtime.ledger.position()
    assert len(rows.held) == 4
