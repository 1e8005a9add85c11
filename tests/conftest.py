"""Deployments to test with: on each database, first editions published, time standing still."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.sql import SQL, Identifier

from projections.runtime import Runtime
from tests.builders import EARLIER, NOW
from tests.deployment import Clock, publish
from tests.postgres.cluster import cluster

BOTH = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a PostgreSQL server that is ours alone."""
    with cluster() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server, request) -> Iterator[str]:
    """The address of an empty database, dropped after the test."""
    name = Identifier(f"t{abs(hash(request.node.nodeid))}")
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {}").format(name))
    yield postgres_server.removesuffix("postgres") + name.as_string(None).strip('"')
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture(params=BOTH)
def database_url(request) -> str:
    """Nothing for SQLite, an address for PostgreSQL: whoever asks is run once on each."""
    return "" if request.param == "sqlite" else request.getfixturevalue("postgres_url")


@pytest.fixture
def clock() -> Clock:
    """The clock of the deployment under test, standing at `NOW`."""
    return Clock(NOW)


@pytest.fixture
def runtime(tmp_path, database_url, clock) -> Iterator[Runtime]:
    """A deployment with the first editions in force, on each kind of database."""
    with Runtime(tmp_path / "data", database_url, clock) as deployment:
        yield _in_force(deployment)


@pytest.fixture
def sqlite_runtime(tmp_path, clock) -> Iterator[Runtime]:
    """A deployment in files only, for what does not depend on the database."""
    with Runtime(tmp_path / "data", clock=clock) as deployment:
        yield _in_force(deployment)


def _in_force(deployment: Runtime) -> Runtime:
    """Put the first editions in force an hour ago."""
    deployment.clock.now = EARLIER
    publish(deployment)
    deployment.clock.now = NOW
    return deployment
