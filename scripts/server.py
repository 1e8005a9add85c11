"""The server of the pages: waitress, with bounds on who is not known and on who is not done.

waitress reads a request to its end before a thread is taken for it, so one that never ends holds no
thread. What it does not bound is how long that may take, how much of it is kept for whoever comes,
and whom to send away when there are no more connections to have.
"""

import time
from collections.abc import Callable
from errno import EDQUOT, EFBIG, ENOSPC
from io import BytesIO
from typing import Any

import msgspec
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import FixedStreamReceiver
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error, RequestEntityTooLarge

from web.frame.bodies import ANYBODY, WHOLE

SESSION = "geyi_session="
PATIENCE = 16 * 1024**2  # bytes of what is refused that are read, so that the answer is too
PART = 20  # of all connections, one part goes when there are no more


class Bounds(msgspec.Struct, frozen=True):
    """What a request may take before it is whole.

    `begin` are the seconds its head may take, and what its body may fall behind; `pace` the bytes a
    second it must come at. `anybody` and `known` are the bytes of a body from who has no session,
    and who has one.
    """

    connections: int = 1_000  # a browser keeps six open, whether or not anybody asks for anything
    begin: float = 20.0
    pace: int = 1_000
    anybody: int = ANYBODY
    known: int = WHOLE
    every: int = 5  # seconds between two looks at who is not done


Known = Callable[[str], bool]


class _NoRoomError(Error):  # type: ignore[misc]
    """The body found no room on the disk."""

    code, reason = 507, "Insufficient Storage"
    page = (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>存储空间已满</title>'
        "<h1>存储空间已满</h1><p>服务器的存储空间已满，没有收下。请返回上一页，填写的内容一般还在；"
        "请告诉管理员清理磁盘，清理以后再提交一次。</p></html>"
    )

    def to_response(self, _: object = None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Give the answer as a page."""
        page = self.page.encode()
        return f"{self.code} {self.reason}", [("Content-Type", "text/html; charset=utf-8")], page


class _Passing:
    """A body that is read and not kept."""

    completed = False
    error = None

    def __init__(self, length: int, most: int) -> None:
        self._left = min(length, most)

    def __len__(self) -> int:
        return 0

    def received(self, data: bytes) -> int:
        """Let go what has come; give how much of it was of this body."""
        taken = min(len(data), self._left)
        self._left -= taken
        self.completed = not self._left
        return taken


class Request(HTTPRequestParser):  # type: ignore[misc]
    """A request of which no more is kept than whoever sends it may send.

    One that says beforehand that it is longer is answered by the application, which refuses it for
    its length with a page; its body is let go as it comes.
    """

    adj: "Settings"
    body_rcv: Any = None
    most = 0
    no_room = False

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, and choose what becomes of the body."""
        super().parse_header(header_plus)
        self.most = self.adj.most_of(self)
        receiver = self.body_rcv
        if isinstance(receiver, FixedStreamReceiver) and self.content_length > self.most:
            self.body_rcv = _Passing(self.content_length, PATIENCE)
            if self.content_length > PATIENCE:
                self.headers["CONNECTION"] = "close"  # what still comes is nobody's request

    def received(self, data: bytes) -> int:
        """Take what has come."""
        try:
            taken: int = super().received(data)
        except OSError as error:
            if error.errno not in {ENOSPC, EDQUOT, EFBIG}:
                raise
            taken, self.no_room = len(data), True
            left = max(0, self.content_length - self.body_bytes_received - taken)
            self.body_rcv, self.completed = _Passing(left, PATIENCE), not left
        if self.completed and self.no_room:
            self.error = _NoRoomError("")
        if self.chunked and self.body_bytes_received > self.most:
            self.error, self.completed = RequestEntityTooLarge(""), True
        return taken

    def get_body_stream(self) -> Any:
        """Give the body, an empty one where it was let go."""
        if isinstance(self.body_rcv, _Passing):
            return BytesIO()
        return super().get_body_stream()

    def close(self) -> None:
        """Let go of what is kept."""
        if not isinstance(self.body_rcv, _Passing):
            super().close()


class Settings(Adjustments):  # type: ignore[misc]
    """What waitress is told, and what it cannot be told."""

    def __init__(self, bounds: Bounds, known: Known, **more: Any) -> None:
        super().__init__(
            connection_limit=bounds.connections,
            cleanup_interval=bounds.every,
            max_request_body_size=1 << 40,  # bounded here, by who asks
            **more,
        )
        self.bounds, self._known = bounds, known

    def most_of(self, request: Request) -> int:
        """Give how many bytes of a body are kept; who asks is looked up for long ones only."""
        if request.content_length <= self.bounds.anybody and not request.chunked:
            return self.bounds.anybody
        cookies = (one.strip() for one in request.headers.get("COOKIE", "").split(";"))
        sessions = (one.removeprefix(SESSION) for one in cookies if one.startswith(SESSION))
        known = any(self._known(one) for one in sessions)
        return self.bounds.known if known else self.bounds.anybody


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that remembers since when its request is not whole."""

    parser_class = Request
    adj: Settings
    begun = 0.0

    def received(self, data: bytes) -> Any:
        """Take what has come."""
        if self.request is None:
            self.begun = time.time()
        return super().received(data)

    @property
    def waiting(self) -> bool:
        """Whether nothing is done for it and nothing on its way to it."""
        return not (self.requests or self.total_outbufs_len or self.will_close)

    def late(self, now: float) -> bool:
        """Whether its request takes longer than any may."""
        if self.request is None:
            return False
        came: int = self.request.body_bytes_received
        allowed = self.adj.bounds.begin + came / self.adj.bounds.pace
        return now > self.begun + allowed


class Server(TcpWSGIServer):  # type: ignore[misc]
    """Whoever does not come to an end goes before anybody is kept out."""

    channel_class = Channel
    adj: Settings

    def maintenance(self, now: float) -> None:
        """Send away who is idle, as the library does, and whose request takes too long."""
        super().maintenance(now)
        for channel in self.active_channels.values():
            if channel.waiting and channel.late(now):
                channel.will_close = True

    def readable(self) -> bool:
        """Whether somebody more is let in; who has begun and not ended, longest ago, makes room."""
        limit = self.adj.connection_limit
        if self.accepting and len(self._map) >= limit:
            waiting = [one for one in self.active_channels.values() if one.waiting]
            waiting.sort(key=lambda one: (one.request is None, one.begun or one.creation_time))
            for one in waiting[: max(1, limit // PART)]:
                one.will_close = True
        free: bool = super().readable()
        return free


def serve(application: Any, bounds: Bounds, known: Known, **more: Any) -> Server:
    """Give a server that listens; `known` says whether a session is one, `more` is for waitress."""
    settings = Settings(bounds, known, **more)
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(settings.threads)
    return Server(application, {}, dispatcher=threads, adj=settings, sockinfo=settings.listen[0])
