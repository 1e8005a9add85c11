"""动态验证码: the second step of a log-in, and at the first time its binding."""

from uuid import uuid4

import segno
from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.accounts.commands import NoteSecondFactor
from governance.accounts.stream import account_id
from governance.kernel.command import SYSTEM, Actor
from projections.custody import second_factors
from projections.custody.half_sessions import Half
from web.auth.cookies import HALF, keep_half, let_in
from web.frame import query_args
from web.frame.access import public
from web.frame.current import now, runtime
from web.frame.entering import code_opens, come_in, wrong

PRODUCT = "格议"
GROUP = 4
WRONG = "动态验证码不对或已经用过，请等手机上换了新的一组再填。"
WRONG_FIRST = "动态验证码不对，没有绑定。请核对手机的时间是否准确，等换了新的一组再填。"
OVER = "登录时间太长，请重新输入账号和密码。"
Answer = Response | tuple[str, int]


def register(bp: Blueprint) -> None:
    """Add the second step to the log-in."""
    bp.add_url_rule("/login/code", "code", show)
    bp.add_url_rule("/login/code", "give", give, methods=["POST"])


def ask(login: str, held: str, onward: str) -> Response:
    """Lead whoever has the right password to the second step."""
    factors = runtime().second_factors
    secret = None
    if not factors.has(login):
        secret = factors.sealed(login, second_factors.new_secret())
    half = runtime().access.halves.begin(login, held, secret, now=now())
    return keep_half(redirect(url_for("auth.code", next=onward), 303), half)


@public
def show() -> Response | str:
    """Ask for the code; who has bound nothing yet is led through it."""
    half = _half()
    return _over() if half is None else _page(half)


@public
def give() -> Answer:
    """Let in whoever gives the right code, once."""
    half = _half()
    if half is None:
        return _over()
    login, code = half.login, request.form.get("code", "")
    if _binding(half):
        return _bind(half, code)
    way = code_opens(login, code)
    if not way:
        waits = wrong(login, "动态验证码")
        return _page(half, waits[0] if waits[1] else WRONG), 422
    session = come_in(login, half.hash, way)
    return let_in(redirect(_next(), 303), login, session) if session else _over()


def _bind(half: Half, code: str) -> Answer:
    factors = runtime().second_factors
    secret = factors.opened(half.login, half.secret or b"")
    recovery = factors.bind(half.login, secret, code, now=now())
    if not recovery:
        return _page(half, WRONG_FIRST), 422
    stream = account_id(half.login)
    bound = NoteSecondFactor(command_id=uuid4(), stream=stream)
    runtime().execute(bound, actor=Actor(half.login, SYSTEM.roles))
    session = come_in(half.login, half.hash, "code")
    if session is None:
        return _over()
    page = render_template("auth/recovery.html", codes=recovery, onward=_next())
    return let_in(make_response(page), half.login, session)


def _binding(half: Half) -> bool:
    return half.secret is not None and not runtime().second_factors.has(half.login)


def _page(half: Half, fault: str = "") -> str:
    values = {
        "action": url_for("auth.give"),
        "next": _next(),
        "errors": {"code": [fault]} if fault else {},
    }
    if not _binding(half):
        return render_template("auth/code.html", **values)
    secret = runtime().second_factors.opened(half.login, half.secret or b"")
    drawn = segno.make(second_factors.address(secret, half.login, PRODUCT), error="m")
    groups = [secret[n : n + GROUP] for n in range(0, len(secret), GROUP)]
    drawing = drawn.svg_data_uri(scale=5, light="#fff")
    return render_template("auth/binding.html", drawing=drawing, groups=groups, **values)


def _half() -> Half | None:
    held = request.cookies.get(HALF, "")
    return runtime().access.halves.of(held, now=now()) if held else None


def _over() -> Response:
    flash(OVER, "warn")
    return redirect(url_for("auth.log_in", next=_next()), 303)


def _next() -> str:
    return query_args.our_address(request.values.get("next", "/"))
