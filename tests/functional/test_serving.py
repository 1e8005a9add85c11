"""The server of the pages, with and without a proxy that brings HTTPS."""

import time
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from threading import Thread
from uuid import uuid4

import pytest
import sqlalchemy as sa

from governance.disclosures.events import ExportFinished
from governance.disclosures.stream import export_id
from governance.policy.security import Lockout
from projections.casework.table import cases
from scripts.cli.serving import server_of
from tests.functional.conftest import PASSWORD

pytestmark = pytest.mark.parametrize("database_url", [""])
LOG_IN = f"account=auditor&password={PASSWORD}"
BY_HTTPS = {"X-Forwarded-Proto": "https"}


@contextmanager
def served(office, proxy):
    server = server_of(office, "127.0.0.1", 0, proxy)
    thread = Thread(target=server.run)
    thread.start()
    connection = HTTPConnection("127.0.0.1", server.effective_port, timeout=30)
    try:
        yield connection
    finally:
        connection.close()
        server.close()
        thread.join()


def cookie_of(connection, headers):
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", LOG_IN, form | headers)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303
    return answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("proxy", "headers"), [("", {}), ("", BY_HTTPS), ("127.0.0.1", {})])
def test_a_cookie_goes_over_http_where_nobody_brings_https(office, proxy, headers):
    with served(office, proxy) as connection:
        assert "Secure" not in cookie_of(connection, headers)


def test_behind_a_proxy_that_brings_https_a_cookie_goes_nowhere_else(office):
    with served(office, "127.0.0.1") as connection:
        assert "Secure" in cookie_of(connection, BY_HTTPS)


@pytest.mark.parametrize(("proxy", "believed"), [("127.0.0.1", True), ("", False)])
def test_whence_a_browser_comes_only_the_proxy_that_is_named_may_say(office, proxy, believed):
    """Else whoever tries would come from another address at every try."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    with served(office, proxy) as connection:
        statuses = []
        for n in range(Lockout().tries + 1):
            elsewhere = {"X-Forwarded-For": f"203.0.113.{n}"}
            wrong = LOG_IN.replace(PASSWORD, "x")
            connection.request("POST", "/login", wrong, form | elsewhere)
            answer = connection.getresponse()
            answer.read()
            statuses.append(answer.status)
    assert (statuses[-1] == 422) is believed


def test_connections_nobody_asks_anything_on_keep_nobody_out(office):
    with served(office, "") as connection, ExitStack() as idle:
        for _ in range(IDLE):
            one = HTTPConnection("127.0.0.1", connection.port, timeout=5)
            idle.callback(one.close)
            one.connect()
        connection.timeout = 5
        connection.request("GET", "/login")
        assert connection.getresponse().status == 200


IDLE = 120  # what twenty open browsers keep
LONG = 30_000
TITLE = "小区路灯不亮" * 80  # so many make more than a server keeps for a browser by itself


def records(office):
    return office.history(export_id("auditor", office.clock().date()))


def test_a_slow_browser_holds_neither_a_thread_nor_a_query(office):
    office.live()
    blank = {"kind": "ticket", "stage": "received", "title": TITLE, "received_at": office.clock()}
    with office.engines["writing"].begin() as connection:
        connection.execute(sa.insert(cases), [blank | {"key": uuid4()} for _ in range(LONG)])
    with served(office, "") as connection:
        cookie = cookie_of(connection, {}).partition(";")[0]
        connection.request("GET", "/cases?format=csv", headers={"Cookie": cookie})
        answer = connection.getresponse()
        begun = answer.read(1)
        until = time.monotonic() + 60
        while len(records(office)) == 1 and time.monotonic() < until:
            time.sleep(0.1)  # nobody reads on yet
        count = records(office)
        body = begun + answer.read()
    assert isinstance(count[-1], ExportFinished)
    assert (count[-1].rows, count[-1].digest) == (LONG, sha256(body).hexdigest())
