"""Deployments to test with: on each database, first editions published, time standing still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from coverage import Coverage
from flask import Flask
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from projections.engine.runtime import Runtime
from tests.builders import EARLIER, NOW
from tests.deployment import Clock, publish
from tests.postgres.cluster import cluster, new_database

# A machine may be slow, and nothing here is about time.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


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


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that is ours alone."""
    with cluster() as url:
        yield url


@pytest.fixture
def postgres_mould() -> str:
    """The database a new one is a copy of: an empty one, unless a folder of tests has better."""
    return "template1"


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
def runtime(tmp_path: Path, database_url: str, clock: Clock) -> Iterator[Runtime]:
    """A deployment with the first editions in force, on each kind of database."""
    with Runtime(tmp_path / "data", database_url, clock) as deployment:
        yield _in_force(deployment, clock)


@pytest.fixture
def sqlite_runtime(tmp_path: Path, clock: Clock) -> Iterator[Runtime]:
    """A deployment in files only, for what does not depend on the database."""
    with Runtime(tmp_path / "data", clock=clock) as deployment:
        yield _in_force(deployment, clock)


def _in_force(deployment: Runtime, clock: Clock) -> Runtime:
    """Put the first editions in force an hour ago."""
    clock.now = EARLIER
    publish(deployment)
    clock.now = NOW
    return deployment
