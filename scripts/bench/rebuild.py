"""`geyi bench rebuild`: all read models from empty, on one core, and looks at the past."""

import hashlib
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import click
import sqlalchemy as sa

from governance.kernel.ledger import open_ledger
from projections.boards import BOARDS
from projections.casework.table import cases as table
from projections.engine.asof import EVERY, AsOf
from projections.engine.database import fold_back, open_sqlite
from projections.engine.projection import tables
from projections.engine.projector import Projector
from projections.engine.runtime import Runtime
from projections.engine.view import View
from scripts.bench import machine, peak_mb
from scripts.bench.synthetic import generate
from scripts.cli.frame import show

A_PAGE = 50


@click.command(help="测量从头重建全部视图的速度和内存，以及回看过去的快慢和所占磁盘。")
@click.option("--cases", default=25_000, show_default=True, help="件数，每件八个事件。")
@click.option(
    "--keep",
    type=click.Path(file_okay=False, path_type=Path),
    help="把生成的事件留在这个文件夹，里面已有的就直接用。",
)
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def rebuild(cases: int, keep: Path | None, out: Path | None) -> None:
    """Generate, rebuild twice, compare, then look at the past at several positions."""
    with tempfile.TemporaryDirectory(dir=keep and keep.parent) as folder:
        with Runtime(keep or Path(folder)) as events:
            if not events.ledger.position():
                generate(events, cases)
        built = [_built(keep or Path(folder), Path(folder) / name) for name in ("1.db", "2.db")]
        rebuilt = {
            "machine": machine(),
            "cases": cases,
            "events": built[0]["events"],
            "seconds": min(each["seconds"] for each in built),
            "rate": max(each["rate"] for each in built),
            "identical": built[0]["digest"] == built[1]["digest"],
            "rebuild_peak_mb": peak_mb(),
            "live_bytes": built[0]["bytes"],
        }
        show(rebuilt | _past(keep or Path(folder), Path(folder) / "past"), out)


def _past(data: Path, folder: Path) -> dict[str, Any]:
    """Keep the past of a log, look at it, and compare one position with a log cut there."""
    with open_ledger(data) as ledger, closing(AsOf(ledger, folder)) as past:
        start = time.perf_counter()
        kept = past.keep_snapshots()
        seconds = time.perf_counter() - start
        last = ledger.position()
        asked = {
            "early": last // 10 + EVERY // 2,
            "middle": last // 2,
            "between": last // 2 + EVERY // 2,
            "late": last - 1,
        }
        asked = {name: min(position, last) for name, position in asked.items()}
        looks = {name: _looked(past, position) for name, position in asked.items()}
        then = _digest(past.at(asked["early"]).engine)
        fold_back(past.history.engine, when_due=False)
        taken = sum(path.stat().st_size for path in past.folder.iterdir())
    cut = _built(data, folder / "cut.db", asked["early"])
    return {
        "snapshots": kept,
        "snapshots_seconds": round(seconds, 1),
        "past_bytes": taken,
        "as_of": looks,
        "as_of_is_a_log_cut_there": then == cut["digest"],
        "peak_mb": peak_mb(),
    }


def _built(data: Path, path: Path, upto: int | None = None) -> dict[str, Any]:
    """Build one read database and drop it again; give its digest, bytes and how long it took."""
    with open_ledger(data) as ledger, _opened(path) as engine:
        start = time.perf_counter()
        events = Projector(ledger, engine).catch_up(upto)
        seconds = time.perf_counter() - start
        fold_back(engine, when_due=False)
        return {
            "events": events,
            "seconds": round(seconds, 3),
            "rate": round(events / seconds),
            "bytes": path.stat().st_size,
            "digest": _digest(engine),
        }


@contextmanager
def _opened(path: Path) -> Iterator[sa.Engine]:
    engine = open_sqlite(path, writer=True)
    try:
        yield engine
    finally:
        engine.dispose()
        path.unlink()


def _digest(engine: sa.Engine) -> str:
    digest = hashlib.sha256()
    with engine.connect() as connection:
        for name in (each.name for each in tables(BOARDS)):
            digest.update(name.encode())
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1'):  # noqa: S608
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def _looked(past: AsOf, position: int) -> dict[str, float]:
    """Give the milliseconds of the newest page of the list and of one case, at first and then."""
    start = time.perf_counter()
    key = _list_page(past.at(position))
    between = time.perf_counter()
    _case_page(past.at(position), key)
    looked = {"position": position, "first_list_ms": between - start}
    looked["first_case_ms"] = time.perf_counter() - between
    start = time.perf_counter()
    _list_page(past.at(position))
    between = time.perf_counter()
    _case_page(past.at(position), key)
    looked |= {"list_ms": between - start, "case_ms": time.perf_counter() - between}
    return {
        name: round(value * 1000, 1) if name.endswith("_ms") else value
        for name, value in looked.items()
    }


def _list_page(view: View) -> Any:
    """Read how many cases there are and the newest fifty; give the key of the last."""
    newest = sa.select(table).order_by(table.c.received_at.desc()).limit(A_PAGE)
    with view.connect() as connection:
        connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        return connection.execute(newest).all()[-1].key


def _case_page(view: View, key: Any) -> None:
    with view.connect() as connection:
        connection.execute(sa.select(table).where(table.c.key == key)).one()
