"""What a database is asked, and how it goes about it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from projections.engine.view import View


@contextmanager
def noted(engine: sa.Engine | type[sa.Engine]) -> Iterator[list[tuple[str, Any]]]:
    """Note every question with what was given for it; of the class, those of all engines."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, given: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, given))

    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def plans(view: View, ask: Callable[[], object]) -> list[list[str]]:
    """Give how the database goes about what is asked of it."""
    with noted(view.engine) as asked:
        ask()
    with view.connect() as connection:
        return [
            [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {one}", given)]
            for one, given in asked
        ]
