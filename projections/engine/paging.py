"""A list in pages."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import sqlalchemy as sa

from projections.engine.view import View

SIZE = 50
ALL = 1_000_000
AT_ONCE = 1_000
Row = dict[str, Any]


class Page(msgspec.Struct, frozen=True):
    """One page of a list, and how many rows there are; of `ALL`, each is read when it is used."""

    rows: Iterable[Row]
    total: int


def paged(view: View, query: sa.Select[Any], number: int, size: int) -> Page:
    """Give the page of a number, from 1, of all that a query finds."""
    count = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    with view.connect() as connection:
        total = connection.execute(count).scalar_one()
        if size == ALL:
            return Page(_every(view, query), total)
        rows = connection.execute(query.limit(size).offset((number - 1) * size)).mappings()
        return Page([dict(row) for row in rows], total)


def _every(view: View, query: sa.Select[Any]) -> Iterator[Row]:
    """Give all rows of a query as they stood at one moment, few of them in memory."""
    with view.connect() as connection:
        reading = connection.execution_options(yield_per=AT_ONCE)
        with reading.execute(query) as found:
            for row in found.mappings():
                yield dict(row)
