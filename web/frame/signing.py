"""A form that outlives the session it was filled in: it is kept, and sent when its writer is back.

Every form says by whom it was filled in (`FILLED_BY`). Sent without a session, or while somebody
else is signed in, it comes back as a page that holds all of it and asks its writer to sign in; from
there the browser sends it on as it was. Files do not come with it: they are named and chosen again.
"""

from typing import Any

from flask import current_app, g, make_response, render_template, request, url_for
from werkzeug.wrappers import Response

FILLED_BY = "filled_by"
OWN = ("sign_in_account", "sign_in_password", "sign_in_code", "sign_in_to")
LOST_FILES = "lost_files"
UNAUTHORIZED = 401
NOBODY_ELSE = (
    "这份内容是账号“{writer}”填写的，只能由本人登录后提交，没有以别人的名义提交。"
    "不再需要的，请从“放弃这份内容”离开。"
)
PLAIN = "登录已过期，没有保存。请在另一个窗口重新登录，再回到这一页保存；内容还在。"
Kept = Response | tuple[str, int]


def filled_by() -> str:
    """Give who fills in the forms of this page, empty where nobody is signed in."""
    me = g.get("me")
    return str(me.login) if me else ""


def interrupted() -> Kept | None:
    """Give the page that keeps a form which has lost its session, None when there is no such."""
    if request.method != "POST":
        return None
    writer, me = request.form.get(FILLED_BY, ""), g.get("me")
    if not writer or (me is not None and me.login == writer):
        return None
    if request.headers.get("Sec-Fetch-Dest") == "empty" and "HX-Request" not in request.headers:
        return PLAIN, UNAUTHORIZED
    address = request.full_path.rstrip("?")
    return page(address, {} if me is None else {"account": [NOBODY_ELSE.format(writer=writer)]})


def page(address: str, errors: dict[str, list[str]]) -> Response:
    """Show the form that was sent as kept, to go to `address` once its writer has signed in."""
    names = [name for name in request.form if name not in OWN]
    lost = [(LOST_FILES, f"{field}/{file.filename}") for field, file in files() if file.filename]
    answer = make_response(
        render_template(
            "signing.html",
            action=url_for("auth.enter"),
            address=address,
            writer=request.form.get(FILLED_BY, ""),
            kept=[(name, value) for name in names for value in request.form.getlist(name)] + lost,
            files=[named.partition("/")[2] for named in lost_files()]
            + [named.partition("/")[2] for _, named in lost],
            errors=errors,
            codes=not current_app.extensions["geyi"].demo,
        ),
        UNAUTHORIZED,
    )
    if "HX-Request" in request.headers:  # a part of a page was asked for: this is all of it
        answer.status_code = 422
        answer.headers.update({"HX-Retarget": "#main", "HX-Reselect": "#main"})
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def files() -> list[tuple[str, Any]]:
    """Give the files of a request with their fields."""
    return list(request.files.items(multi=True))


def lost_files(field: str = "") -> list[str]:
    """Give what was chosen in a form, or a field of it, and did not outlive the session."""
    held = request.form.getlist(LOST_FILES)
    return [one for one in held if not field or one.partition("/")[0] == field]
