"""Given events, then rows: every projection folds them, nothing is stored."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from governance.kernel.event import Event, topics_of
from projections.boards import BOARDS
from projections.engine.projection import tables
from projections.engine.projector import checkpoint
from projections.engine.rows import Row, Rows


def rows_after(table: sa.Table, *events: Event) -> dict[Any, Row]:
    """Give the rows of a table after these events, by key."""
    rows = {t: Rows(t, sqlite.dialect()) for t in tables(BOARDS)}
    handlers: dict[str, list[Any]] = {}
    for board in BOARDS:
        for kind, methods in board(rows.__getitem__).handlers().items():
            for topic in topics_of(kind):
                handlers.setdefault(topic, []).extend(methods)
    for event in events:
        for method in handlers.get(event.TOPIC, []):
            method(event)
    list(rows[table].written())  # what is derived is set when a row is written
    return rows[table].held


def row_after(table: sa.Table, *events: Event) -> Row:
    """Give the only row of a table after these events."""
    (row,) = rows_after(table, *events).values()
    return row


def dump(engine: sa.Engine) -> dict[str, list[str]]:
    """Give every row of every read model."""
    with engine.connect() as connection:
        return {
            table.name: sorted(repr(tuple(row)) for row in connection.execute(sa.select(table)))
            for table in (checkpoint, *tables(BOARDS))
        }
