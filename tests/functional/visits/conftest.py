"""Two doors, one in the worker's grid and one elsewhere."""

import pytest
from flask.testing import FlaskClient

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.engine.runtime import Runtime
from tests.builders import ask
from tests.functional.conftest import ClientOf


@pytest.fixture
def doors(office: Runtime) -> Runtime:
    office.execute(
        *(
            ask(
                RegisterPlace,
                place_id("household", code),
                kind="household",
                code=code,
                name=f"示例路{code}号",
                grid=grid,
                address=f"示例路{code}号",
                head="张三",
                phone="13800138000",
            )
            for code, grid in (("H1", "g1"), ("H2", "g2"))
        ),
        actor=SYSTEM,
    )
    return office


@pytest.fixture
def worker(doors: Runtime, client_of: ClientOf) -> FlaskClient:
    return client_of("grid_worker")
