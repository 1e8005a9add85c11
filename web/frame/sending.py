"""How answers go over the line: compressed, and files of the pages under a name that says which.

The name of a file holds the digest of all of them, so that a browser keeps what it has for good and
still never shows a page with files of another release.
"""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, send_from_directory
from flask_compress import Compress

STATIC = Path(__file__).resolve().parent.parent / "static"
YEAR = 365 * 24 * 3600
WORTH_IT = ["text/html", "text/css", "text/javascript", "text/plain", "image/svg+xml"]


@cache
def release() -> str:
    """Give the digest of the files as they are, by which their addresses change."""
    files = sorted(file for file in STATIC.rglob("*") if file.is_file())
    named = (str(file.relative_to(STATIC)).encode() + file.read_bytes() for file in files)
    return sha256(b"".join(sha256(each).digest() for each in named)).hexdigest()[:12]


def register(app: Flask) -> None:
    """Serve the files of the pages, and compress what is text for whoever can read it so."""
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_MIMETYPES=WORTH_IT)
    app.config["COMPRESS_ALGORITHM_STREAMING"] = ["br"]
    Compress(app)
    app.add_url_rule("/static/<version>/<path:filename>", "static", _file)

    @app.url_defaults
    def _version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values["version"] = release()


def _file(version: str, filename: str) -> Response:
    """Give a file; one asked for by a page of another release is looked for anew each time."""
    answer = send_from_directory(STATIC, filename)
    answer.direct_passthrough = False
    answer.make_sequence()  # what is read piece by piece is not packed for every browser
    if version == release():
        answer.cache_control.public = True
        answer.cache_control.max_age = YEAR
        answer.cache_control.immutable = True
    return answer
