"""The past: the rows of then at any position, within a budget of bytes, whoever reads it."""

import gc
import threading
from contextlib import contextmanager

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from projections.engine import asof as module
from projections.engine.asof import AsOf
from projections.engine.database import open_sqlite
from projections.engine.projector import Projector
from projections.engine.spread import NARROWEST, finest, spread
from tests.projecting import dump
from tests.tickets import life

COPY = 300_000  # bytes, a little more than a copy of this small deployment takes


@pytest.fixture
def runtime(sqlite_runtime, monkeypatch):
    """A deployment with some sixty events, and a snapshot due every ten."""
    monkeypatch.setattr(module, "EVERY", 10)
    for number in range(12):
        for command in life(f"T{number}"):
            sqlite_runtime.governance.execute(command, actor=SYSTEM)
    return sqlite_runtime


@pytest.fixture
def past(runtime, tmp_path):
    """Make keepers of the past of their own folder, closed after the test."""
    made = []

    def make(copies, **told):
        made.append(AsOf(runtime.ledger, tmp_path / "asof", budget=copies * COPY, **told))
        return made[-1]

    yield make
    for each in made:
        each.close()


@contextmanager
def weighed(folder):
    """Give the most bytes that were in a folder at any moment."""
    most, done = [0], threading.Event()

    def weigh():
        while not done.is_set():
            most.append(sum(size(path) for path in folder.rglob("*")))

    def size(path):
        try:
            return path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            return 0

    thread = threading.Thread(target=weigh)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def fresh(runtime, tmp_path, position):
    engine = open_sqlite(tmp_path / f"fresh{position}.db", writer=True)
    Projector(runtime.ledger, engine).catch_up(position)
    rows = dump(engine)
    engine.dispose()
    return rows


def test_any_position_is_right_and_the_budget_never_passed(runtime, past, tmp_path):
    keeper, last = past(4), runtime.ledger.position()
    with weighed(tmp_path / "asof") as most:
        keeper.keep_snapshots()
        for position in [*range(3, last, 13), last, 50, 23, 10]:
            view = keeper.at(position)
            assert dump(view.engine) == fresh(runtime, tmp_path, position), position
        keeper.keep_snapshots()
    assert COPY < max(most) <= 4 * COPY


def test_without_a_budget_to_speak_of_every_snapshot_is_kept(runtime, past):
    keeper, last = past(1000), runtime.ledger.position()
    told = []
    assert keeper.keep_snapshots(lambda *done: told.append(done)) == last // 10
    assert told == [(position, last) for position in range(10, last + 1, 10)]
    assert keeper.keep_snapshots() == last // 10
    assert keeper.shelf.positions() == list(range(10, last + 1, 10))


def test_snapshots_are_dropped_as_the_spread_says_and_built_once(runtime, past):
    keeper = past(6)
    keeper.at(runtime.ledger.position())  # shows how large copies get
    keeper.keep_snapshots()
    kept = keeper.keep_snapshots()
    positions = keeper.shelf.positions()[:-1]
    built = {position: keeper._file(position) for position in positions}  # noqa: SLF001
    assert 2 <= kept == len(positions) < runtime.ledger.position() // 10
    assert positions[-1] == runtime.ledger.position() // 10 * 10
    assert keeper.keep_snapshots() == kept
    assert {position: keeper._file(position) for position in positions} == built  # noqa: SLF001


def test_what_was_used_longest_ago_is_dropped_first(past):
    keeper = past(1000)
    for position in range(1, 10):
        keeper.at(position)
    for position in (1, 11, 12, 13, 14):
        keeper.at(position)
    assert keeper.shelf.positions() == [1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]


def test_what_somebody_reads_is_not_dropped_here_or_elsewhere(runtime, past, tmp_path):
    one, other = past(3), past(3)
    view = one.at(5)
    right = dump(view.engine)
    for keeper in (one, other):
        for position in (7, 15, 25, 35):
            keeper.at(position)
        assert 5 in one.shelf.positions()
    assert dump(view.engine) == right
    del view
    gc.collect()
    for position in (8, 16, 26):
        other.at(position)
    assert 5 not in one.shelf.positions()
    assert dump(one.at(5).engine) == right


def test_the_past_is_refused_where_there_is_no_room_and_nothing_is_left_behind(runtime, past):
    too_small = AsOf(runtime.ledger, runtime.data / "asof", budget=100_000)
    for keeper in (too_small, past(1000, spare=2**60)):
        with pytest.raises(Refused, match="no_room"):
            keeper.at(20)
        assert keeper.keep_snapshots() == 0
        assert list(keeper.folder.iterdir()) == []
    with pytest.raises(Refused, match="no_room"):
        AsOf(runtime.ledger, runtime.data / "asof", budget=205_000).at(20)
    assert runtime.live().position == runtime.ledger.position()


@given(st.integers(0, 300), st.integers(1, 50), st.integers(NARROWEST, 40))
def test_copies_are_close_together_lately_and_further_apart_long_ago(number, unit, window):
    last = number * unit + unit // 2
    kept = [0, *spread(last, unit, window)]
    for at in range(0, last + 1, max(unit // 3, 1)):
        nearest = max(position for position in kept if position <= at)
        assert at - nearest <= max(unit, 2 * (last - at) / (window - 1))
    assert len(kept) <= 1 + window * (1 + number.bit_length())


@given(st.integers(1, 300), st.integers(0, 40), st.integers(NARROWEST, 40))
def test_as_the_log_grows_only_the_newest_is_built(number, more, window):
    before, after = spread(number, 1, window), spread(number + more, 1, window)
    assert {position for position in after if position <= number} <= set(before)


@given(st.integers(0, 400), st.integers(0, 100_000), st.integers(1, 9))
def test_the_closest_spread_that_fits_is_taken(last, room, weight):
    def size(position):
        return position * weight

    kept = finest(last, 1, room, size)
    assert sum(map(size, kept)) <= room
    everything = sum(map(size, range(1, last + 1)))
    assert (everything > room) or kept == list(range(1, last + 1))
    assert kept or not last or size(1) > room
    assert set(kept) <= set(range(1, last + 1))
