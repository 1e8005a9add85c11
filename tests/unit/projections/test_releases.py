"""A release builds its rows beside those of the one that serves, which are dropped afterwards."""

import sys
from contextlib import contextmanager
from datetime import timedelta

import pytest
import sqlalchemy as sa

from governance.kernel.command import SYSTEM
from projections.casework.table import cases
from projections.engine import projector as module
from projections.engine.database import open_postgres, open_sqlite
from projections.engine.projector import Projector
from projections.engine.releases import LEGACY
from projections.engine.runtime import Runtime
from scripts import jobs
from scripts.worker import EVERY
from tests.deployment import publish
from tests.expecting import existing
from tests.projecting import dump
from tests.tickets import life

OLD, NEW = "old", "new"


@pytest.fixture
def deployment(tmp_path, database_url, clock):
    """Give what opens a deployment as a release of some code would, closed after the test."""
    opened = []

    def release(code):
        opened.append(Runtime(tmp_path / "data", database_url, clock, code=code))
        return opened[-1]

    yield release
    for one in opened:
        one.close()


@pytest.fixture
def old(deployment, clock):
    """The release that serves, with some work done."""
    runtime = deployment(OLD)
    publish(runtime)
    work(runtime, "T0")
    return runtime


def work(runtime, serial):
    for command in life(serial):
        runtime.execute(command, actor=SYSTEM)


def seen(runtime):
    """Give what a page would show now."""
    with runtime.live().connect() as connection:
        return sorted(connection.scalars(sa.select(cases.c.serial).where(cases.c.title != "")))


def other_shape(engine):
    """Give rows the shape they have in another release."""
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE cases RENAME COLUMN title TO heading")


def test_whoever_reads_and_writes_all_the_time_notices_nothing(old, deployment, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 5)
    new = deployment(NEW)
    rounds: list[str] = []

    def meanwhile(*_):
        rounds.append(f"T{len(rounds) + 1}")
        work(old, rounds[-1])
        assert seen(old) == sorted(["T0", *rounds])
        assert old.at(old.ledger.position()).position == old.ledger.position()

    new.live(meanwhile)
    assert len(rounds) > 2
    assert seen(new) == seen(old) == sorted(["T0", *rounds])
    mine, theirs = dump(new.engines["reading"]), dump(old.engines["reading"])
    assert mine.pop("checkpoint") != theirs.pop("checkpoint")
    assert mine == theirs
    other_shape(new.engines["writing"])
    work(old, "later")
    assert "later" in seen(old)


def test_rows_built_in_one_place_would_be_taken_from_whoever_serves(old):
    """The control: as it was when all releases shared one place."""
    Projector(old.ledger, old.engines["writing"], code=NEW).catch_up()
    other_shape(old.engines["writing"])
    assert old.projector.position() == -1
    with pytest.raises(sa.exc.DBAPIError), old.engines["reading"].connect() as connection:
        connection.scalar(sa.select(cases.c.title))


def places(runtime):
    """Give where there are rows, and copies of the past."""
    found = {path.parent.name for path in (runtime.data / "views").glob("*/used")}
    if runtime.database_url:
        with runtime.engines["reading"].connect() as connection:
            names = sa.inspect(connection).get_schema_names()
        schemas = {name.removeprefix("views_") for name in names if name.startswith("views_")}
        assert schemas == found
    return found


def test_rows_are_dropped_when_nobody_uses_them_any_more(old, deployment):
    past = old.data / "asof" / OLD
    past.mkdir(exist_ok=True)
    new = deployment(NEW)
    new.live()
    jobs.drop_old_rows(new)
    assert (places(new), past.exists()) == ({OLD, NEW}, True)
    assert seen(old) == ["T0"]
    old.close()
    jobs.drop_old_rows(new)
    assert (places(new), past.exists()) == ({NEW}, False)
    assert seen(new) == ["T0"]
    assert jobs.drop_old_rows in EVERY


def test_what_a_newer_release_has_prepared_is_left_to_it(old, deployment):
    prepared = deployment(NEW)
    assert seen(prepared) == ["T0"]
    prepared.close()
    jobs.drop_old_rows(old)
    assert places(old) == {OLD, NEW}


@contextmanager
def shared_place(runtime):
    """Give rows in the place all releases had before, in step with the log."""
    if runtime.database_url:
        with runtime.engines["access"].begin() as connection:
            connection.execute(sa.schema.CreateSchema(LEGACY))
        engine = open_postgres(runtime.database_url, LEGACY)
    else:
        engine = open_sqlite(runtime.data / f"{LEGACY}.db", writer=True)
    Projector(runtime.ledger, engine).catch_up()
    yield engine
    engine.dispose()


def left(runtime):
    if runtime.database_url:
        with runtime.engines["reading"].connect() as connection:
            return LEGACY in sa.inspect(connection).get_schema_names()
    return bool(list(runtime.data.glob(f"{LEGACY}.db*")))


def test_rows_of_before_go_once_nobody_keeps_them_up_to_date(old, clock):
    with shared_place(old) as engine:
        clock.move(days=5)
        jobs.drop_old_rows(old)
        assert left(old), "up to date, however long ago"
        work(old, "T1")
        clock.now += timedelta(hours=2)
        jobs.drop_old_rows(old)
        assert left(old), "somebody may still be about to"
        engine.dispose()
        clock.move(days=1)
        jobs.drop_old_rows(old)
        assert not left(old)
    assert seen(old) == ["T0", "T1"]


def test_a_broken_off_building_is_gone_with_its_release(old, deployment):
    broken = deployment(NEW)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken.live(stop)
    assert broken.projector.position() == -1
    broken.close()
    again = deployment(NEW)
    assert seen(again) == ["T0"]


def test_rows_are_built_anew_when_any_module_they_rest_on_changes():
    """Rows ask more of the domain than its events: how numbers are spelt, what agrees by itself."""
    held = {name for name in sys.modules if name.startswith(("projections.", "governance."))}
    loaded = {existing(sys.modules[name].__file__) for name in held}
    names = {file.rpartition("/")[2] for file in loaded}
    assert {"disagreements.py", "spelling.py"} <= names
    assert loaded <= set(map(str, module.sources()))
