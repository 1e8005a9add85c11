"""A street with one household, some days into spring."""

import pytest

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from projections.engine.runtime import Runtime
from tests.builders import ask
from tests.deployment import Clock
from tests.functional.ledgers.setting import DOOR, NOW


@pytest.fixture
def street(office: Runtime, clock: Clock) -> Runtime:
    where = {"kind": "household", "code": "JM-1", "name": "示例路1弄2号302室", "grid": "g1"}
    office.execute(ask(RegisterPlace, DOOR, **where), actor=SYSTEM)
    clock.now = NOW
    return office
