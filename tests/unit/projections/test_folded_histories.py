"""Rows are what the events come to, however the log is read: at once, in bits, after a restart."""

from random import Random
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from governance.accounts.events import AccountRenamed
from governance.kernel.errors import Refused
from projections.accounts.board import AccountBoard
from projections.boards import BOARDS
from projections.engine.projection import Boards, on, tables
from projections.engine.projector import Projector
from tests.histories.living import steps
from tests.histories.office import Office
from tests.histories.things import BY_STREAM

Dump = dict[str, list[str]]


def lived(focus: str) -> Office:
    """Give an office after a history in which mostly one stream was asked."""
    office, random = Office(), Random(f"rows of {focus}")
    for _ in range(2):
        for step in steps(office, focus, random):
            try:
                office.ask(step.command, step.actor)
            except Refused:
                continue
    return office


def rows(engine: sa.Engine, boards: Boards) -> Dump:
    """Give every row of every board."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in tables(boards)
        }


def at_once(office: Office, boards: Boards) -> Dump:
    """Give the rows made in one pass."""
    engine = memory()
    projector(office, engine, boards).catch_up()
    return rows(engine, boards)


def in_bits(office: Office, boards: Boards, *, anew: bool) -> Dump:
    """Give the rows made in a few events at a time, by one projector or each time by another."""
    engine, random, at = memory(), Random(len(office.log)), 0
    one = projector(office, engine, boards)
    while at < office.position():
        at = min(at + random.randrange(1, 6), office.position())
        one = projector(office, engine, boards) if anew else one
        assert one.catch_up(at) == at
    return rows(engine, boards)


def projector(office: Any, engine: sa.Engine, boards: Boards) -> Projector:
    return Projector(office, engine, boards=boards, code="test")


def memory() -> sa.Engine:
    return sa.create_engine("sqlite://", poolclass=StaticPool)


@pytest.mark.parametrize("focus", sorted(BY_STREAM))
def test_rows_are_the_fold_of_the_log_however_it_is_read(focus: str) -> None:
    office = lived(focus)
    whole = at_once(office, BOARDS)
    assert in_bits(office, BOARDS, anew=False) == whole
    assert in_bits(office, BOARDS, anew=True) == whole


class Remembering(AccountBoard):
    """A board that keeps beside its rows what it knows."""

    def __init__(self, lookup: Any) -> None:
        super().__init__(lookup)
        self.times = 0

    @on(AccountRenamed)
    def renamed(self, event: AccountRenamed) -> None:
        self.times += 1
        self.accounts.change(event.stream)["name"] = f"{self.times}"


def test_a_board_that_keeps_what_it_knows_beside_its_rows_is_found_out() -> None:
    """The control of what is above."""
    office, boards = lived("accounts"), (Remembering,)
    whole = at_once(office, boards)
    assert in_bits(office, boards, anew=False) == whole
    assert in_bits(office, boards, anew=True) != whole
