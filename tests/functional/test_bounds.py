"""Who is not known and who is not done keep nobody out and fill nothing: over real sockets.

What the library does by itself stands beside each as the control.
"""

import re
import socket
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from threading import Thread
from uuid import uuid4

import pytest
import waitress

from scripts.cli.serving import server_of
from scripts.server import Bounds
from tests.functional.conftest import PASSWORD, app_on
from tests.functional.troubles.faults import no_room_in_files
from tests.functional.visits.conftest import doors
from tests.functional.visits.setting import picture, visit_form

__all__ = ["doors"]
pytestmark = [
    pytest.mark.parametrize("database_url", [""]),
    # Files the library had half made are found by whichever test the collector comes in.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
FEW = 60
MB = 1024**2
UNFINISHED = b"GET /login HTTP/1.1\r\nHost: x\r\nX-Slow: "
SLOW = b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nac"


@contextmanager
def ours(office, **bounds):
    with running(server_of(office, "127.0.0.1", 0, bounds=Bounds(**bounds))) as server:
        yield server


@contextmanager
def plain(office, **more):
    with running(waitress.create_server(app_on(office), port=0, host="127.0.0.1", **more)) as one:
        yield one


@contextmanager
def running(server):
    """Let a server run in a thread; a connection left open would keep it from ending."""
    thread = Thread(target=server.run)
    thread.start()
    try:
        yield server
    finally:
        for channel in list(server.active_channels.values()):
            channel.will_close = True
        server.close()
        thread.join()


def asking(server, seconds=20):
    return HTTPConnection("127.0.0.1", server.effective_port, timeout=seconds)


@contextmanager
def crowd(server, said, many=200):
    """Let many come who begin to say something and do not end."""
    with ExitStack() as stack:
        held = list[socket.socket]()
        for _ in range(many):
            one = stack.enter_context(
                socket.create_connection(("127.0.0.1", server.effective_port))
            )
            one.sendall(said)
            held.append(one)
        yield held


@pytest.mark.parametrize("said", [UNFINISHED, SLOW, b""], ids=["heads", "bodies", "nothing"])
def test_two_hundred_unfinished_requests_keep_nobody_out(office, said):
    with ours(office, connections=FEW) as server, crowd(server, said):
        connection = asking(server)
        connection.request("GET", "/login")
        assert connection.getresponse().status == 200
        connection.close()


def test_by_itself_the_library_lets_nobody_in_any_more(office):
    with plain(office, connection_limit=FEW) as server, crowd(server, UNFINISHED):
        connection = asking(server, 2)
        connection.request("GET", "/login")
        with pytest.raises(TimeoutError):
            connection.getresponse()
        connection.close()


@pytest.mark.parametrize("said", [UNFINISHED, SLOW], ids=["head", "body"])
def test_who_says_a_letter_now_and_then_is_sent_away(office, said):
    with ours(office) as server, crowd(server, said, 1) as (slow,):
        channel = waited_for(server, slow)
        server.maintenance(time.time() + 19)
        assert not channel.will_close
        slow.sendall(b"a")
        server.maintenance(time.time() + 60)
        server.pull_trigger()
        slow.settimeout(20)
        assert slow.recv(1) == b""


def test_by_itself_the_library_waits_for_each_letter(office):
    with plain(office) as server, crowd(server, SLOW, 1) as (slow,):
        channel = waited_for(server, slow)
        server.maintenance(time.time() + 100)
        assert not channel.will_close


def waited_for(server, client):
    """Give the channel of a client once what it said has been read."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for channel in list(server.active_channels.values()):
            if channel.addr[1] == client.getsockname()[1] and channel.request is not None:
                return channel
        time.sleep(0.01)
    raise TimeoutError


def signed_in(connection, role="grid_worker"):
    connection.request("POST", "/login", f"account={role}&password={PASSWORD}", FORM)
    answer = connection.getresponse()
    answer.read()
    assert answer.status == 303
    return {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}


def posted(connection, address, body, headers):
    connection.request("POST", address, body, FORM | headers)
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.parametrize("cookie", [{}, {"Cookie": "geyi_session=nobody"}])
@pytest.mark.parametrize("size", [1 * MB, 40 * MB])
def test_nothing_is_kept_of_much_from_whoever_is_not_known(office, cookie, size):
    with ours(office) as server, no_room_in_files():  # not a thousand bytes in any file
        connection = asking(server)
        try:
            connection.putrequest("POST", "/visits/new")
            for name, value in (FORM | cookie | {"Content-Length": str(size)}).items():
                connection.putheader(name, value)
            connection.endheaders()
            for _ in range(min(size, 16 * MB) // MB):
                connection.send(b"x" * MB)
            answer = connection.getresponse()
            assert answer.status == 413
            assert "一次提交的内容超过了限制" in answer.read().decode()
        finally:
            connection.close()


def test_by_itself_the_library_keeps_it_in_a_file(office):
    with plain(office) as server, no_room_in_files():
        connection = asking(server)
        with pytest.raises(OSError, match=r"reset|Broken|closed"):
            posted(connection, "/visits/new", b"x" * MB, {})
        connection.close()


def test_where_a_body_finds_no_room_a_page_says_so(office):
    with ours(office) as server:
        connection = asking(server)
        cookie = signed_in(connection)
        with no_room_in_files():
            status, page = posted(connection, "/visits/new", b"x" * MB, cookie)
        connection.close()
    assert status == 507
    assert "服务器的存储空间已满" in page


def multipart(form, files):
    parts = []
    for name, value in form.items():
        parts.append(
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode()
        )
    for name, file, data in files:
        head = f'--b\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n\r\n'
        parts.insert(0, head.encode() + data)
    return b"\r\n".join(parts) + b"\r\n--b--\r\n"


def test_a_form_with_too_many_files_keeps_what_was_typed_and_what_fits(doors):
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    typed = visit_form(uuid4(), narrative="老人独居，门口堆物", filled_by="grid_worker")
    large = picture() + bytes(13 * MB)
    body = multipart(typed, [("photos", "好的.jpg", picture()), ("photos", "大的.jpg", large)])
    with ours(doors) as server:
        connection = asking(server)
        cookie = signed_in(connection)
        status, page = posted(connection, "/visits/new", body, kind | cookie)
        assert status == 422
        assert "老人独居，门口堆物" in page
        assert "“大的.jpg”没有收下：一次提交的文件合起来最多 12 MB" in page
        (token,) = re.findall(r'name="photos_kept" value="([^"]+)"', page)
        again = multipart(typed | {"photos_kept": token}, [])
        assert posted(connection, "/visits/new", again, kind | cookie)[0] == 303
        connection.close()


def test_a_sheet_may_be_longer_than_any_form(office):
    kind = {"Content-Type": "multipart/form-data; boundary=b"}
    said = {"filled_by": "hotline_desk", "source": "12345"}
    sheet = "工单编号,标题\r\n".encode() + ("SH-1," + "字" * 200 + "\r\n").encode() * 25_000
    body = multipart(said, [("sheet", "工单.csv", sheet)])
    assert len(body) > 12 * MB
    with ours(office) as server:
        connection = asking(server, 60)
        cookie = signed_in(connection, "hotline_desk")
        assert posted(connection, "/import", body, kind | cookie)[0] == 303
        connection.close()


def test_by_https_a_browser_is_told_to_come_by_nothing_else(office):
    client = app_on(office).test_client()
    told = client.get("/login", base_url="https://office.example").headers
    assert told["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in client.get("/login").headers
