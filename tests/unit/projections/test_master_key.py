"""The master key: whole or not there, the same for all who start, and never made anew."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.sealed import Sealing
from projections.custody.keyring import Keyring
from projections.custody.master import SIZE, master_secret
from projections.custody.wrapped import checks, keys
from projections.engine.database import open_custody
from projections.engine.runtime import Runtime
from tests.deployment import publish
from tests.keyholders import start

ROUNDS, STARTERS = 40, 8


def made_in_place(path):
    """The old way: the file is there before what it says is."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secret := os.urandom(SIZE))
    return secret


def made_beside(path):
    return master_secret(path, in_use=False)


def first_starts(make, path, monkeypatch):
    """Give what two first starts get when one comes while the other draws its secret."""
    draw, second = os.urandom, []

    def drawn(size):
        monkeypatch.setattr(os, "urandom", draw)
        second.append(make(path))
        return draw(size)

    monkeypatch.setattr(os, "urandom", drawn)
    return [make(path), *second]


def test_two_first_starts_have_one_secret(tmp_path, monkeypatch):
    one, two = first_starts(made_beside, tmp_path / "master.key", monkeypatch)
    assert one == two == (tmp_path / "master.key").read_bytes()
    assert len(one) == SIZE
    assert [file.name for file in tmp_path.iterdir()] == ["master.key"]


def test_made_in_place_one_of_them_would_have_an_empty_one(tmp_path, monkeypatch):
    one, two = first_starts(made_in_place, tmp_path / "master.key", monkeypatch)
    assert (len(one), two) == (SIZE, b"")


def test_many_first_starts_at_once_have_one_secret(tmp_path):
    with ThreadPoolExecutor(STARTERS) as pool:
        for number in range(ROUNDS):
            barrier, path = threading.Barrier(STARTERS), tmp_path / str(number) / "master.key"

            def begin(_, barrier=barrier, path=path):
                barrier.wait()
                return made_beside(path)

            (secret,) = set(pool.map(begin, range(STARTERS)))
            assert secret == path.read_bytes()
            assert len(secret) == SIZE


def test_processes_that_start_a_deployment_at_once_all_open_it(tmp_path, database_url):
    """The tables too: two thirds of such starts ended with a database that was locked."""
    rounds = 1 if database_url else 10
    folders = [tmp_path / str(number) for number in range(rounds)]
    context = multiprocessing.get_context("spawn")
    barrier, results = context.Barrier(2), context.Queue()
    starters = [
        context.Process(target=start, args=(folders, database_url, barrier, results)) for _ in "ab"
    ]
    for starter in starters:
        starter.start()
    one, two = [results.get(timeout=120) for _ in starters]
    for starter in starters:
        starter.join()
    assert one == two == [(folder / "master.key").read_bytes().hex() for folder in folders]
    assert {len(secret) for secret in one} == {2 * SIZE}


@pytest.fixture
def folder(tmp_path, database_url):
    """A deployment in use, closed."""
    with Runtime(tmp_path / "data", database_url) as runtime:
        publish(runtime)
        runtime.vault.seal([Sealing("person:1", "stream.caller", "张三")])
    return tmp_path / "data"


def refused(folder, database_url):
    with pytest.raises(UnsafeSettingError) as no:
        Runtime(folder, database_url)
    return no.value.code


@pytest.mark.parametrize("size", [0, 1, 31, 33, 64])
def test_what_is_not_32_bytes_is_refused_and_left_as_it_is(tmp_path, size):
    (tmp_path / "master.key").write_bytes(b"x" * size)
    assert refused(tmp_path, "") == "keys.master_damaged"
    assert (tmp_path / "master.key").read_bytes() == b"x" * size


def test_a_lost_one_is_never_made_anew(folder, database_url):
    key = folder / "master.key"
    held = key.read_bytes()
    key.unlink()
    assert refused(folder, database_url) == "keys.master_missing"
    assert not key.exists()
    key.write_bytes(held)
    Runtime(folder, database_url).close()


def test_nor_where_there_are_events_but_no_keys_any_more(folder, database_url):
    emptied(folder, database_url, keys, checks)
    (folder / "master.key").unlink()
    assert refused(folder, database_url) == "keys.master_missing"


def test_nor_where_there_are_keys_but_no_events(tmp_path):
    with Runtime(tmp_path) as runtime:
        runtime.vault.seal([Sealing("person:1", "stream.caller", "张三")])
    (tmp_path / "master.key").unlink()
    assert refused(tmp_path, "") == "keys.master_missing"


def test_one_that_cannot_be_read_is_refused(tmp_path):
    (tmp_path / "master.key").mkdir()
    assert refused(tmp_path, "") == "keys.master_unreadable"


def test_another_one_is_refused(folder, database_url):
    held = (folder / "master.key").read_bytes()
    (folder / "master.key").write_bytes(os.urandom(SIZE))
    assert refused(folder, database_url) == "keys.master_foreign"
    (folder / "master.key").write_bytes(held)
    Runtime(folder, database_url).close()


@pytest.mark.postgres
def test_another_host_on_the_same_database_needs_the_same_one(tmp_path, postgres_url):
    Runtime(tmp_path / "one", postgres_url).close()
    assert refused(tmp_path / "two", postgres_url) == "keys.master_missing"
    held = (tmp_path / "one/master.key").read_bytes()
    (tmp_path / "two/master.key").write_bytes(held)
    Runtime(tmp_path / "two", postgres_url).close()


def emptied(folder, database_url, *tables):
    with Runtime(folder, database_url) as runtime:
        engine = runtime.engines["keys"]
        with engine.begin() as connection:
            for table in tables:
                connection.execute(sa.delete(table))


def test_an_office_from_before_there_was_a_check_is_taken_as_its_keys_say(folder, database_url):
    emptied(folder, database_url, checks)
    held = (folder / "master.key").read_bytes()
    (folder / "master.key").write_bytes(os.urandom(SIZE))
    assert refused(folder, database_url) == "keys.master_foreign"
    (folder / "master.key").write_bytes(held)
    with Runtime(folder, database_url) as runtime, runtime.engines["keys"].connect() as connection:
        assert len(connection.execute(sa.select(checks)).all()) == 1


def test_keys_of_an_old_office_that_do_not_open_do_not_stop_it(folder, database_url):
    emptied(folder, database_url, checks)
    with Runtime(folder, database_url) as runtime:
        emptied_row = {"subject": "case:0", "wrapped": bytes(40)}
        with runtime.engines["keys"].begin() as connection:
            connection.execute(sa.insert(keys), emptied_row)
            connection.execute(sa.delete(checks))
    Runtime(folder, database_url).close()


def test_a_table_of_keys_as_the_first_release_made_it_opens(tmp_path):
    engine = open_custody(tmp_path / "keys.db")
    vault = Keyring(engine, tmp_path / "master.key")
    (held,) = vault.seal([Sealing("person:1", "stream.caller", "张三")])
    with engine.begin() as connection:
        connection.execute(sa.text("DROP TABLE master_check"))
    assert Keyring(engine, tmp_path / "master.key").reveal(held, "stream.caller") == "张三"
    engine.dispose()
