"""Who may open what: every view names the page it belongs to, or says that it is public."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, flash, g, redirect, request, url_for
from werkzeug.wrappers import Response

from projections.accounts.queries import account
from web.frame.current import AS_OF, Me, dated, live, now, opens, runtime, view
from web.text.formats import url_with

SESSION = "geyi_session"
ONLY_NOW = "这一页只有当前的内容，已为您回到当前。"
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


def _check() -> Response | None:
    if request.endpoint == "static":
        return None
    g.me = _who()
    if request.endpoint is None:
        return None
    name: str = getattr(current_app.view_functions[request.endpoint], "page", "undeclared")
    if g.me is not None:
        view()  # a moment that is none is refused before any page stands on it
    if not name:
        return None
    if g.me is None:
        return redirect(url_for("auth.log_in", next=_wanted()))
    if name != "self" and not opens(name):
        abort(403)
    if request.method in READING and request.args.get(AS_OF) and not dated(request.endpoint):
        flash(ONLY_NOW, "warn")
        return redirect(url_with(request.path, request.args, **{AS_OF: None}), 303)
    return None


def _who() -> Me | None:
    session = request.cookies.get(SESSION)
    login = runtime().access.who(session, now=now()) if session else None
    row = account(live(), login) if login else None
    if row is None or row.suspended:
        return None
    return Me(row.login, row.name, row.unit, tuple(row.roles), tuple(row.grids))


def _wanted() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
