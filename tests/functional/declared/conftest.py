"""An office whose boards have one more."""

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
from web.features import FEATURES
from web.frame.app import create_app


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Iterator[Runtime]:
    """An office whose boards have one more, and a row of each policy: eight promises.

    One every four days, the last one today; every other is kept, in turn after one day and three.
    """
    clock = Clock(NOW - timedelta(days=40))
    with Runtime(tmp_path / "office", database_url, clock, boards=BOARDS_AND_ONE) as runtime:
        furnish(runtime)
        publish(runtime, "metrics", metric=METRICS)
        publish(runtime, "agenda", rule=[RULE])
        for n in reversed(range(8)):
            clock.now = NOW - timedelta(days=4 * n)
            stream = promise(runtime, f"P{n}", "g2" if n > 5 else "g1")
            if n % 2:
                clock.move(days=n % 4)
                tell(runtime, ticket.DispatchTicket, stream, unit="城建办")
        clock.now = NOW
        yield runtime


@pytest.fixture
def client_of(place: Runtime) -> ClientOf:
    app = create_app(place, (*FEATURES, FEATURE))

    def log_in(role: str) -> FlaskClient:
        client = app.test_client()
        client.post("/login", data={"account": role, "password": PASSWORD})
        return client

    return log_in
