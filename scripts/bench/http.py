"""`geyi bench http`: the real server over real connections: 4, 16, 64 clerks, and one who reads."""

import math
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode
from uuid import uuid4

import click

from projections.engine.runtime import Runtime
from scripts.bench import machine, peak_of_mb
from scripts.bench.synthetic import generate
from scripts.cli.frame import show

WRITERS = (4, 16, 64)
LOOKS = 20
READ = ("/", "/cases", "/meetings")
STORED, SHOWN = 303, 200
PERIOD = "from=2025-01-01&to=2025-12-31"
SMALL = 0.02


class Browser:
    """One logged-in person on one kept-open connection."""

    def __init__(self, port: int, login: str, password: str) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookie = ""
        self.post("/login", account=login, password=password)

    def post(self, path: str, **fields: str) -> int:
        """Send a form; give the status."""
        body = urlencode(fields)
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": self.cookie}
        self.connection.request("POST", path, body, kind)
        answer = self.connection.getresponse()
        answer.read()
        cookies = [value.partition(";")[0] for value in answer.headers.get_all("Set-Cookie") or ()]
        self.cookie = self.cookie or "; ".join(cookies)
        return answer.status

    def look(self, path: str) -> int:
        """Open a page; give the status."""
        return self._opened(path)[0]

    def get(self, path: str) -> str:
        """Give a page; anything but a page is an error."""
        status, page = self._opened(path)
        if status != SHOWN:
            raise click.ClickException(f"{path}：{status}")
        return page

    def _opened(self, path: str) -> tuple[int, str]:
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        return answer.status, answer.read().decode()

    def p50_ms(self, path: str) -> float:
        """Give the median time of a page, once warm."""
        self.get(path)
        return round(statistics.median(self._looked(path) for _ in range(LOOKS)), 1)

    def _looked(self, path: str) -> float:
        start = time.perf_counter()
        self.get(path)
        return (time.perf_counter() - start) * 1000


@click.command("http", help="启动真正的服务，测量登记工单和常用页面的快慢。")
@click.option("--cases", default=20_000, show_default=True, help="事先放入的件数。")
@click.option("--seconds", default=20.0, show_default=True, help="每种人数登记多少秒。")
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def http(cases: int, seconds: float, out: Path | None) -> None:
    """Fill a temporary deployment, serve it, write with more and more clerks, then look."""
    with tempfile.TemporaryDirectory() as folder:
        people = _fill(Path(folder), cases)
        with _served(Path(folder)) as (port, process):
            done = [(count, *_beside(port, people, count, seconds)) for count in WRITERS]
            log = sum(path.stat().st_size for path in Path(folder).rglob("*-wal"))
            looks = _looks(Browser(port, *people["secretary"]))
            memory = peak_of_mb(process)
    size = {"memory_mb": memory, "wal_mb": round(log / 1e6, 1)}
    show({"machine": machine(), "cases": cases} | summary(done) | size | looks, out)


class Done(NamedTuple):
    """What somebody did again and again: how long each took, what failed, how long all lasted."""

    times: list[float]
    errors: int
    lasted: float


def summary(done: Sequence[tuple[int, Done, Done]]) -> dict[str, Any]:
    """Say what so many writers and the reader beside them came to; `create_rate` is of the few."""
    writers = [
        {
            "n": count,
            "rate": round(len(written.times) / written.lasted, 1),
            "p95_ms": _p95_ms(written.times),
            "reader_p95_ms": _p95_ms(read.times),
        }
        for count, written, read in done
    ]
    return {
        "creates": sum(len(written.times) for _, written, _ in done),
        "create_rate": writers[0]["rate"],
        "errors": sum(each.errors for _, *both in done for each in both),
        "writers": writers,
    }


def _beside(
    port: int, people: dict[str, tuple[str, str]], count: int, seconds: float
) -> tuple[Done, Done]:
    """Register with so many clerks while somebody opens pages; give what either came to."""
    clerks = [Browser(port, *people["hotline_desk"]) for _ in range(count)]
    reader, pages, written = Browser(port, *people["secretary"]), cycle(READ), threading.Event()
    with ThreadPoolExecutor(count + 1) as pool:
        reading = pool.submit(_again, lambda: reader.look(next(pages)) == SHOWN, written.is_set)
        end = time.perf_counter() + seconds
        writing = [
            pool.submit(_again, partial(_registers, clerk), lambda: time.perf_counter() > end)
            for clerk in clerks
        ]
        try:
            each = [one.result() for one in writing]
        finally:
            written.set()
    times = [time for one in each for time in one.times]
    together = Done(times, sum(one.errors for one in each), max(one.lasted for one in each))
    return together, reading.result()


def _again(act: Callable[[], bool], over: Callable[[], bool]) -> Done:
    """Do something again until it is over, once at least."""
    times, errors, begun = list[float](), 0, time.perf_counter()
    while not times or not over():
        start = time.perf_counter()
        errors += not act()
        times.append(time.perf_counter() - start)
    return Done(times, errors, time.perf_counter() - begun)


def _registers(clerk: Browser) -> bool:
    return _create(clerk) == STORED


def _p95_ms(times: Sequence[float]) -> float:
    return round(sorted(times)[math.ceil(len(times) * 0.95) - 1] * 1000, 1)


def _create(clerk: Browser) -> int:
    return clerk.post(
        "/tickets/new",
        command_id=str(uuid4()),
        serial=f"H{uuid4().hex[:12]}",
        source="12345",
        received_at="2026-01-05T10:00",
        kind="complaint",
        title="楼道照明不亮",
        content="夜间出行不便，希望尽快修复。",
        phone="13800000000",
        urgency="normal",
    )


def _looks(browser: Browser) -> dict[str, float]:
    """Give the median milliseconds of the pages people open most."""
    case = _first(browser.get("/cases"), "cases")
    agenda = _first(browser.get("/meetings"), "meetings")
    return {
        "list_p50_ms": browser.p50_ms("/cases"),
        "case_p50_ms": browser.p50_ms(case),
        "figures_p50_ms": browser.p50_ms(f"/figures?{PERIOD}"),
        "agenda_p50_ms": browser.p50_ms(agenda),
    }


def _first(page: str, kind: str) -> str:
    found = re.search(rf"/{kind}/[0-9a-f-]{{36}}", page)
    if found is None:
        raise click.ClickException(f"/{kind}：没有可打开的页面。")
    return found[0]


def _fill(data: Path, cases: int) -> dict[str, tuple[str, str]]:
    """Set up with a small invented year and many cases; give a login and password by role."""
    from scripts.setting_up import initialise  # noqa: PLC0415  (holidays are slow to load)

    with Runtime(data) as runtime:
        opened = initialise(runtime, demo=True, scale=SMALL)
        generate(runtime, cases)
        runtime.live()
    return {role: (who.login, who.password) for who in opened for role in who.roles}


@contextmanager
def _served(data: Path) -> Iterator[tuple[int, int]]:
    """Run the server on a free port, which it tells when it is ready; give it, and the process."""
    command = [str(Path(sys.executable).with_name("geyi")), "serve", "--no-worker"]
    server = subprocess.Popen(  # noqa: S603  (our own program)
        [*command, "--data", str(data), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        lines = iter(server.stderr or ())
        port = next((found[1] for line in lines if (found := re.search(r":(\d+)，", line))), None)
        if port is None:
            raise click.ClickException("服务没有启动。")
        # A pipe nobody reads would stop the server at its next warnings.
        threading.Thread(target=deque, args=(lines, 0), daemon=True).start()
        yield int(port), server.pid
    finally:
        server.terminate()
        server.wait()
