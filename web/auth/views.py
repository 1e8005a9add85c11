"""登录与退出."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from web.frame import query_args, signing
from web.frame.access import SESSION, lasting, public
from web.frame.current import runtime
from web.frame.entering import enter_as, wrong

bp = Blueprint("auth", __name__)

TOO_MANY_REQUESTS = 429


@bp.get("/login")
@public
def log_in() -> str:
    """Show the form."""
    return render_template("login.html", action=url_for(".enter"), next=_next(request.args))


@bp.post("/login")
@public
def enter() -> Response | tuple[str, int]:
    """Check name and password; wrong, unknown and suspended get the same answer."""
    kept = "sign_in_to" in request.form
    before = "sign_in_" if kept else ""
    login = request.form.get(f"{before}account", "").strip()
    address = query_args.our_address(request.form["sign_in_to"]) if kept else ""
    writer = request.form.get(signing.FILLED_BY, "")
    if kept and login != writer:
        return signing.page(address, {"account": [signing.NOBODY_ELSE.format(writer=writer)]})
    session = enter_as(login, request.form.get(f"{before}password", ""))
    if session is None:
        said, waits = wrong(login)
        if kept:
            return signing.page(address, {"password": [said]})
        page = render_template(
            "login.html",
            action=url_for(".enter"),
            next=_next(request.form),
            values={"account": login},
            errors={"password": [said]},
        )
        return page, TOO_MANY_REQUESTS if waits else 422
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
