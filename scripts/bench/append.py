"""`geyi bench append`: commands through the one door, beside bare inserts of the same bytes."""

import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid5

import click
import psycopg

from governance.casework.commands import NoteProgress
from governance.hotline.commands import ReceiveTicket
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM, Command
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.book import first_editions
from projections.engine.runtime import Runtime
from scripts.bench import machine
from scripts.cli.frame import show

ROUND = 100
BARE = "INSERT INTO bare (id, version, topic, state) VALUES (?,?,?,?)"
TABLE = """
CREATE TABLE bare (number {number}, id TEXT NOT NULL,
                   version INTEGER NOT NULL, topic TEXT, state {bytes}, UNIQUE (id, version))
"""
Insert = Callable[[tuple[str, int, str, bytes]], object]


@click.command(help="测量办理一件事要多久：全过程，与直接写入同样字节相比。")
@click.option("--count", default=2_000, show_default=True, help="命令个数。")
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def append(count: int, out: Path | None) -> None:
    """Measure both, a round of each in turn; PostgreSQL when GEYI_DATABASE_URL names one."""
    url = os.environ.get("GEYI_DATABASE_URL", "")
    with tempfile.TemporaryDirectory() as folder, Runtime(Path(folder), url) as runtime:
        _publish(runtime)
        commands = _commands(runtime)
        with _bare_postgres(url) if url else _bare_sqlite(folder) as insert:
            rates = _interleaved(runtime, commands, insert, max(1, count // ROUND))
    ours, raw = (statistics.median(found) for found in zip(*rates, strict=True))
    show(
        {
            "machine": machine(),
            "store": "postgresql" if url else "sqlite",
            "commands": len(rates) * ROUND,
            "rate": round(ours),
            "raw_rate": round(raw),
            "ratio": round(ours / raw, 3),
        },
        out,
    )


@contextmanager
def _bare_sqlite(folder: str) -> Iterator[Insert]:
    with closing(sqlite3.connect(f"{folder}/bare.db", isolation_level=None)) as bare:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "wal_autocheckpoint=0"):
            bare.execute(f"PRAGMA {pragma}").fetchone()
        number = "INTEGER PRIMARY KEY AUTOINCREMENT"
        bare.execute(TABLE.format(number=number, bytes="BLOB"))
        yield lambda values: bare.execute(BARE, values)


@contextmanager
def _bare_postgres(url: str) -> Iterator[Insert]:
    """Give inserts of one row a commit, into a logged table that is dropped afterwards."""
    with psycopg.connect(url, autocommit=True) as bare:
        number = "BIGSERIAL PRIMARY KEY"
        bare.execute(TABLE.format(number=number, bytes="BYTEA").encode())
        try:
            yield lambda values: bare.execute(BARE.replace("?", "%s").encode(), values)
        finally:
            bare.execute("DROP TABLE bare")


def _interleaved(
    runtime: Runtime, commands: Iterator[Command], insert: Insert, rounds: int
) -> list[tuple[float, float]]:
    """Give (our rate, bare rate) of each round, in events a second; the first round warms up."""
    rates = []
    for _ in range(rounds + 1):
        at = runtime.ledger.position()
        asked = [next(commands) for _ in range(ROUND)]
        ours = _seconds(lambda c: runtime.governance.execute(c, actor=SYSTEM), asked)
        rows = [row for batch in runtime.ledger.follow(at, at + 10 * ROUND) for row in batch]
        values = [(f"{row[0]}", 1, row[1], bytes(row[2])) for row in rows]
        raw = _seconds(insert, values)
        rates.append((len(rows) / ours, len(rows) / raw))
    return rates[1:]


def _seconds(work: Callable[[Any], object], items: Sequence[Any]) -> float:
    start = time.perf_counter()
    for item in items:
        work(item)
    return time.perf_counter() - start


def _commands(runtime: Runtime) -> Iterator[Command]:
    """Give commands without end: a ticket with personal data, then three notes on it."""
    number = 0
    while True:
        number += 1
        serial = f"A{number:07d}-{runtime.ledger.position()}"
        stream = ticket_id("bench", serial)
        yield ReceiveTicket(
            command_id=uuid5(stream, "receive"),
            stream=stream,
            serial=serial,
            source="12345",
            received_at=runtime.clock(),
            kind="complaint",
            title="楼道照明不亮",
            content="市民反映楼道照明多日不亮，夜间出行不便，希望尽快修复。",
            caller="某女士",
            phone=f"138{number:08d}",
            place="示例路1弄",
        )
        for turn in range(3):
            yield TICKET.command(NoteProgress)(
                command_id=uuid5(stream, f"note {turn}"), stream=stream, note="已到场查看"
            )


def _publish(runtime: Runtime) -> None:
    from scripts.calendar_edition import build  # noqa: PLC0415  (holidays are slow to load)

    contents = first_editions(build())
    runtime.governance.execute(
        *(
            PublishEdition(
                command_id=uuid5(POLICY_STREAM, name),
                stream=POLICY_STREAM,
                policy=name,
                content=content,
                source="bench",
            )
            for name, content in contents.items()
        ),
        actor=SYSTEM,
    )
