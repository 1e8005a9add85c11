"""The tables of the past: the versions of every row, each with the span of positions it stood for.

They have the names of the live tables, and views of a connection's own make the rows as of one
position look like those: whoever asks need not know. What changes them is written here too.
"""

# ruff: noqa: S608  (the names are of our own tables, the numbers positions)

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.sql.visitors import replacement_traverse

from projections.engine.projector import checkpoint

FOREVER = 2**62


class Spans:
    """The tables of the past of some live tables, and which boundaries there are."""

    def __init__(self, tables: Sequence[sa.Table]) -> None:
        self.of = [table for table in tables if table is not checkpoint]
        self.metadata = sa.MetaData()
        self.boundaries = sa.Table(
            "boundaries",
            self.metadata,
            sa.Column("position", sa.BigInteger, primary_key=True),
            sa.Column("whole", sa.Boolean, nullable=False),
        )
        for table in self.of:
            _declare(table, self.metadata)

    def views(self, position: int, fingerprint: str) -> list[str]:
        """Give the statements that make the rows as of a boundary the tables of a connection.

        What began later is not even looked at. The plus sign keeps SQLite from looking for what has
        not ended by an index: that is nearly everything.
        """
        stands = f"'views' AS name, {position} AS position, '{fingerprint}' AS fingerprint"
        then = f"from_position<={position} AND +to_position>{position}"
        return [
            f"CREATE TEMP VIEW {checkpoint.name} AS SELECT {stands}",
            *(
                f'CREATE TEMP VIEW "{table.name}" AS '
                f'SELECT {_columns(table)} FROM main."{table.name}" WHERE {then}'
                for table in self.of
            ),
        ]

    def removals(self, position: int, following: int, some: int) -> list[str]:
        """Give the statements that take a boundary out, in order, each for `some` rows at a time.

        What stood at no other goes; what ended or began there does so at the next one.
        """
        changes = (
            ('DELETE FROM "{}"', f"from_position={position} AND to_position={following}"),
            (f'UPDATE "{{}}" SET to_position={following}', f"to_position={position}"),
            (f'UPDATE "{{}}" SET from_position={following}', f"from_position={position}"),
        )
        return [
            f"{change.format(table.name)} WHERE rowid IN "
            f'(SELECT rowid FROM "{table.name}" WHERE {which} LIMIT {some})'
            for table in self.of
            for change, which in changes
        ]


@lru_cache(maxsize=4)
def spans_of(tables: tuple[sa.Table, ...]) -> Spans:
    """Give the tables of the past of these live ones: declared once, they do not change."""
    return Spans(tables)


def writes(table: sa.Table, key: str, base: int, position: int, following: int) -> tuple[str, ...]:
    """Give the statements for each row that changed from one boundary to a new one, in order.

    By key: a version that changed and changed back again stands as it was from the next boundary
    on; what stood until now does so no longer. By the columns: what stands from now on.
    """
    name, columns = table.name, _columns(table)
    standing = f'"{key}"=? AND from_position<={base} AND to_position>'
    marks = ", ".join("?" * len(table.columns))
    again = f"SELECT {columns}, {following}, to_position"
    return (
        f'INSERT INTO "{name}" {again} FROM "{name}" WHERE {standing}{following}',
        f'UPDATE "{name}" SET to_position={position} WHERE {standing}{base}',
        f'INSERT INTO "{name}" VALUES ({marks}, {position}, {following})',
    )


def _columns(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _declare(table: sa.Table, spans: sa.MetaData) -> None:
    """Declare the versions of a table, with every index it has; each index tells the span too."""
    columns = [sa.Column(column.name, column.type) for column in table.columns]
    span = [sa.Column(f"{end}_position", sa.BigInteger, nullable=False) for end in ("from", "to")]
    made = sa.Table(table.name, spans, *columns, *span)

    def theirs(element: Any, **_: Any) -> Any:
        return made.c[element.name] if isinstance(element, sa.Column) else None

    key = next(iter(table.primary_key)).name
    sa.Index(f"past_{table.name}_key", made.c[key], *span)
    sa.Index(f"past_{table.name}_from", *span)
    sa.Index(f"past_{table.name}_to", span[1])
    for index in table.indexes:
        parts = [
            replacement_traverse(one, {}, theirs)
            for one in cast("list[sa.ColumnElement[Any]]", index.expressions)
        ]
        which = index.dialect_options["sqlite"]["where"]
        if which is not None:
            which = replacement_traverse(which, {}, theirs)
        sa.Index(index.name, *parts, *span, sqlite_where=which, postgresql_where=which)
