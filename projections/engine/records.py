"""Rows as typed values: what is read of a table is named, and typed, by a struct."""

from collections.abc import Collection
from datetime import datetime
from types import UnionType
from typing import Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.sealed import Sealed
from projections.engine.database import Json, Moment, SealedText

R = TypeVar("R", bound=msgspec.Struct)
TYPES: dict[type[Any], type[Any]] = {
    sa.Uuid: UUID,
    sa.String: str,
    sa.Text: str,
    sa.Integer: int,
    sa.BigInteger: int,
    sa.Float: float,
    sa.Boolean: bool,
    Moment: datetime,
    SealedText: Sealed,
}


class Records(Generic[R]):
    """The rows of a table, each as a struct of kind `R`: its fields are the columns that are read.

    Of another table, to which `query` is to be joined, a field's column is given by name.
    TypeError, when it is made, for a field that is of another type than its column, and KeyError
    for one without column: what a board no longer has is found before a page asks for it.
    """

    def __init__(
        self, kind: type[R], table: sa.FromClause, **joined: sa.ColumnElement[Any]
    ) -> None:
        self._kind = kind
        hints, columns = get_type_hints(kind), {**table.c} | joined
        read = [columns[name] for name in kind.__struct_fields__]
        for name, column in zip(kind.__struct_fields__, read, strict=True):
            if not _fits(hints[name], column):
                raise TypeError(f"{kind.__name__}.{name} is not what {column} holds")
        self._by: dict[str, sa.Select[Any]] = {}
        self._columns = columns
        self.query: sa.Select[Any] = sa.select(*read)
        """A query of all rows, to be narrowed and ordered."""

    def of(self, row: sa.Row[Any]) -> R:
        """Give a row of `query` as what it is."""
        return self._kind(*row)

    def all(self, connection: sa.Connection, query: sa.Select[Any]) -> list[R]:
        """Give every row a narrowed `query` finds."""
        return [self._kind(*row) for row in connection.execute(query)]

    def first(self, connection: sa.Connection, query: sa.Select[Any]) -> R | None:
        """Give the first row a narrowed `query` finds; None when it finds none."""
        row = connection.execute(query.limit(1)).first()
        return None if row is None else self._kind(*row)

    def by(self, connection: sa.Connection, column: str, value: object) -> R | None:
        """Give the first row that holds a value in a column; None when there is none.

        What every page asks is put together once: that takes longer than to ask it.
        """
        if column not in self._by:
            held = self._columns[column]
            asked = self.query.where(held == sa.bindparam("value", type_=held.type))
            self._by[column] = asked.limit(1)
        row = connection.execute(self._by[column], {"value": value}).first()
        return None if row is None else self._kind(*row)


def _fits(hint: Any, column: sa.ColumnElement[Any]) -> bool:
    """Whether a field may hold what a column gives: structures are told by their reader alone."""
    if isinstance(column.type, Json):
        return True
    kind = TYPES[type(column.type)]
    several = get_origin(hint) in {Union, UnionType}
    kinds = {one for one in (get_args(hint) if several else (hint,)) if one is not type(None)}
    return kinds == {kind}


def any_of(texts: Collection[str]) -> sa.BindParameter[Any]:
    """Give texts as a list in the statement itself: there may be more than it takes parameters."""
    return sa.bindparam(None, tuple(texts), sa.String, expanding=True, literal_execute=True)
