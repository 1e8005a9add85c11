"""Who may open what: every view names the page it belongs to, or says that it is public."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for

from governance.policy.roles import Lasting
from projections.accounts.queries import Account, account
from web.frame import bodies, signing
from web.frame.current import AS_OF, Me, dated, live, now, opens, policies, runtime, view
from web.text.formats import url_with

SESSION = "geyi_session"
ONLY_NOW = "这一页只有当前的内容，已为您回到当前。"
ENDED = "登录已过期，请重新登录。"
READING = ("GET", "HEAD")
V = TypeVar("V", bound=Callable[..., Any])


def page(name: str, *, dated: bool = False) -> Callable[[V], V]:
    """Declare the page a view belongs to; roles.toml says who may open it.

    A `dated` one can be looked at as of an earlier moment: it stands on `current.view()` and counts
    from `current.as_at()`.
    """

    def mark(view: V) -> V:
        view.page = name  # type: ignore[attr-defined]
        view.dated = dated  # type: ignore[attr-defined]
        return view

    return mark


def public(view: V) -> V:
    """Declare that a view needs no login."""
    view.page = ""  # type: ignore[attr-defined]
    return view


def register(app: Flask) -> None:
    """Check every request before its view."""
    app.before_request(_check)


def _check() -> signing.Kept | None:
    if request.endpoint == "static":
        return None
    g.me = _who()
    bodies.bound(known=g.me is not None)
    if request.endpoint is None:
        return None
    name: str = getattr(current_app.view_functions[request.endpoint], "page", "undeclared")
    if g.me is not None:
        view()  # a moment that is none is refused before any page stands on it
    if not name:
        return None
    if (kept := signing.interrupted()) is not None:
        return kept
    if g.me is None:
        if request.cookies.get(SESSION) or request.method not in READING:
            flash(ENDED, "warn")
        return redirect(url_for("auth.log_in", next=_wanted()))
    if name != "self" and not opens(name):
        abort(403)
    if request.method in READING and request.args.get(AS_OF) and not dated(request.endpoint):
        flash(ONLY_NOW, "warn")
        return redirect(url_with(request.path, request.args, **{AS_OF: None}), 303)
    return None


def _who() -> Me | None:
    session = request.cookies.get(SESSION)
    login = runtime().access.who(session, now=now(), lasting=lasting) if session else None
    row = _account(login) if login else None
    if row is None or row.suspended:
        return None
    return Me(row.login, row.name, row.unit, tuple(row.roles), tuple(row.grids))


def lasting(login: str) -> Lasting:
    """Give how long a session of an account lasts, by its roles."""
    row = _account(login)
    return policies().roles.lasting(row.roles if row else ())


def _account(login: str) -> Account | None:
    """Give an account as it is now; each request asks once."""
    held: dict[str, Account | None] = g.setdefault("accounts", {})
    if login not in held:
        held[login] = account(live(), login)
    return held[login]


def _wanted() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
