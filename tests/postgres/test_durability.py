"""What was acknowledged is still there after the server was killed, whatever it is set to."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any
from uuid import UUID

import psycopg
import pytest
from click.testing import CliRunner
from eventsourcing.persistence import IntegrityError
from eventsourcing.postgres import PostgresDatastore
from psycopg import Connection

from governance.casework import events as shared
from governance.hotline.kind import TICKET
from governance.kernel.errors import UnsafeSettingError
from governance.kernel.ledger import open_ledger
from governance.kernel.stream import stream_id
from projections.engine.runtime import Runtime
from scripts.cli.main import main
from tests.builders import NOW
from tests.expecting import being, existing
from tests.postgres.cluster import server

pytestmark = pytest.mark.postgres
# Acknowledged before it is written, and written only after a long while.
CARELESS = {
    "synchronous_commit": "off",
    "wal_writer_delay": "10s",
    "wal_writer_flush_after": "1GB",
    "wal_buffers": "64MB",
}
ROUNDS, WRITERS, ENOUGH = 3, 4, 50


@pytest.fixture
def careless():
    """A server of our own that acknowledges what it has only in memory."""
    with server() as made:
        made.start(**CARELESS)
        yield made


@pytest.mark.parametrize("connected_by_us", [True, pytest.param(False, id="control")])
def test_nothing_acknowledged_is_lost_when_the_server_is_killed(
    careless, tmp_path, connected_by_us
):
    lost = 0
    for number in range(ROUNDS):
        with open_ledger(tmp_path, careless.url) as ledger:
            if not connected_by_us:
                _connect_as_the_server_likes(ledger)
            acknowledged = _killed_amid_writing(ledger, careless, number)
            for stream, versions in acknowledged.items():
                lost += len(versions - {event.version for event in ledger.stream(stream)})
    assert (lost == 0) == connected_by_us


def _connect_as_the_server_likes(ledger):
    pool = ledger.recorder.datastore.pool
    pool.connection_class = Connection
    pool.drain()


def _killed_amid_writing(ledger, server, number):
    """Append in several threads while the server is killed; give the versions acknowledged."""
    streams = [stream_id("toy", f"{number}-{writer}") for writer in range(WRITERS)]
    acknowledged: dict[UUID, set[int]] = {stream: set() for stream in streams}
    killed, enough = threading.Event(), threading.Semaphore(0)

    def write(stream):
        version = 0
        with suppress(IntegrityError):  # stored before the kill, though nobody had heard
            while not killed.is_set():
                version += 1
                ledger.append([fact(stream, version)])
                if not killed.is_set():
                    acknowledged[stream].add(version)
                if version == ENOUGH:
                    enough.release()

    with ThreadPoolExecutor(WRITERS) as pool:
        writing = [pool.submit(write, stream) for stream in streams]
        for _ in streams:
            enough.acquire()
        server.kill()
        killed.set()
        server.start(**CARELESS)
        for each in writing:
            each.result()
    return acknowledged


def fact(stream, version):
    return TICKET.event(shared.CrossingCleared)(
        stream=stream, version=version, recorded_at=NOW, result=""
    )


SETTINGS = {"off": "on", "local": "on", "remote_write": "remote_write", "on": "on"} | {
    "remote_apply": "remote_apply"
}


@pytest.mark.parametrize(("set_to", "in_force"), SETTINGS.items())
def test_every_connection_waits_for_the_disk_and_none_asks_for_less(
    postgres_url, tmp_path, set_to, in_force
):
    database = postgres_url.rpartition("/")[2]
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{database}" SET synchronous_commit = {set_to}')
    with Runtime(tmp_path, postgres_url) as runtime:
        shown: list[Any] = []
        with being(
            PostgresDatastore, runtime.ledger.recorder.datastore
        ).get_connection() as connection:
            shown.append(existing(connection.execute("SHOW synchronous_commit").fetchone()))
        for name in ("keys", "access", "writing"):
            with runtime.engines[name].connect() as connection:
                connection.rollback()
                shown.append(connection.exec_driver_sql("SHOW synchronous_commit").mappings().one())
    assert [one["synchronous_commit"] for one in shown] == [in_force] * 4


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_does_not_flush_is_refused_at_start_and_by_the_doctor(tmp_path, name):
    with server() as made:
        made.start(**{name: "off"})
        with pytest.raises(UnsafeSettingError) as refused:
            open_ledger(tmp_path, made.url)
        assert (refused.value.code, refused.value.facts) == (
            "store.server_not_durable",
            {"name": name},
        )
        result = CliRunner().invoke(main, ["--database-url", made.url, "doctor"])
        assert result.exit_code == 1
        assert f"关闭了 {name}" in result.output
