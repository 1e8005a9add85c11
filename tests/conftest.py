"""Deployments to test with: on each database, first editions published, time standing still."""

import gc
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from coverage import Coverage
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from projections.custody import access
from projections.engine.runtime import Runtime
from tests.builders import EARLIER, NOW
from tests.deployment import Clock, publish
from tests.once import made_once
from tests.postgres.cluster import cluster, new_database

# A machine may be slow, and nothing here is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def pytest_collection_finish() -> None:
    """Spare the collector the modules and tests there are: they stay, and are a million things."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Let go unmeasured what passes where others have been: a walk, and the second database."""
    again = item.get_closest_marker("walk") or _on_postgres(item)
    measured = Coverage.current() if again else None
    if measured:
        measured.stop()
    try:
        yield
    finally:
        if measured:
            measured.start()


def _on_postgres(item: pytest.Item) -> bool:
    """Whether a test that runs once on each database runs on the second."""
    case = getattr(item, "callspec", None)
    return case is not None and case.params.get("database_url") == "postgres"


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let every app of every test find the templates another has compiled."""
    cache = FileSystemBytecodeCache(str(tmp_path_factory.getbasetemp().parent))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": cache})
        yield


@pytest.fixture(scope="session", autouse=True)
def _passwords_hashed_lightly() -> Iterator[None]:
    """Let a log-in cost nothing: it takes 29 ms on purpose, and tests log in often."""
    with pytest.MonkeyPatch.context() as patch:
        light = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(access, "HASHER", light)
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that is ours alone."""
    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def first_editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a deployment with the first editions in force: made once, copied for a test."""
    return made_once(tmp_path_factory, "editions", _in_force)


@pytest.fixture(scope="session")
def first_editions_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[tuple[Path, str]]:
    """The folder and the database of such a deployment on a server, made once too."""
    with new_database(postgres_server) as url:
        yield _in_force(tmp_path_factory.mktemp("editions"), url), url.rpartition("/")[2]


@pytest.fixture
def postgres_mould(request: pytest.FixtureRequest) -> str:
    """The database a new one is a copy of: an empty one, but for who asks for a deployment."""
    wanted = "runtime" in request.fixturenames
    return request.getfixturevalue("first_editions_on_postgres")[1] if wanted else "template1"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_mould: str) -> Iterator[str]:
    """The address of a new database, dropped after the test."""
    with new_database(postgres_server, postgres_mould) as url:
        yield url


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest) -> str:
    """Nothing for SQLite, an address for PostgreSQL: whoever asks is run once on each."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def clock() -> Clock:
    """The clock of the deployment under test, standing at `NOW`."""
    return Clock(NOW)


@pytest.fixture
def runtime(
    request: pytest.FixtureRequest, tmp_path: Path, database_url: str, clock: Clock
) -> Iterator[Runtime]:
    """A deployment with the first editions in force, on each kind of database."""
    on_postgres = database_url and request.getfixturevalue("first_editions_on_postgres")[0]
    folder = on_postgres or request.getfixturevalue("first_editions")
    with _copied(folder, tmp_path / "data", clock, database_url) as deployment:
        yield deployment


@pytest.fixture
def sqlite_runtime(first_editions: Path, tmp_path: Path, clock: Clock) -> Iterator[Runtime]:
    """A deployment in files only, for what does not depend on the database."""
    with _copied(first_editions, tmp_path / "data", clock) as deployment:
        yield deployment


def _in_force(folder: Path, database_url: str = "") -> Path:
    """Put the first editions in force an hour ago."""
    with Runtime(folder, database_url, Clock(EARLIER)) as deployment:
        publish(deployment)
    return folder


@contextmanager
def _copied(mould: Path, folder: Path, clock: Clock, database_url: str = "") -> Iterator[Runtime]:
    """Give a copy of a deployment, its projector standing where it stood after the last event."""
    shutil.copytree(mould, folder)
    with Runtime(folder, database_url, clock) as deployment:
        deployment.projector.catch_up()
        yield deployment
