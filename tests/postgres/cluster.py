"""A real PostgreSQL of our own: a fresh cluster in a temporary folder, gone when we are done."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.sql import SQL, Identifier

SERVERS = Path("/usr/lib/postgresql")
MEMORY, ROOM = Path("/dev/shm"), 4 * 2**30


class Server:
    """A server over a folder of its own, which can be started, stopped and killed."""

    def __init__(self, folder: Path, bins: Path) -> None:
        self._folder, self._bins, self._port = folder, bins, _free_port()
        self._root = os.geteuid() == 0
        self._owner = "postgres" if self._root else pwd.getpwuid(os.geteuid()).pw_name
        if self._root:
            shutil.chown(folder, self._owner)
        self._run(
            "initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        self.url = f"postgresql://postgres@127.0.0.1:{self._port}/postgres"

    def start(self, **settings: str) -> None:
        """Start with settings of its own; what a kill left behind is recovered first."""
        options = "".join(f" -c {name}={value}" for name, value in settings.items())
        where = f"-p {self._port} -h 127.0.0.1 -k {self._folder}"
        self._run("pg_ctl", "-w", "-o", where + options, "start")

    def stop(self) -> None:
        """Stop without waiting for anybody."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def kill(self) -> None:
        """Kill every process of the server at once: what it had only in memory is gone."""
        pid_file = self._folder / "data" / "postmaster.pid"
        first = int(pid_file.read_text("utf-8").split()[0])
        os.kill(first, signal.SIGSTOP)
        others = Path(f"/proc/{first}/task/{first}/children").read_text("utf-8").split()
        family = [*map(int, others), first]
        for process in family:
            os.kill(process, signal.SIGKILL)
        while any(Path(f"/proc/{process}/exe").exists() for process in family):
            time.sleep(0.01)
        # Where nobody buries the dead, the next server would wait for this one.
        for claim in (pid_file, *self._folder.glob(".s.PGSQL.*.lock")):
            claim.unlink()

    def _run(self, program: str, *arguments: str) -> None:
        step_down = ["runuser", "-u", self._owner, "--"] if self._root else []
        data = str(self._folder / "data")
        command = [*step_down, str(self._bins / program), "-D", data, *arguments]
        with (self._folder / "log").open("ab") as log:
            done = subprocess.run(command, stdout=log, stderr=log, cwd=self._folder, check=False)
        if done.returncode:
            raise RuntimeError((self._folder / "log").read_text("utf-8"))


@contextmanager
def server() -> Iterator[Server]:
    """Make a server on a free port, not yet started; it and its folder are gone in the end."""
    found = shutil.which("initdb")
    bins = sorted(SERVERS.glob("*/bin")) or ([Path(found).parent] if found else [])
    if not bins:
        raise FileNotFoundError("PostgreSQL server programs (initdb, pg_ctl) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="geyi-postgres-", dir=_quick_place()))
    try:
        made = Server(folder, bins[-1])
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def cluster() -> Iterator[str]:
    """Start a server; give the address of its maintenance database.

    It flushes like one of an office, or we would refuse it; in memory that costs nothing.
    """
    with server() as made:
        made.start()
        yield made.url


def _quick_place() -> Path | None:
    """Give a folder in memory where there is room: a database there is made twenty times faster."""
    roomy = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM
    return MEMORY if roomy else None


@contextmanager
def new_database(server: str, mould: str = "template1") -> Iterator[str]:
    """Make a database as a copy of another; give its address, and drop it in the end."""
    name = f"t{uuid4().hex}"
    values = {"name": Identifier(name), "mould": Identifier(mould)}
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(SQL("CREATE DATABASE {name} TEMPLATE {mould}").format(**values))
        yield f"{server.removesuffix('postgres')}{name}"
        connection.execute(SQL("DROP DATABASE {name} WITH (FORCE)").format(**values))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
