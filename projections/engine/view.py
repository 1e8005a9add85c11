"""A read database at a position: what queries read from, live or as of a moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from governance.policy.book import Edition, PolicyBook
from projections.engine.projection import Boards, declared
from projections.engine.trouble import Trouble
from projections.policies.board import editions


class View:
    """Rows as they stood at `position`; `moment` is when that was, unless it is `live`.

    `boards` are those whose rows they are. What the rows could not be brought on for is `trouble`:
    they stand at an earlier position then.
    """

    def __init__(
        self,
        engine: sa.Engine,
        position: int,
        moment: datetime | None = None,
        *,
        live: bool = True,
        boards: Boards,
        trouble: Trouble | None = None,
    ) -> None:
        self.engine = engine
        self.position = position
        self.moment = moment
        self.live = live
        self.boards = boards
        self.trouble = trouble

    @contextmanager
    def connect(self) -> Iterator[sa.Connection]:
        """Give a connection that sees one state throughout."""
        with self.engine.connect() as connection:
            yield connection

    def book(self) -> PolicyBook:
        """Give the policies in force then."""
        with self.connect() as connection:
            rows = connection.execute(sa.select(editions).order_by(editions.c.number)).all()
        return PolicyBook(
            {row.policy: Edition(row.policy, row.number, row.content, row.source) for row in rows},
            declared(self.boards),
        )
