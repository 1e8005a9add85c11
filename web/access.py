"""Who may open what: every view names the page it belongs to, or says that it is public."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from projections.people_queries import account
from web.here import Me, live, now, opens, runtime, view

SESSION = "geyi_session"
V = TypeVar("V", bound=Callable[..., Any])


def page(name: str) -> Callable[[V], V]:
    """Declare the page a view belongs to; roles.toml says who may open it."""

    def mark(view: V) -> V:
        view.page = name  # type: ignore[attr-defined]
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
    return None


def _who() -> Me | None:
    session = request.cookies.get(SESSION)
    login = runtime().access.who(session, now=now()) if session else None
    row = account(live(), login) if login else None
    if row is None or row["suspended"]:
        return None
    return Me(row["login"], row["name"], row["unit"], tuple(row["roles"]), tuple(row["grids"]))


def _wanted() -> str:
    return request.full_path.rstrip("?") if request.method == "GET" else "/"
