"""A made-up year looked at long afterwards, and the same year as it was when under way."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from projections.engine.runtime import Runtime
from scripts.setting_up import DemoAccount
from tests.demo_year import END, copy_of_year
from tests.deployment import Clock
from tests.expecting import existing
from web.frame.access import SESSION
from web.frame.app import create_app

MUCH_LATER = END + timedelta(days=227)
UNCUT = ("_no_UPDATE", "_no_DELETE")
Browsers = dict[str, FlaskClient]
Opened = tuple[Runtime, Browsers]


class Years:
    """One year of work in a folder, and browsers of each role on it or on its beginning."""

    def __init__(self, folder: Path, opened: list[DemoAccount]) -> None:
        self.folder = folder
        with Runtime(folder, clock=Clock(END)) as runtime:
            self.moments = {
                position: existing(runtime.ledger.event_at(position)).recorded_at
                for position in range(1, runtime.ledger.position() + 1)
            }
            self.staffed = max(
                position
                for rows in runtime.ledger.follow(0, max(self.moments))
                for position, topic, _ in rows
                if topic.startswith("accounts.")
            )
        self.somebody = {who.roles[0]: who for who in reversed(opened)}

    @contextmanager
    def opened(self, folder: Path, now: datetime, upto: int | None = None) -> Iterator[Opened]:
        """Give the year, or what was given of it `upto` a position, on a clock that says `now`."""
        shutil.copytree(self.folder, folder)
        if upto:
            _cut(folder, upto)
        with Runtime(folder, clock=Clock(now)) as runtime:
            app = create_app(runtime)
            yield (
                runtime,
                {role: _browser(runtime, app, who) for role, who in self.somebody.items()},
            )


def _browser(runtime: Runtime, app: Flask, who: DemoAccount) -> FlaskClient:
    client = app.test_client()
    session = runtime.access.log_in(who.login, who.password, now=runtime.clock())
    client.set_cookie(SESSION, existing(session))
    return client


def _cut(folder: Path, position: int) -> None:
    """Make the log end at a position, as if nothing had come after it."""
    shutil.rmtree(folder / "asof")
    shutil.rmtree(folder / "views")
    with closing(sqlite3.connect(folder / "events.db")) as store, store:
        for guard in UNCUT:
            store.execute(f"DROP TRIGGER stored_events{guard}")
        store.execute("DELETE FROM stored_events WHERE rowid > ?", (position,))


@pytest.fixture(scope="package")
def years(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """The year, said once."""
    folder = tmp_path_factory.mktemp("years") / "said"
    return Years(folder, copy_of_year(tmp_path_factory, folder))


@pytest.fixture(scope="package")
def much_later(years: Years, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The whole year, looked at long afterwards."""
    with years.opened(tmp_path_factory.mktemp("whole") / "data", MUCH_LATER) as opened:
        yield opened


@pytest.fixture
def app(much_later: Opened) -> Flask:
    """The application on the whole year."""
    return much_later[1]["auditor"].application


@pytest.fixture
def whole(much_later: Opened) -> Browsers:
    """Browsers on the whole year, long afterwards."""
    return much_later[1]
