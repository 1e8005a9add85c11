"""Where one can go: the entries of the header and of the phone's bottom bar, by permission."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from flask import Flask, g, get_flashed_messages, request, url_for

from web.frame import current, signing, troubles, type_size
from web.frame.feature import Entry, features
from web.frame.forms import local_text
from web.text.formats import due_text, moment, url_with


def register(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(_frame)
    app.jinja_env.filters["due_text"] = due_words
    app.jinja_env.globals.update(
        here_url=current.here_url,
        opens=current.opens,
        new_command_id=uuid4,
        filled_by=signing.filled_by,
    )


def due_words(due: date | None, now: datetime) -> str:
    """Say how far off a limit is, by the calendar of the moment looked at."""
    return due_text(due, now, current.book().calendar.working_days_between)


def _frame() -> dict[str, Any]:
    person = g.get("me")
    toasts = get_flashed_messages(with_categories=True)
    type_ = {"large_type": type_size.large()}
    if person is None:
        return type_ | {"toasts": toasts}
    grids = current.grid_names()
    return type_ | {
        "as_at": current.as_at(),
        "toasts": toasts,
        "type_url": url_for("desk.type_size_chosen"),
        "type_next": _shown_again(),
        "me": {
            "name": person.name,
            "login": person.login,
            "role_names": [_role_names().get(role, role) for role in person.roles],
            "scope_name": person.unit or "、".join(grids.get(code, code) for code in person.grids),
        },
        "nav": _links(entry for feature in features().every for entry in feature.menu),
        "tabs": _links(_tabs()),
        "my_links": [
            ("我的", url_for("desk.mine"), "user", False),
            ("修改密码", url_for("accounts.own"), "lock", False),
        ],
        "sign_out_url": url_for("auth.log_out"),
        "as_of": _as_of(),
        "looking_back": _looking_back(),
        "data_time": moment(current.as_at()),
        "trouble": troubles.notice(
            current.live().trouble, current.live().position, current.runtime().access.trouble
        ),
    }


def _shown_again() -> str:
    """Give an address that shows this page again, or the first where only a form leads here."""
    readable = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.full_path.rstrip("?") if readable else "/"


def _role_names() -> dict[str, str]:
    return current.policies().roles.labels()


def _links(entries: Iterable[Entry]) -> list[tuple[str, str, str, str]]:
    return [
        (
            entry.label,
            current.here_url(entry.endpoint),
            entry.symbol,
            _current(url_for(entry.endpoint)),
        )
        for entry in entries
        if current.opens(entry.page)
    ]


def _tabs() -> list[Entry]:
    """Give the tabs of all features; what the first one has besides its own page stands last."""
    first, *others = [feature.tabs for feature in features().every if feature.tabs]
    return [*first[:1], *(entry for tabs in others for entry in tabs), *first[1:]]


def _current(path: str) -> str:
    """Give what `aria-current` says of an entry: this very page, or one further in."""
    if request.path == path:
        return "page"
    return "true" if path != "/" and request.path.startswith(f"{path}/") else ""


def _looking_back() -> dict[str, str] | None:
    """Give what the picker of a moment asks with: this page, and the moment it shows now."""
    if not current.dated(request.endpoint):
        return None
    return {
        "action": url_for("replay.at"),
        "to": url_with(request.path, request.args, as_of=None),
        "moment": local_text(current.as_at()),
    }


def _as_of() -> dict[str, Any] | None:
    view = current.view()
    if view.live:
        return None
    return {
        "label": moment(view.moment),
        "position": view.position,
        "leave_url": url_with(request.path, request.args, as_of=None),
    }
