"""What a browser keeps of a log-in: the session, and before it the half of one."""

from typing import TypeVar

from flask import request
from werkzeug.wrappers import Response

from projections.custody.half_sessions import LASTING
from web.frame.access import SESSION, lasting

HALF = "geyi_half"
R = TypeVar("R", bound=Response)


def let_in(answer: R, login: str, session: str) -> R:
    """Give somebody his session with an answer."""
    _keep(answer, SESSION, session, int(lasting(login).longest.total_seconds()))
    if HALF in request.cookies:
        answer.delete_cookie(HALF)
    return answer


def keep_half(answer: R, half: str) -> R:
    """Give somebody who has the password what he brings the code with."""
    _keep(answer, HALF, half, int(LASTING.total_seconds()))
    return answer


def _keep(answer: Response, name: str, value: str, seconds: int) -> None:
    answer.set_cookie(
        name, value, max_age=seconds, httponly=True, samesite="Lax", secure=request.is_secure
    )
