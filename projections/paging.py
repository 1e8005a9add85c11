"""A list in pages."""

from typing import Any

import msgspec
import sqlalchemy as sa

from projections.view import View

SIZE = 50


class Page(msgspec.Struct, frozen=True):
    """One page of a list, and how many rows there are in all."""

    rows: list[dict[str, Any]]
    total: int


def paged(view: View, query: sa.Select[Any], number: int, size: int) -> Page:
    """Give the page of a number, from 1, of all that a query finds."""
    count = query.with_only_columns(sa.func.count(), maintain_column_froms=True).order_by(None)
    with view.connect() as connection:
        total = connection.execute(count).scalar_one()
        rows = connection.execute(query.limit(size).offset((number - 1) * size)).mappings()
        return Page([dict(row) for row in rows], total)
