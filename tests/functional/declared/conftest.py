"""An office whose boards have one more."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from governance.hotline import commands as ticket
from projections.engine.runtime import Runtime
from tests.builders import NOW
from tests.deployment import Clock, tell
from tests.functional.conftest import PASSWORD, ClientOf, furnish
from tests.functional.declared.promises import (
    BOARDS_AND_ONE,
    FEATURE,
    METRICS,
    RULE,
    promise,
    publish,
)
from tests.once import made_once
from tests.postgres.cluster import new_database
from web.features import FEATURES
from web.frame.app import create_app


@pytest.fixture(scope="session")
def mould(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the office in files: set up once, copied for every test."""
    return made_once(tmp_path_factory, "promises", promised)


@pytest.fixture(scope="session")
def mould_on_postgres(
    tmp_path_factory: pytest.TempPathFactory, postgres_server: str
) -> Iterator[tuple[Path, str]]:
    """The folder and the database of the office on a server, set up once too."""
    with new_database(postgres_server) as url:
        folder = promised(tmp_path_factory.mktemp("mould"), url)
        yield folder, url.rpartition("/")[2]


@pytest.fixture
def postgres_mould(mould_on_postgres: tuple[Path, str]) -> str:
    """The database of the office, which every test gets a copy of."""
    return mould_on_postgres[1]


@pytest.fixture
def place(request: pytest.FixtureRequest, tmp_path: Path, database_url: str) -> Iterator[Runtime]:
    """An office whose boards have one more, with eight promises."""
    on_postgres = database_url and request.getfixturevalue("mould_on_postgres")[0]
    shutil.copytree(on_postgres or request.getfixturevalue("mould"), tmp_path / "office")
    clock = Clock(NOW)
    with Runtime(tmp_path / "office", database_url, clock, boards=BOARDS_AND_ONE) as runtime:
        yield runtime


def promised(folder: Path, database_url: str = "") -> Path:
    """Set the office up in a folder, with a row of each policy and eight promises; give the folder.

    One every four days, the last one today; every other is kept, in turn after one day and three.
    """
    clock = Clock(NOW - timedelta(days=40))
    with Runtime(folder, database_url, clock, boards=BOARDS_AND_ONE) as runtime:
        furnish(runtime)
        publish(runtime, "metrics", metric=METRICS)
        publish(runtime, "agenda", rule=[RULE])
        for n in reversed(range(8)):
            clock.now = NOW - timedelta(days=4 * n)
            stream = promise(runtime, f"P{n}", "g2" if n > 5 else "g1")
            if n % 2:
                clock.move(days=n % 4)
                tell(runtime, ticket.DispatchTicket, stream, unit="城建办")
    return folder


@pytest.fixture
def client_of(place: Runtime) -> ClientOf:
    app = create_app(place, (*FEATURES, FEATURE))

    def log_in(role: str) -> FlaskClient:
        client = app.test_client()
        client.post("/login", data={"account": role, "password": PASSWORD})
        return client

    return log_in
