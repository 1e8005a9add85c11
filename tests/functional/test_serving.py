"""The server of the pages, with and without a proxy that brings HTTPS."""

from contextlib import contextmanager
from http.client import HTTPConnection
from threading import Thread

import pytest

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
