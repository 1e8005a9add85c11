"""A projection: one question's rows, what each event changes in them, what is declared of them."""

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa

from governance.kernel.event import Event
from governance.policy.known import Known, known
from projections.agenda.facts import FIGURES, Candidates
from projections.engine.counted import Counted
from projections.engine.rows import Lookup

F = TypeVar("F", bound=Callable[..., None])
Handler = Callable[[Any], None]


def on(*events: type[Event]) -> Callable[[F], F]:
    """Mark a method as what these events do."""

    def mark(method: F) -> F:
        method.handles = events  # type: ignore[attr-defined]
        return method

    return mark


class Projection:
    """Base of all projections; a subclass names its tables and marks its methods with `on`.

    `counted` declares what metrics may count of them, `candidates` what of them may come before a
    meeting: a row of a policy may speak of either from then on.
    """

    tables: ClassVar[tuple[sa.Table, ...]] = ()
    counted: ClassVar[tuple[Counted, ...]] = ()
    candidates: ClassVar[tuple[Candidates, ...]] = ()

    def __init__(self, rows: Lookup) -> None:
        self.rows = rows

    def handlers(self) -> dict[type[Event], list[Handler]]:
        """Give the bound methods by event."""
        found: dict[type[Event], list[Handler]] = {}
        for name in dir(type(self)):
            for event in getattr(getattr(type(self), name), "handles", ()):
                found.setdefault(event, []).append(getattr(self, name))
        return found


Boards = tuple[type[Projection], ...]


def tables(boards: Boards) -> list[sa.Table]:
    """Give every table the boards keep, once."""
    return list({table: None for board in boards for table in board.tables})


def counted(boards: Boards) -> dict[str, Counted]:
    """Give what may be counted, by the name a metric calls it."""
    return {thing.name: thing for board in boards for thing in board.counted}


def proposed(boards: Boards) -> list[Candidates]:
    """Give everything that may come before a meeting."""
    return [given for board in boards for given in board.candidates]


@cache
def declared(boards: Boards) -> Known:
    """Give everything policies may speak of; ValueError when two boards contradict each other."""
    return known(
        (thing.countable for board in boards for thing in board.counted),
        [*(kind for given in proposed(boards) for kind in given.declared()), FIGURES],
    )
