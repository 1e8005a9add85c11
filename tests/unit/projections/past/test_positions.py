"""The past: the rows of then at any position, found as the present's are."""

import gc
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projections.casework.table import cases
from projections.engine import asof as module
from projections.engine.asof import AsOf
from tests.projecting import dump


def test_every_snapshot_is_kept_and_put_in_once(runtime, past):
    keeper, last = past(), runtime.ledger.position()
    seen = []
    assert keeper.keep_snapshots(lambda *done: seen.append(done)) == last // 10
    assert seen == [(position, last) for position in range(10, last + 1, 10)]
    assert keeper.keep_snapshots(lambda *done: seen.append(done)) == last // 10
    assert len(seen) == last // 10
    assert keeper.history.positions() == list(range(0, last + 1, 10))


def test_what_changed_and_changed_back_stands_as_it_did_then(runtime, past, right):
    keeper = past()
    for position in (20, 68, 60, 31, 47):
        keeper.at(position)
    assert {20, 31, 47, 60, 68} <= set(keeper.history.positions())
    for position in keeper.history.positions():
        assert dump(keeper.at(position).engine) == right(position), position


LAST = 70


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, LAST)), min_size=4, max_size=14),
    st.sampled_from([7, 10, 1000]),
)
def test_whatever_is_put_in_and_taken_out_every_boundary_is_right(
    runtime, right, tmp_path_factory, monkeypatch, moves, every
):
    monkeypatch.setattr(module, "EVERY", every)
    keeper = AsOf(runtime.ledger, tmp_path_factory.mktemp("asof"), budget=2**30)
    for put_in, position in moves:
        if put_in:
            keeper.at(position)
        elif position in keeper.history.positions():
            assert keeper._take_out(position)  # noqa: SLF001  (as when room is wanted)
        gc.collect()
    known = keeper.history.positions()
    seen = {position: dump(keeper.at(position).engine) for position in known}
    keeper.close()
    for position in known:
        assert seen[position] == right(position), position


def test_several_at_once_see_what_each_would_alone(runtime, past, right):
    keepers = [past(), past(), past()]
    asked = [(keepers[n % 3], 3 + n * 17 % 60) for n in range(36)]
    with ThreadPoolExecutor(6) as pool:
        keeping = pool.submit(past().keep_snapshots)
        seen = list(pool.map(lambda one: dump(one[0].at(one[1]).engine), asked))
    assert keeping.result() == runtime.ledger.position() // 10
    for (_, position), rows in zip(asked, seen, strict=True):
        assert rows == right(position), position


def test_the_past_of_other_code_goes(runtime, past, monkeypatch):
    old = past()
    old.at(20)
    old.close()
    monkeypatch.setattr(module, "fingerprint", lambda _: "another")
    new = AsOf(runtime.ledger, old.folder.parent)
    assert new.folder != old.folder
    assert dump(new.at(20).engine)["checkpoint"] == ["('views', 20, 'another')"]
    new.close()


def test_the_past_finds_rows_by_the_indexes_of_the_present(past):
    keeper = past()
    keeper.keep_snapshots()
    spans = keeper.history.spans
    for table in spans.of:
        names = {index.name for index in table.indexes}
        assert names <= {index.name for index in spans.metadata.tables[table.name].indexes}
    newest = sa.select(cases).order_by(cases.c.received_at.desc()).limit(50)
    with keeper.at(41).connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {_told(newest)}").all()
        assert [row.detail for row in plan] == ["SCAN main.cases USING INDEX cases_received"]
        count = f"EXPLAIN QUERY PLAN {_told(sa.select(sa.func.count()).select_from(cases))}"
        (row,) = connection.exec_driver_sql(count).all()
        assert "COVERING INDEX" in row.detail


def _told(query):
    return query.compile(compile_kwargs={"literal_binds": True})


def test_nothing_can_be_written_into_the_past(past):
    with (
        past().at(41).connect() as connection,
        pytest.raises(sa.exc.OperationalError, match="cannot modify"),
    ):
        connection.execute(sa.delete(cases))
