"""`geyi init`, `geyi serve`, `geyi worker`: setting a deployment up and keeping it going."""

import logging
import resource
import signal
import threading
from importlib import import_module
from typing import TYPE_CHECKING

import click

from projections.engine.runtime import Runtime
from scripts.cli.frame import as_json, note, on_deployment, progress, show
from scripts.cli.upgrading import refuse_outdated
from scripts.cli.upkeep import PRETENDING
from scripts.worker import Worker

if TYPE_CHECKING:
    from scripts.server import Bounds, Server

THREADS = 8
FILES = 4_096  # open at once; a connection is one
MOST_WAITING = 1 << 40  # bytes; the disk is what bounds it


@click.command(help="建立新部署：载入首版规则，建立街道和网格。已建立的部署不会改动。")
@click.option("--demo", is_flag=True, help="同时载入一年的虚构数据和演示账户。")
@as_json
@on_deployment(new=True)
def init(runtime: Runtime, demo: bool, as_json: bool) -> None:
    """Set up, and tell the passwords of the accounts just opened, once."""
    from scripts.setting_up import initialise  # noqa: PLC0415  (holidays are slow to load)

    with progress("建立") as advance:
        opened = initialise(runtime, demo=demo, progress=advance)
    if as_json:
        show({"position": runtime.ledger.position(), "accounts": opened})
        return
    if not opened:
        click.echo("这里已经建立过，没有改动。")
        return
    labels = runtime.live().book().roles.labels()
    click.echo("已建立。请记下账户和密码，密码只显示这一次：")
    for who in opened:
        roles = "、".join(labels.get(role, role) for role in who.roles)
        click.echo(f"{who.login}  {who.password}  {who.name}  {who.unit}  {roles}")


@click.command(help="启动网页服务，同时按时催办、草拟议程。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, help="监听的端口。")
@click.option("--proxy", default="", help="在前面提供 HTTPS 的服务器地址，例如 127.0.0.1。")
@click.option("--no-worker", is_flag=True, help="不在本进程里催办和草拟议程。")
@on_deployment()
def serve(runtime: Runtime, host: str, port: int, proxy: str, no_worker: bool) -> None:
    """Serve the pages until asked to stop; the heartbeat runs beside them."""
    refuse_outdated(runtime)
    refuse_pretending(runtime)
    with progress("更新") as advance:
        runtime.live(advance)
    runtime.drop_old_rows()
    worker = Worker(runtime)
    server = server_of(runtime, host, port, proxy)
    if not no_worker:
        worker.start()
    note(f"已启动：http://{host}:{server.effective_port}，按 Ctrl+C 停止。")
    stop_on_signal()
    try:
        server.run()  # until a signal
    finally:
        note("正在停止。")
        server.close()
        worker.stop()


def refuse_pretending(runtime: Runtime) -> None:
    """Refuse to serve without second factors what is no demonstration."""
    from scripts.setting_up import pretends  # noqa: PLC0415  (holidays are slow to load)

    if pretends(runtime):
        raise click.ClickException(PRETENDING)


def server_of(
    runtime: Runtime, host: str, port: int, proxy: str = "", bounds: "Bounds | None" = None
) -> "Server":
    """Give the server of the pages; a `proxy` is believed when it says whence a browser came."""
    from scripts.server import Bounds, serve  # noqa: PLC0415  (only the server needs waitress)

    open_files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(open_files, wanted), most))
    # More requests than threads is no fault, and it would say so at every one of them.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    app = import_module("web.frame.app").create_app(runtime)
    work = import_module("web.imports.work")
    work.resume(runtime, app.extensions[work.KINDS])
    headers = {"x-forwarded-for", "x-forwarded-proto"}
    trusted = {"trusted_proxy": proxy, "trusted_proxy_headers": headers}
    return serve(
        app,
        bounds or Bounds(),
        runtime.access.known,
        host=host,
        port=port,
        threads=THREADS,
        asyncore_use_poll=True,  # the other way ends at 1,024 open files
        # A long file waits on the disk for a slow browser; no thread and no query waits with it.
        outbuf_high_watermark=MOST_WAITING,
        ident=None,
        **(trusted if proxy else {}),
    )


@click.command(help="只运行催办和草拟议程，不启动网页服务。另有一个在运行时，等待接替。")
@on_deployment()
def worker(runtime: Runtime) -> None:
    """Beat until asked to stop."""
    refuse_outdated(runtime)
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    heart = Worker(runtime)
    heart.start()
    note("已启动，按 Ctrl+C 停止。")
    while not stopping.wait(
        1
    ):  # a signal that comes just before a wait without end would not end it
        pass
    note("正在停止。")
    heart.stop()


def stop_on_signal() -> None:
    """Let a termination end the program the way Ctrl+C does."""

    def stop(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
