"""What several tests of the door begin with."""

import pytest

from governance.application import Governance
from governance.kernel.command import SYSTEM
from projections.engine.runtime import Runtime
from tests.meetings import adopted, held
from tests.tickets import received
from tests.visits import registered


@pytest.fixture
def door(runtime: Runtime) -> Governance:
    """A household, a meeting that is held and a resolution of the one before."""
    runtime.execute(registered(), received(), adopted(), *held(), actor=SYSTEM)
    return runtime.governance
