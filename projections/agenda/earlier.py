"""The earlier meetings of a grid: when it last met, and how often each item was on an agenda."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime

import msgspec
import sqlalchemy as sa

from projections.engine.records import Records
from projections.meetings.board import meetings


class Held(msgspec.Struct, frozen=True):
    """A meeting that took place, with the keys of the items on its agenda."""

    held_at: datetime
    keys: list[str]


class Earlier(msgspec.Struct, frozen=True):
    """When a grid last met, None when it never did; `carried` counts the meetings of an item."""

    last: datetime | None
    carried: Mapping[str, int]


HELD = Records(Held, meetings)


def earlier(
    connection: sa.Connection,
    grid: str,
    before: sa.ColumnElement[bool],
    order: sa.ColumnElement[object],
) -> Earlier:
    """Give the meetings of a grid that took place `before`; the last is the last in `order`."""
    query = HELD.query.where(meetings.c.grid == grid, meetings.c.stage == "held", before)
    rows = HELD.all(connection, query.order_by(order))
    return Earlier(
        last=rows[-1].held_at if rows else None,
        carried=Counter(key for row in rows for key in row.keys),
    )
