"""`geyi bench http`: the real server over real connections, four clerks writing at once."""

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import click

from projections.engine.runtime import Runtime
from scripts.bench import machine
from scripts.bench.synthetic import generate
from scripts.cli.frame import show

WRITERS = 4
LOOKS = 20
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

    def get(self, path: str) -> str:
        """Give a page; anything but a page is an error."""
        self.connection.request("GET", path, headers={"Cookie": self.cookie})
        answer = self.connection.getresponse()
        page = answer.read().decode()
        if answer.status != 200:  # noqa: PLR2004
            raise click.ClickException(f"{path}：{answer.status}")
        return page

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
@click.option("--creates", default=200, show_default=True, help="登记的工单数。")
@click.option("--out", type=click.Path(path_type=Path), help="把结果写入文件。")
def http(cases: int, creates: int, out: Path | None) -> None:
    """Fill a temporary deployment, serve it, write with four clerks, then look."""
    with tempfile.TemporaryDirectory() as folder:
        people = _fill(Path(folder), cases)
        with _served(Path(folder)) as port:
            clerks = [Browser(port, *people["hotline_desk"]) for _ in range(WRITERS)]
            rate, errors = _registered(clerks, creates)
            looks = _looks(Browser(port, *people["secretary"]))
    created = {"writers": WRITERS, "creates": creates, "create_rate": rate, "errors": errors}
    show({"machine": machine(), "cases": cases} | created | looks, out)


def _registered(clerks: list[Browser], creates: int) -> tuple[float, int]:
    """Give tickets a second over all clerks, and how many were not taken."""

    def register(clerk: Browser) -> int:
        return sum(_create(clerk) != 303 for _ in range(creates // WRITERS))  # noqa: PLR2004

    start = time.perf_counter()
    with ThreadPoolExecutor(WRITERS) as pool:
        errors = sum(pool.map(register, clerks))
    return round(creates / (time.perf_counter() - start), 1), errors


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
def _served(data: Path) -> Iterator[int]:
    """Run the server on a free port, which it tells when it is ready."""
    command = [str(Path(sys.executable).with_name("geyi")), "serve", "--no-worker"]
    server = subprocess.Popen(  # noqa: S603  (our own program)
        [*command, "--data", str(data), "--port", "0"], stderr=subprocess.PIPE, text=True
    )
    try:
        lines = iter(server.stderr or ())
        port = next((found[1] for line in lines if (found := re.search(r":(\d+)，", line))), None)
        if port is None:
            raise click.ClickException("服务没有启动。")
        yield int(port)
    finally:
        server.terminate()
        server.wait()
