"""Do the rows say what the events say? They are built again beside the live ones and compared."""

import time
from contextlib import nullcontext
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import sqlalchemy as sa

from projections.engine.database import open_sqlite
from projections.engine.projector import Progress, Projector, checkpoint
from projections.engine.runtime import Runtime

WIDTH = 16


class Comparison(msgspec.Struct, frozen=True):
    """What the rebuilding came to: `rate` is events a second, `different` names tables."""

    position: int
    events: int
    seconds: float
    rate: float
    identical: bool
    different: tuple[str, ...] = ()


def rebuild_beside(runtime: Runtime, progress: Progress | None = None) -> Comparison:
    """Build the read models from empty in a folder of its own, up to where the live ones stand."""
    runtime.live()
    boards, kept = runtime.projector.boards, runtime.projector.tables
    live, position = _hashes(runtime.engines["reading"], kept)
    with TemporaryDirectory(prefix="rebuild-", dir=runtime.data) as folder:
        engine = open_sqlite(Path(folder) / "views.db", writer=True)
        began = time.perf_counter()
        Projector(runtime.ledger, engine, boards=boards).catch_up(position, progress=progress)
        seconds = time.perf_counter() - began
        again, _ = _hashes(engine, kept)
        engine.dispose()
    return _comparison(position, seconds, [name for name in live if live[name] != again[name]])


def rebuild(runtime: Runtime, progress: Progress | None = None) -> Comparison:
    """Build the live read models anew from empty; readers see the old ones until it is done."""
    began = time.perf_counter()
    with runtime.projector.lock or nullcontext():
        with runtime.engines["writing"].begin() as connection:
            if sa.inspect(connection).has_table(checkpoint.name):
                connection.execute(sa.delete(checkpoint))
        position = runtime.projector.catch_up(progress=progress)
    return _comparison(position, time.perf_counter() - began, [])


def _comparison(position: int, seconds: float, different: list[str]) -> Comparison:
    return Comparison(
        position=position,
        events=position,
        seconds=round(seconds, 3),
        rate=round(position / seconds, 1) if seconds else 0.0,
        identical=not different,
        different=tuple(different),
    )


def _hashes(engine: sa.Engine, kept: list[sa.Table]) -> tuple[dict[str, tuple[int, int]], int]:
    """Give the number of rows and a hash by table, whatever their order, and the position."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        position = connection.execute(sa.select(checkpoint.c.position)).scalar_one()
        tables = [table for table in kept if table is not checkpoint]
        return {table.name: _hash(connection, table) for table in tables}, position


def _hash(connection: sa.Connection, table: sa.Table) -> tuple[int, int]:
    count = total = 0
    for row in connection.execute(sa.select(table)):
        digest = blake2b(repr(tuple(row)).encode(), digest_size=WIDTH).digest()
        total = (total + int.from_bytes(digest)) % (1 << 8 * WIDTH)
        count += 1
    return count, total
