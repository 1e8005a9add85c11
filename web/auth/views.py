"""登录与退出."""

from collections.abc import Mapping

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from projections.custody.second_factors import Way
from web.auth import codes
from web.auth.cookies import let_in
from web.frame import query_args, signing
from web.frame.access import SESSION, public
from web.frame.current import runtime
from web.frame.entering import code_opens, come_in, verified, wants_code, went, wrong

bp = Blueprint("auth", __name__, template_folder="templates")
codes.register(bp)

TOO_MANY_REQUESTS = 429
WRONG_CODE = "动态验证码不对或已经用过，请等手机上换了新的一组再填。"
UNBOUND = "这个账号还没有绑定动态验证码。请另开一个窗口登录并绑定，再回到这一页提交；内容还在。"


@bp.get("/login")
@public
def log_in() -> str:
    """Show the form."""
    return _form(next=_next(request.args))


@bp.post("/login")
@public
def enter() -> Response | tuple[str, int]:
    """Check name and password; wrong, unknown and suspended get the same answer."""
    if "sign_in_to" in request.form:
        return _enter_and_send()
    login = request.form.get("account", "").strip()
    held = verified(login, request.form.get("password", ""))
    if held and wants_code(login):
        return codes.ask(login, held, _next(request.form))
    session = come_in(login, held) if held else None
    if session is not None:
        return let_in(redirect(_next(request.form), 303), login, session)
    said, waits = wrong(login)
    page = _form(next=_next(request.form), values={"account": login}, errors={"password": [said]})
    return page, TOO_MANY_REQUESTS if waits else 422


def _enter_and_send() -> Response:
    """Let the writer of a kept form in, and have the browser send it once more as his."""
    login = request.form.get("sign_in_account", "").strip()
    address = query_args.our_address(request.form["sign_in_to"])
    writer = request.form.get(signing.FILLED_BY, "")
    if login != writer:
        return signing.page(address, {"account": [signing.NOBODY_ELSE.format(writer=writer)]})
    held = verified(login, request.form.get("sign_in_password", ""))
    if not held:
        return signing.page(address, {"password": [wrong(login)[0]]})
    way: Way = ""
    if wants_code(login):
        if not runtime().second_factors.has(login):
            return signing.page(address, {"code": [UNBOUND]})
        way = code_opens(login, request.form.get("sign_in_code", ""))
        if not way:
            return signing.page(address, {"code": [WRONG_CODE]})
    session = come_in(login, held, way)
    if session is None:
        return signing.page(address, {"password": [wrong(login)[0]]})
    return let_in(redirect(address, 307), login, session)


@bp.post("/logout")
@public
def log_out() -> Response:
    """End the session, here and in every copy of its cookie."""
    if session := request.cookies.get(SESSION):
        runtime().access.log_out(session)
        if g.me is not None:
            went(g.me.login)
    answer = redirect(url_for(".log_in"), 303)
    answer.delete_cookie(SESSION)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _form(**more: object) -> str:
    return render_template("login.html", action=url_for(".enter"), demo=runtime().demo, **more)


def _next(given: Mapping[str, str]) -> str:
    """Give where to go afterwards."""
    return query_args.our_address(given.get("next", "/"))
