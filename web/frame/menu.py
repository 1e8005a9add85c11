"""Where one can go: the entries of the header and of the phone's bottom bar, by permission."""

from typing import Any

from flask import Flask, current_app, g, get_flashed_messages, request, url_for

from web.frame import current
from web.frame.forms import local_text
from web.text.formats import moment, url_with

# label, endpoint, symbol, page
ENTRIES = (
    ("今日", "desk.today", "home", "today"),
    ("案件", "cases.index", "clipboard-list", "cases"),
    ("走访", "visits.index", "door", "visits"),
    ("议程", "meetings.index", "calendar-event", "agenda"),
    ("议定事项", "resolutions.index", "list-check", "resolutions"),
    ("一格一题", "topics.index", "bulb", "topics"),
    ("办结率", "figures.index", "chart-bar", "figures"),
    ("导入", "importing.index", "file-import", "import"),
    ("回放", "replay.index", "history", "replay"),
    ("登记册", "register.index", "map-pin", "register"),
    ("查看与导出", "disclosures.index", "eye", "disclosures"),
    ("账号", "accounts.index", "users", "accounts"),
    ("政策", "policies.index", "settings", "policies"),
)
TABS = (
    ("今日", "desk.today", "home", "today"),
    ("案件", "cases.index", "clipboard-list", "cases"),
    ("记走访", "visits.new", "plus", "visit_form"),
    ("议程", "meetings.index", "calendar-event", "agenda"),
    ("我的", "desk.mine", "user", "today"),
)


def register(app: Flask) -> None:
    """Give every page its frame."""
    app.context_processor(_frame)
    app.jinja_env.globals.update(here_url=current.here_url, opens=current.opens)


def _frame() -> dict[str, Any]:
    person = g.get("me")
    toasts = get_flashed_messages(with_categories=True)
    if person is None:
        return {"toasts": toasts}
    grids = current.grid_names()
    return {
        "as_at": current.as_at(),
        "toasts": toasts,
        "me": {
            "name": person.name,
            "login": person.login,
            "role_names": [_role_names().get(role, role) for role in person.roles],
            "scope_name": person.unit or "、".join(grids.get(code, code) for code in person.grids),
        },
        "nav": _links(ENTRIES),
        "tabs": _links(TABS),
        "my_links": [
            ("我的", url_for("desk.mine"), "user", False),
            ("修改密码", url_for("accounts.own"), "lock", False),
        ],
        "sign_out_url": url_for("auth.log_out"),
        "as_of": _as_of(),
        "looking_back": _looking_back(),
        "data_time": moment(current.as_at()),
    }


def _role_names() -> dict[str, str]:
    return current.runtime().governance.book.roles.labels()


def _links(entries: tuple[tuple[str, str, str, str], ...]) -> list[tuple[str, str, str, str]]:
    views = current_app.view_functions
    return [
        (label, current.here_url(endpoint), symbol, _current(url_for(endpoint)))
        for label, endpoint, symbol, page in entries
        if endpoint in views and current.opens(page)
    ]


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
