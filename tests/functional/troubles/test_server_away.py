"""A database server that stops, or drops its lines: said at once, and nothing to restart after."""

from contextlib import contextmanager

import psycopg
import pytest

from projections.engine.runtime import Runtime
from tests.deployment import Clock
from tests.functional.conftest import PASSWORD, app_on, furnish
from tests.functional.troubles.test_full import LONG, form, traced
from tests.postgres.cluster import server

pytestmark = pytest.mark.postgres
AWAY = "数据库暂时连不上，这一步没有完成"
DROP = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"


@pytest.fixture(scope="module")
def machine():
    with server() as made:
        made.start()
        yield made


@contextmanager
def served(folder, machine):
    with Runtime(folder, machine.url, Clock()) as runtime:
        if not runtime.ledger.position():
            furnish(runtime)
        yield runtime


@pytest.fixture(scope="module")
def street(machine, tmp_path_factory):
    with served(tmp_path_factory.mktemp("street"), machine) as runtime:
        yield runtime


@pytest.fixture
def desk(street):
    browser = app_on(street).test_client()
    said = {"account": "hotline_desk", "password": PASSWORD}
    assert browser.post("/login", data=said).status_code == 303
    return browser


def test_a_server_that_is_away_is_told_and_met_again_without_a_restart(
    machine, desk, street, caplog
):
    sent = form(serial="SH-AWAY")
    assert desk.get("/cases").status_code == 200
    machine.stop()
    try:
        assert desk.get("/cases").status_code == 503
        page = desk.post("/tickets/new", data=sent)
        assert page.status_code == 503
        assert AWAY in page.text
        assert LONG in page.text
        assert 'action="/tickets/new"' in page.text
        signing = desk.post("/login", data={"account": "auditor", "password": PASSWORD})
        assert signing.status_code == 503
        assert PASSWORD not in signing.text
        assert desk.get("/nowhere").status_code == 503
    finally:
        machine.start()
    assert not traced(caplog)
    assert desk.post("/tickets/new", data=sent).status_code == 303
    assert "SH-AWAY" in desk.get("/cases").text


def test_lines_that_are_dropped_are_drawn_anew_and_nothing_is_done_twice(machine, desk, street):
    before = street.ledger.position()
    for number in range(5):
        with psycopg.connect(machine.url, autocommit=True) as other:
            other.execute(DROP)
        answer = desk.post("/tickets/new", data=form(serial=f"SH-{number}"))
        assert answer.status_code == 303
    assert street.ledger.position() == before + 5
