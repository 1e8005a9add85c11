"""The past keeps to its budget: what goes first, what never goes, and what is refused."""

import gc
import threading
from contextlib import contextmanager, suppress
from itertools import pairwise

import pytest
import sqlalchemy as sa

from governance.kernel.errors import Refused
from projections.casework.table import cases
from projections.engine.asof import KEPT, AsOf
from projections.engine.database import fold_back
from tests.projecting import dump

SMALL = 1_600_000  # bytes, a little more than this small deployment's history takes


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


def test_any_position_is_right_and_the_budget_never_passed(runtime, past, right, tmp_path):
    keeper, last = past(SMALL), runtime.ledger.position()
    with weighed(tmp_path / "asof") as most:
        keeper.keep_snapshots()
        for position in [*range(3, last, 13), last, 50, 23, 10, 0]:
            assert dump(keeper.at(position).engine) == right(position), position
        keeper.keep_snapshots()
    assert SMALL // 4 < max(most) <= SMALL


def test_where_room_is_short_snapshots_stay_close_together_lately(past):
    keeper = past()
    keeper.keep_snapshots()
    while len(keeper.history.positions()) > 5:
        keeper._make_room(0)  # noqa: SLF001  (as when the budget is used up)
    known = keeper.history.positions()
    gaps = [after - before for before, after in pairwise(known)]
    assert (known[0], known[-1]) == (0, 70)
    assert gaps == sorted(gaps, reverse=True)
    assert gaps[0] > gaps[-1]
    assert keeper.keep_snapshots() == len(known) - 1
    assert keeper.history.positions() == known, "what went is not put in again"


def test_what_was_used_longest_ago_goes_first(past):
    keeper = past()
    for position in [*range(1, 10), 1, 11, 12, 13, 14]:
        keeper.at(position)
    passing = [position for position in keeper.history.positions() if position % 10]
    assert passing == [1, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14]
    assert len(passing) == KEPT


def test_what_somebody_reads_is_not_taken_out_here_or_elsewhere(past):
    one, other = past(), past()
    view = one.at(5)
    right = dump(view.engine)
    for keeper in (one, other):
        for position in range(11, 11 + 2 * KEPT):
            keeper.at(position)
        with suppress(Refused):
            while True:
                keeper._make_room(0)  # noqa: SLF001  (as when the budget is used up)
        assert 5 in other.history.positions()
    assert dump(view.engine) == right
    del view
    gc.collect()
    other._make_room(0)  # noqa: SLF001
    assert 5 not in other.history.positions()
    assert dump(one.at(5).engine) == right


def test_the_past_is_refused_where_there_is_no_room_and_nothing_is_left_behind(runtime, past):
    too_small = AsOf(runtime.ledger, runtime.data / "asof", budget=100_000)
    for keeper in (too_small, past(spare=2**60)):
        with pytest.raises(Refused, match="no_room"):
            keeper.at(20)
        assert keeper.keep_snapshots() == 0
        assert list(keeper.folder.iterdir()) == []
        keeper.close()
    little = AsOf(runtime.ledger, runtime.data / "asof", budget=500_000)
    with pytest.raises(Refused, match="no_room"):
        little.at(70)
    little.close()
    assert runtime.live().position == runtime.ledger.position()


def test_a_smaller_budget_begins_anew_once_nobody_reads(past, right):
    keeper = past()
    keeper.keep_snapshots()
    for position in range(1, 70, 3):
        keeper.at(position)
    view = keeper.at(33)
    fold_back(keeper.history.engine, when_due=False)
    smaller = past(840_000)
    assert smaller.history.outgrown
    with suppress(Refused):
        smaller.at(34)
    assert 33 in smaller.history.positions()
    assert dump(view.engine) == right(33)
    del view
    gc.collect()
    assert dump(smaller.at(1).engine) == right(1)
    assert smaller.history.positions() == [0, 1]
    fold_back(smaller.history.engine, when_due=False)
    assert not smaller.history.outgrown


def test_a_long_look_may_hold_others_up_but_nothing_goes_for_it(past, right):
    keeper = past(SMALL)
    keeper.keep_snapshots()
    kept = keeper.history.positions()
    with keeper.at(20).connect() as connection:
        connection.execute(sa.select(cases)).first()
        refused = 0
        for position in range(61, 69):
            try:
                keeper.at(position)
            except Refused:
                refused += 1
        assert refused
        assert set(kept) <= set(keeper.history.positions())
    assert dump(keeper.at(65).engine) == right(65)
