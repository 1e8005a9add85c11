"""The rows of a year of work as of any position are those of a log that ends there."""

import random

import pytest

from projections.engine import asof as module
from projections.engine.asof import AsOf
from projections.engine.database import open_sqlite
from projections.engine.projector import Projector
from tests.demo_year import END
from tests.projecting import dump

pytestmark = pytest.mark.walk

EVERY = 150


def test_the_rows_of_any_position_are_those_of_a_log_cut_there(years, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "EVERY", EVERY)
    with years.opened(tmp_path / "year", END) as (runtime, _):
        last = runtime.ledger.position()
        keeper = AsOf(runtime.ledger, tmp_path / "asof")
        assert keeper.keep_snapshots() == last // EVERY
        chance = random.Random(last)
        asked = [chance.randrange(1, last) for _ in range(6)]
        for position in sorted({*asked, EVERY * 3, last}, key=lambda p: p % 7):
            engine = open_sqlite(tmp_path / f"{position}.db", writer=True)
            Projector(runtime.ledger, engine).catch_up(position)
            assert dump(keeper.at(position).engine) == dump(engine), position
            engine.dispose()
        keeper.close()
