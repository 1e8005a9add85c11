"""A small made-up year to be hostile to, on each database."""

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from projections.engine.runtime import Runtime
from tests.conftest import BOTH
from tests.demo_year import END, copy_of_year, said
from tests.functional.hostile.street import Recording, Street
from tests.postgres.cluster import new_database
from web.frame.app import create_app


@pytest.fixture(scope="module", params=BOTH)
def street(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Street]:
    """A small made-up year, on each database, and somebody of every role to ask as."""
    server = request.param == "postgres" and request.getfixturevalue("postgres_server")
    folder = tmp_path_factory.mktemp("street")
    database = new_database(server) if server else nullcontext("")
    opened = [] if server else copy_of_year(tmp_path_factory, folder)
    with database as url, Runtime(folder, url, lambda: END) as runtime:
        opened = opened or said(runtime)
        app = create_app(runtime)
        app.request_class = Recording
        yield Street(runtime, app, opened)
