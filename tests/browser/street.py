"""A small street office with a year of work behind it, served to real browsers."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page
from werkzeug.serving import make_server

from projections.accounts.queries import everybody
from projections.engine.runtime import DEMO, Runtime
from scripts import setting_up, simulation
from tests.once import made_once
from web.frame.app import create_app

START = datetime(2026, 11, 20, 6, 30, tzinfo=UTC)  # a Friday, half past two in the afternoon here
PASSWORD = "Geyi-2026"
SCALE = 0.03


class Clock:
    """A clock that runs from a moment of ours."""

    def __init__(self) -> None:
        self.steps = 0

    def __call__(self) -> datetime:
        self.steps += 1
        return START + timedelta(milliseconds=self.steps)


class Street:
    """Where the office answers, and who works there."""

    def __init__(self, url: str, runtime: Runtime) -> None:
        self.url = url
        self.runtime = runtime
        self.people = everybody(runtime.live())
        self.walked: set[str] = set()
        self.enlarged: set[str] = set()

    def login_of(self, role: str, nth: int = 0) -> str:
        """Give somebody of a role, in the first grid where that matters; or the next one."""
        fitting = [row for row in self.people if role in row.roles]
        fitting.sort(key=lambda row: (row.grids not in ([], ["g1"]), row.login))
        return fitting[nth].login

    def enter(self, page: Page, role: str, nth: int = 0) -> Page:
        """Log in on a page as somebody of a role."""
        page.goto(f"{self.url}/login")
        page.fill("[name=account]", self.login_of(role, nth))
        page.fill("[name=password]", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url(f"{self.url}/")
        return page


def worked(folder: Path, scale: float = SCALE) -> Path:
    """Make a folder the deployment of an office that has worked a year; give it."""
    with Runtime(folder, clock=lambda: START) as runtime:
        simulation.load(runtime, setting_up.founding(), scale=scale)
        (folder / DEMO).touch()
        for row in everybody(runtime.live()):
            runtime.access.set_password(row.login, PASSWORD, now=START)
    return folder


@contextmanager
def street(places: pytest.TempPathFactory) -> Iterator[Street]:
    """Serve a small office of its own until the test is over."""
    folder = places.mktemp("street") / "data"
    shutil.copytree(made_once(places, "street", worked), folder)
    with served(folder) as office:
        yield office


@contextmanager
def served(folder: Path) -> Iterator[Street]:
    """Serve the office of a folder."""
    with Runtime(folder, clock=Clock()) as runtime:
        app = create_app(runtime)
        # A browser asks for each script and style once, and not on every page whether it is new.
        app.config["SEND_FILE_MAX_AGE_DEFAULT"] = timedelta(hours=1)
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield Street(f"http://127.0.0.1:{server.server_port}", runtime)
        server.shutdown()
        thread.join()
        server.server_close()
