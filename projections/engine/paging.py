"""A list in pages."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

import msgspec
import sqlalchemy as sa

from projections.engine.records import R, Records
from projections.engine.view import View

SIZE = 50
ALL = 1_000_000
AT_ONCE = 1_000
T = TypeVar("T")


class Page(msgspec.Struct, Generic[T], frozen=True):
    """One page of a list, and how many rows there are; of `ALL`, each is read when it is used."""

    rows: Iterable[T]
    total: int


def paged(
    view: View, records: Records[R], query: sa.Select[Any], number: int, size: int
) -> Page[R]:
    """Give the page of a number, from 1, of all that a query of these records finds."""
    return _paged(view, query, number, size, records.of)


def paged_columns(
    view: View, query: sa.Select[Any], number: int, size: int
) -> Page[dict[str, Any]]:
    """Give such a page of columns that only a declaration names: each row by their names."""
    return _paged(view, query, number, size, lambda row: row._asdict())


def _paged(
    view: View, query: sa.Select[Any], number: int, size: int, read: Callable[[sa.Row[Any]], T]
) -> Page[T]:
    count = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    with view.connect() as connection:
        total = connection.execute(count).scalar_one()
        if size == ALL:
            return Page(_every(view, query, read), total)
        found = connection.execute(query.limit(size).offset((number - 1) * size))
        return Page([read(row) for row in found], total)


def _every(view: View, query: sa.Select[Any], read: Callable[[sa.Row[Any]], T]) -> Iterator[T]:
    """Give all rows of a query as they stood at one moment, few of them in memory."""
    with view.connect() as connection:
        reading = connection.execution_options(yield_per=AT_ONCE)
        with reading.execute(query) as found:
            yield from map(read, found)
