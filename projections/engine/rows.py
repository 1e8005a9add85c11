"""Write-behind rows: projections change rows in memory by key; they are flushed in bulk."""

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa

metadata = sa.MetaData()

Row = dict[str, Any]
KEEP = 100_000  # rows, of some 4 kB each
AT_ONCE = 1_000
SOME = 250  # turned into what is written at once: of many more the collector of cycles takes note
DERIVE = "derive"  # the name, in `info` of a table, of what sets columns of a row by its others


class Rows:
    """The rows of one table in hand. Every row is a dict with every column.

    `complete` says that all rows of the table are in memory, so that an unknown key is a new one
    and nothing need be looked up; it holds while a read model is built from empty. `empty` says
    that the table has no rows yet. What a table derives of a row is set when that is written, once
    for however many changes.
    """

    def __init__(self, table: sa.Table, dialect: sa.Dialect) -> None:
        self.table = table
        self.key = next(iter(table.primary_key)).name
        self.complete = False
        self.empty = False
        self.connection: sa.Connection | None = None
        self._held: dict[Any, Row] = {}  # by what of a key is cheap to hash
        self._changed: dict[int, Row] = {}  # by identity; of an empty table all that are held
        self._gone: dict[Any, None] = {}
        self._absent: set[Any] = set()
        self._expected: set[Any] = set()
        self._by_stream = isinstance(table.c[self.key].type, sa.Uuid)
        self._place: Callable[[Any], Any] = attrgetter("int") if self._by_stream else str
        self._blank: Row = {column.name: _default(column) for column in table.columns}
        self._find = sa.select(table).where(
            table.c[self.key].in_(sa.bindparam("keys", expanding=True))
        )
        self._derive: Callable[[Row], None] | None = table.info.get(DERIVE)
        written = (c.type.dialect_impl(dialect).bind_processor(dialect) for c in table.columns)
        self._writers = {
            name: (i, write, usual, write(usual))
            for i, ((name, usual), write) in enumerate(
                zip(self._blank.items(), written, strict=True)
            )
            if write
        }

    def add(self, key: Any, /, **values: Any) -> Row:
        """Put a new row; a row of that key, should there be one, is replaced."""
        row = self._blank | values
        row[self.key] = key
        place = self._place(key)
        if (old := self._held.get(place)) is not None:
            self._changed.pop(id(old), None)
        self._held[place] = row
        if not self.empty:
            self._changed[id(row)] = row
        self._gone.pop(key, None)
        self._absent.discard(key)
        return row

    def expect(self, streams: set[UUID]) -> None:
        """Name the streams met next: looking up the first brings the rows of all in one query."""
        if self._by_stream and not self.complete:
            self._expected = {stream for stream in streams if stream.int not in self._held}

    def find(self, key: Any) -> Row | None:
        """Give a row for reading, None when there is none."""
        place = self._place(key)
        row = self._held.get(place)
        if row is None and not self.complete and not self._lacks(key):
            self._fetch(key)
            row = self._held.get(place)
        return row

    def change(self, key: Any) -> Row:
        """Give a row for changing; KeyError when there is none."""
        row = self._held.get(self._place(key)) or self.find(key)
        if row is None:
            raise KeyError(f"{self.table.name}: {key}")
        if not self.empty:
            self._changed[id(row)] = row
        return row

    def obtain(self, key: Any) -> Row:
        """Give a row for changing, a new one when there is none."""
        return self.change(key) if self.find(key) else self.add(key)

    def remove(self, key: Any) -> None:
        """Take a row out."""
        place = self._place(key)
        self._changed.pop(id(self._held.pop(place, None)), None)
        self._gone[key] = None

    @property
    def held(self) -> dict[Any, Row]:
        """The rows in memory, by key."""
        return {row[self.key]: row for row in self._held.values()}

    @property
    def heavy(self) -> bool:
        """Whether more is held than memory should carry."""
        return len(self._held) > KEEP

    def begin(self, connection: sa.Connection, *, empty: bool = False) -> None:
        """Start a pass over a connection; an empty table is held completely from here on."""
        self.connection = connection
        if empty:
            self.forget()
            self.complete = self.empty = True

    def forget(self) -> None:
        """Drop what is held, changed or not."""
        self._held.clear()
        self._changed.clear()
        self._gone.clear()
        self._absent.clear()
        self.complete = self.empty = False

    def flush(self, connection: sa.Connection) -> None:
        """Write what has changed."""
        if self._gone and not self.empty:
            column = self.table.c[self.key]
            connection.execute(
                sa.delete(self.table).where(column == sa.bindparam("gone")),
                [{"gone": key} for key in self._gone],
            )
        if self._unwritten:
            write = _bulk_write if connection.dialect.name == "sqlite" else _bulk_copy
            write(connection, self.table, self.key, self.written(), fresh=self.empty)
        self.settle()

    def touched(self) -> list[Any]:
        """Give the keys of what has changed or gone, as the database writes them."""
        changed = [row[self.key] for row in self._unwritten]
        keys, (_, write, *_) = [*changed, *self._gone], self._writers.get(self.key, (0, None))
        return [write(key) for key in keys] if write else keys

    def settle(self) -> None:
        """Take what has changed as written."""
        self.empty = self.empty and not self._held
        self._changed.clear()
        self._gone.clear()
        if self.heavy:
            self.shed(len(self._held) // 2)

    def shed(self, most: int) -> None:
        """Let go of those met first: what began long ago is seldom changed again."""
        if len(self._held) > most:
            for key in list(islice(self._held, len(self._held) - most)):
                del self._held[key]
            self.complete = False
            self._absent.clear()
        elif len(self._absent) > most:
            self._absent.clear()

    def _lacks(self, key: Any) -> bool:
        return key in self._gone or key in self._absent

    def _fetch(self, key: Any) -> None:
        if self.connection is None:
            return
        rest = (k for k in self._expected if k != key and self._place(k) not in self._held)
        wanted = [key, *(k for k in rest if not self._lacks(k))]
        self._expected = set()
        for start in range(0, len(wanted), AT_ONCE):
            keys = {"keys": wanted[start : start + AT_ONCE]}
            for found in self.connection.execute(self._find, keys).mappings():
                self._held[self._place(found[self.key])] = dict(found)
        self._absent.update(key for key in wanted if self._place(key) not in self._held)

    @property
    def _unwritten(self) -> Collection[Row]:
        return (self._held if self.empty else self._changed).values()

    def written(self) -> Iterator[tuple[Any, ...]]:
        """Give what has changed in the order of the columns, as the database writes it.

        Column by column: most values are what the column has unless something was said, and that
        is turned into what the database writes but once.
        """
        values_of = itemgetter(*self._blank)
        rows = iter(self._unwritten)
        while some := list(islice(rows, SOME)):
            if self._derive:
                for row in some:
                    self._derive(row)
            columns = list(zip(*map(values_of, some), strict=True))
            for i, write, usual, instead in self._writers.values():
                columns[i] = tuple(
                    [instead if value is usual else write(value) for value in columns[i]]
                )
            yield from zip(*columns, strict=True)


def _default(column: sa.Column[Any]) -> Any:
    default: Any = column.default
    return default.arg if default is not None else None


def _columns(table: sa.Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)


def _update(table: sa.Table, key: str) -> str:
    names = [column.name for column in table.columns if column.name != key]
    return f'ON CONFLICT ("{key}") DO UPDATE SET ' + ", ".join(
        f'"{n}"=excluded."{n}"' for n in names
    )


def _bulk_write(
    connection: sa.Connection,
    table: sa.Table,
    key: str,
    rows: Iterable[tuple[Any, ...]],
    *,
    fresh: bool,
) -> None:
    marks = ", ".join("?" * len(table.columns))
    tail = "" if fresh else _update(table, key)
    sql = f'INSERT INTO "{table.name}" ({_columns(table)}) VALUES ({marks}) {tail}'  # noqa: S608
    _driver(connection).executemany(sql, rows)


def _bulk_copy(
    connection: sa.Connection,
    table: sa.Table,
    key: str,
    rows: Iterable[tuple[Any, ...]],
    *,
    fresh: bool,
) -> None:
    cursor = _driver(connection).cursor()
    if fresh:
        with cursor.copy(f'COPY "{table.name}" ({_columns(table)}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join(["%s"] * len(table.columns))
    sql = (
        f'INSERT INTO "{table.name}" ({_columns(table)}) '  # noqa: S608  (names of our own)
        f"VALUES ({marks}) {_update(table, key)}"
    )
    cursor.executemany(sql, list(rows))


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


Lookup = Callable[[sa.Table], Rows]
