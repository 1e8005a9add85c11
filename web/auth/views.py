"""登录与退出."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.accounts.queries import account
from projections.custody.access import NOBODY
from web.frame import query_args, signing
from web.frame.access import SESSION, lasting, public
from web.frame.current import live, now, runtime
from web.frame.words import LOCKING

bp = Blueprint("auth", __name__)

WRONG = f"账号或密码不对，或因连续输错已暂时锁定，请核对后再试。{LOCKING}"


@bp.get("/login")
@public
def log_in() -> str:
    """Show the form."""
    return render_template("login.html", action=url_for(".enter"), next=_next(request.args))


@bp.post("/login")
@public
def enter() -> Response | tuple[str, int]:
    """Check name and password; wrong, unknown, locked and suspended get the same answer."""
    kept = "sign_in_to" in request.form
    before = "sign_in_" if kept else ""
    login = request.form.get(f"{before}account", "").strip()
    address = query_args.our_address(request.form["sign_in_to"]) if kept else ""
    writer = request.form.get(signing.FILLED_BY, "")
    if kept and login != writer:
        return signing.page(address, {"account": [signing.NOBODY_ELSE.format(writer=writer)]})
    row = account(live(), login)
    who = login if row and not row.suspended else NOBODY
    password = request.form.get(f"{before}password", "")
    session = runtime().access.log_in(who, password, now=now())
    if session is None and kept:
        return signing.page(address, {"password": [WRONG]})
    if session is None:
        page = render_template(
            "login.html",
            action=url_for(".enter"),
            next=_next(request.form),
            values={"account": login},
            errors={"password": [WRONG]},
        )
        return page, 422
    answer = redirect(_next(request.form), 303)
    if kept:  # the browser sends the same once more, now as whoever filled it in
        answer = redirect(address, 307)
    answer.set_cookie(
        SESSION,
        session,
        max_age=lasting(login).longest,
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
    return query_args.our_address(given.get("next", "/"))
