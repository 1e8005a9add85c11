"""The small street, at work."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from projections.engine.runtime import Runtime
from tests.deployment import Clock
from tests.functional.editions.street import Street


@pytest.fixture
def street(mould: Path, tmp_path: Path) -> Iterator[Street]:
    """An office in files of its own with cases at every stage."""
    clock = Clock()
    shutil.copytree(mould, tmp_path / "office")
    with Runtime(tmp_path / "office", "", clock) as runtime:
        yield Street(runtime, clock)
