"""`geyi bench rebuild`: all read models from empty, on one core, and the first look at the past."""

import hashlib
import tempfile
import time
from pathlib import Path

import click
import sqlalchemy as sa

from projections.engine.asof import EVERY
from projections.engine.database import open_sqlite
from projections.engine.projector import Projector
from projections.engine.runtime import Runtime
from scripts.bench import machine, peak_mb
from scripts.bench.lives import generate
from scripts.cli.frame import show


@click.command(help="测量从头重建全部视图的速度，并比较两次重建的结果。")
@click.option("--cases", default=25_000, show_default=True, help="件数，每件八个事件。")
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def rebuild(cases: int, out: Path | None) -> None:
    """Generate, rebuild twice, compare, look at the past twice."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        with Runtime(data) as runtime:
            events = generate(runtime, cases)
            first, seconds = _built(runtime, data / "first.db")
            second, again = _built(runtime, data / "second.db")
            middle = runtime.ledger.position() // 2
            bare = _timed(runtime, middle)
            start = time.perf_counter()
            runtime.asof.keep_snapshots()
            kept = time.perf_counter() - start
            between = middle + EVERY // 2
            past = [_timed(runtime, between) for _ in range(2)]
    show(
        {
            "machine": machine(),
            "cases": cases,
            "events": events,
            "seconds": round(min(seconds, again), 3),
            "rate": round(events / min(seconds, again)),
            "identical": first == second,
            "as_of_without_snapshots_ms": round(bare, 1),
            "snapshots_seconds": round(kept, 1),
            "as_of_first_ms": round(past[0], 1),
            "as_of_second_ms": round(past[1], 1),
            "peak_mb": peak_mb(),
        },
        out,
    )


def _built(runtime: Runtime, path: Path) -> tuple[str, float]:
    """Build one read database; give the digest of its rows and how long it took."""
    engine = open_sqlite(path, writer=True)
    start = time.perf_counter()
    Projector(runtime.ledger, engine).catch_up()
    seconds = time.perf_counter() - start
    digest = hashlib.sha256()
    with engine.connect() as connection:
        for name in sorted(sa.inspect(connection).get_table_names()):
            digest.update(name.encode())
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1'):  # noqa: S608
                digest.update(repr(tuple(row)).encode())
    engine.dispose()
    return digest.hexdigest(), seconds


def _timed(runtime: Runtime, position: int) -> float:
    """Give the milliseconds it takes to read a page of the past."""
    start = time.perf_counter()
    with runtime.at(position).connect() as connection:
        connection.exec_driver_sql("SELECT * FROM cases ORDER BY received_at DESC LIMIT 50").all()
    return (time.perf_counter() - start) * 1000
