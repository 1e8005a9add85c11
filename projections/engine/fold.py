"""The fold: what events change in the rows of every board, in memory until they are written."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from governance.kernel.event import EVENTS, Event, decode, topic
from projections.boards import BOARDS
from projections.engine.projection import Boards, Handler, tables
from projections.engine.rows import Rows


class Fold:
    """The rows of all tables in hand, and the boards that change them."""

    position = -1  # at which the rows in hand stand, for whoever goes on from there

    def __init__(self, dialect: sa.Dialect, boards: Boards = BOARDS) -> None:
        self.rows = {t: Rows(t, dialect) for t in tables(boards)}
        self.handlers: dict[str, list[Handler]] = {}
        for board in boards:
            called: dict[Any, list[Handler]] = {**board(self.rows.__getitem__).handlers()}
            for name, known in EVENTS.items():
                if methods := [*called.get(known, ()), *called.get(known.MADE_OF, ())]:
                    for version in range(1, known.VERSION + 1):
                        self.handlers.setdefault(topic(name, version), []).extend(methods)

    @property
    def heavy(self) -> bool:
        """Whether more is held than memory should carry."""
        return any(rows.heavy for rows in self.rows.values())

    def begin(self, connection: sa.Connection, *, empty: bool = False) -> None:
        """Start a pass over a connection; empty tables are held completely from here on."""
        for rows in self.rows.values():
            rows.begin(connection, empty=empty)

    def take(self, batch: list[tuple[int, str, bytes]]) -> None:
        """Change the rows by (position, topic, state) of events in their order."""
        known = self._known(batch)
        if not all(rows.complete for rows in self.rows.values()):
            known = list(known)
            streams = {event.stream for _, event, _ in known}
            for rows in self.rows.values():
                rows.expect(streams)
        for position, event, called in known:
            try:
                for method in called:
                    method(event)
            except Exception as error:
                error.add_note(f"at position {position}, {type(event).__name__} of {event.stream}")
                raise

    def flush(self, connection: sa.Connection) -> None:
        """Write what has changed."""
        for rows in self.rows.values():
            rows.flush(connection)

    def shed(self, most: int) -> None:
        """Hold at most so many rows of each table on; what has changed is written."""
        for rows in self.rows.values():
            rows.shed(most)

    def forget(self) -> None:
        """Drop what is held, changed or not."""
        for rows in self.rows.values():
            rows.forget()

    def _known(
        self, batch: list[tuple[int, str, bytes]]
    ) -> Iterable[tuple[int, Event, list[Handler]]]:
        """Give what somebody listens to, one after the other: events kept at hand cost time."""
        for position, name, state in batch:
            if called := self.handlers.get(name):
                yield position, decode(name, state), called
