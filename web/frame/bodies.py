"""How much may be sent at once: by anybody, and by who is signed in.

What comes with a form and is too much is left out by the file, and named beside its field: the
form itself is never lost for it.
"""

from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Flask, abort, current_app, request
from werkzeug.datastructures import FileStorage
from werkzeug.wsgi import get_input_stream

from web.frame.query_args import TextRequest
from web.sheets.limits import Limits

ANYBODY = 256 * 1024
"""Bytes of a request of whoever is not signed in: a log-in, or a form that outlived its session."""
FILES = 12 * 1024 * 1024
"""Bytes of the files of one form."""
FORM = 120 * 1024 * 1024
"""Bytes of a form whose files are left out from `FILES` on."""
WHOLE = max(FORM, Limits().upload)
"""Bytes of whatever is sent by somebody who is signed in: the longest sheet."""
IN_MEMORY = 500 * 1024
V = TypeVar("V", bound=Callable[..., Any])


class _Kept:
    """A file of a form, as far as there is room for it among the others."""

    def __init__(self, room: list[int]) -> None:
        self._room = room
        self._file = SpooledTemporaryFile(IN_MEMORY, "rb+")  # noqa: SIM115  (closed with the request)
        self.too_much = False

    def write(self, data: bytes) -> int:
        """Take a part; a file of which one does not fit is left out as a whole."""
        self.too_much = self.too_much or len(data) > self._room[0]
        if self.too_much:
            self._room[0] += self._file.tell()
            self._file.seek(0)
            self._file.truncate()
            return len(data)
        self._room[0] -= len(data)
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


class FormRequest(TextRequest):
    """A request of which the form is read though its files are too much."""

    whole = 0

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        room = self.__dict__.setdefault("room", [self.max_content_length or 0])
        return cast("IO[bytes]", _Kept(room))

    def _get_stream_for_parsing(self) -> IO[bytes]:
        return get_input_stream(
            self.environ, max_content_length=max(self.whole, self.max_content_length or 0)
        )


def register(app: Flask) -> None:
    """Read every form so."""
    app.request_class = FormRequest
    app.config["MAX_CONTENT_LENGTH"] = FILES


def takes(files: int) -> Callable[[V], V]:
    """Declare how many bytes of files a view takes, where it is another number than most."""

    def mark(view: V) -> V:
        view.most = files  # type: ignore[attr-defined]
        return view

    return mark


def bound(*, known: bool) -> None:
    """Say how much this request may be, by who asks and what is asked."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "most", FILES) if known else ANYBODY
    cast("FormRequest", request).whole = FORM if known else 0


def one_file(field: str) -> FileStorage | None:
    """Give the one file of a field, if there is; 413 when it was too much to be taken."""
    file = request.files.get(field)
    if file is not None and left_out(file):
        abort(413)
    return file


def left_out(file: FileStorage) -> bool:
    """Whether a file was too much to be taken with its form."""
    return bool(getattr(file.stream, "too_much", False))
