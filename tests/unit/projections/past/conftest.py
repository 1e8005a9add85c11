"""A short story and the keepers of its past."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from governance.accounts.commands import OpenAccount, RestoreAccount, SuspendAccount
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM
from projections.engine import asof as module
from projections.engine.asof import AsOf
from projections.engine.database import open_sqlite
from projections.engine.projector import Projector
from projections.engine.runtime import Runtime
from tests.builders import ask
from tests.projecting import dump
from tests.tickets import life

ROOMY = 2**30
Dump = dict[str, list[str]]
Keeping = Callable[..., AsOf]


@pytest.fixture
def runtime(sqlite_runtime: Runtime, monkeypatch: pytest.MonkeyPatch) -> Runtime:
    """A deployment with some sixty events, and a snapshot due every ten.

    Somebody's account is suspended and restored again and again: a row that changes and is then
    what it was.
    """
    monkeypatch.setattr(module, "EVERY", 10)
    _live(sqlite_runtime)
    return sqlite_runtime


def _live(runtime: Runtime) -> None:
    who = account_id("clerk")
    tell = runtime.governance.execute
    tell(
        ask(OpenAccount, who, login="clerk", name="某某", unit="", roles=("hotline_desk",)),
        actor=SYSTEM,
    )
    for number in range(12):
        for command in life(f"T{number}"):
            tell(command, actor=SYSTEM)
        tell(
            ask((SuspendAccount, RestoreAccount)[number % 2], who, reason=f"轮岗 {number}"),
            actor=SYSTEM,
        )


@pytest.fixture
def past(runtime: Runtime, tmp_path: Path) -> Iterator[Keeping]:
    """Make keepers of the past of their own folder, closed after the test."""
    made: list[AsOf] = []

    def make(budget: int = ROOMY, **values: Any) -> AsOf:
        made.append(AsOf(runtime.ledger, tmp_path / "asof", budget=budget, **values))
        return made[-1]

    yield make
    for each in made:
        each.close()


def fresh(runtime: Runtime, tmp_path: Path, position: int) -> Dump:
    """Give the rows of a log that ends at a position."""
    path = tmp_path / f"fresh{position}.db"
    engine = open_sqlite(path, writer=True)
    Projector(runtime.ledger, engine).catch_up(position)
    rows = dump(engine)
    engine.dispose()
    return rows


@pytest.fixture
def right(runtime: Runtime, tmp_path: Path) -> Callable[[int], Dump]:
    """Give the rows as of a position as a log cut there gives them."""
    known: dict[int, Dump] = {}

    def rows(position: int) -> Dump:
        if position not in known:
            known[position] = fresh(runtime, tmp_path, position)
        return known[position]

    return rows
