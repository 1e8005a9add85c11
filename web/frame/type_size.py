"""大字: larger type and targets, remembered by the browser one chose them in.

A cookie and not the account holds it: how large type must be depends on the screen one sits at, and
the page of the log-in shows it too. It needs no script.
"""

from flask import request
from werkzeug.wrappers import Response

COOKIE = "geyi_type"
LARGE = "large"
YEAR = 365 * 24 * 3600


def large() -> bool:
    """Whether this browser asked for large type."""
    return request.cookies.get(COOKIE) == LARGE


def choose(answer: Response, size: str) -> Response:
    """Let the browser keep the size chosen; anything but large is the usual one."""
    if size == LARGE:
        answer.set_cookie(
            COOKIE, LARGE, max_age=YEAR, httponly=True, samesite="Lax", secure=request.is_secure
        )
    else:
        answer.delete_cookie(COOKIE)
    return answer
