"""登录与退出."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.custody.access import LONGEST, LockedOutError
from projections.people_queries import account
from web import asking
from web.access import SESSION, public
from web.formats import moment
from web.here import live, now, runtime

bp = Blueprint("auth", __name__)

WRONG = "账号或密码不对，请重新输入；连续输错五次，账号将锁定30分钟。"


@bp.get("/login")
@public
def log_in() -> str:
    """Show the form."""
    return render_template("login.html", action=url_for(".enter"), next=_next(request.args))


@bp.post("/login")
@public
def enter() -> Response | tuple[str, int]:
    """Check name and password; both wrong and unknown get the same answer."""
    login = request.form.get("account", "").strip()
    words = WRONG
    try:
        session = runtime().access.log_in(login, request.form.get("password", ""), now=now())
    except LockedOutError as locked:
        session, words = None, f"输错次数过多，账号已锁定，请在{moment(locked.until)}之后再试。"
    row = account(live(), login)
    if session is None or row is None or row["suspended"]:
        page = render_template(
            "login.html",
            action=url_for(".enter"),
            next=_next(request.form),
            values={"account": login},
            errors={"password": [words]},
        )
        return page, 422
    answer = redirect(_next(request.form), 303)
    answer.set_cookie(
        SESSION,
        session,
        max_age=LONGEST,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )
    return answer


@bp.post("/logout")
@public
def log_out() -> Response:
    """End the session, here and in every copy of its cookie."""
    if session := request.cookies.get(SESSION):
        runtime().access.log_out(session)
    answer = redirect(url_for(".log_in"), 303)
    answer.delete_cookie(SESSION)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _next(given: Mapping[str, str]) -> str:
    """Give where to go afterwards."""
    return asking.our_address(given.get("next", "/"))
