"""A small made-up year to be hostile to, on each database."""

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest

from projections.engine.runtime import Runtime
from scripts.setting_up import initialise
from tests.conftest import BOTH
from tests.functional.hostile.street import Recording, Street
from tests.postgres.cluster import new_database
from web.frame.app import create_app

NOW = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)
SMALL = 0.01


@pytest.fixture(scope="module", params=BOTH)
def street(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Street]:
    """A small made-up year, on each database, and somebody of every role to ask as."""
    server = request.param == "postgres" and request.getfixturevalue("postgres_server")
    folder = tmp_path_factory.mktemp("street")
    database = new_database(server) if server else nullcontext("")
    with database as url, Runtime(folder, url, lambda: NOW) as runtime:
        opened = initialise(runtime, demo=True, scale=SMALL)
        app = create_app(runtime)
        app.request_class = Recording
        yield Street(runtime, app, opened)
