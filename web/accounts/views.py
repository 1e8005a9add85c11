"""账号的开立、授权、停用与密码."""

from typing import Any
from uuid import uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.accounts import commands as ask
from governance.accounts.stream import account_id
from governance.application import Outcome
from governance.kernel.errors import Refused
from projections.accounts.queries import account, everybody
from web.accounts.forms import (
    LOGIN,
    AssignForm,
    OpenForm,
    OwnForm,
    ReasonForm,
    ResetForm,
    RolesForm,
    is_login,
)
from web.accounts.passwords import faults
from web.accounts.story import story
from web.auth.views import LOCKING
from web.frame import query_args
from web.frame.access import page
from web.frame.current import (
    act,
    book,
    command_id,
    grid_names,
    history,
    live,
    may,
    me,
    now,
    runtime,
    view,
)
from web.frame.downloads import notes, send
from web.frame.form_page import See
from web.frame.forms import Form
from web.frame.refusals import sentence
from web.sheets.table import Column, Sheet

bp = Blueprint("accounts", __name__, template_folder="templates")

# act: (title, form, command, what the button says, what is said afterwards)
ACTS: dict[str, tuple[str, type[Form], type[ask.AccountCommand], str, str]] = {
    "roles": ("岗位与网格", AssignForm, ask.AssignRoles, "保存岗位", "已调整岗位。"),
    "suspend": ("停用账号", ReasonForm, ask.SuspendAccount, "停用", "已停用，此人已退出登录。"),
    "restore": ("恢复启用", ReasonForm, ask.RestoreAccount, "恢复启用", "已恢复启用。"),
    "password": ("重置密码", ResetForm, ask.ResetPassword, "重置密码", "已重置密码，请当面告知。"),
}
UNCHANGED = "这次提交先前已经办理，密码没有再改。要另设密码，请办理“重置密码”。"
COLUMNS = (
    Column("login", "账号"),
    Column("name", "姓名"),
    Column("unit", "单位", width=24),
    Column("role_names", "岗位", width=20),
    Column("grid_names", "网格", width=28),
    Column("state", "状态"),
    Column("opened_at", "开立时间", "datetime", 20),
)


@bp.get("/accounts")
@page("accounts", dated=True)
def index() -> str | Response:
    """Who has an account, and what may each do?"""
    q = request.args.get("q", "").strip().casefold()
    role, state = request.args.get("role", ""), request.args.get("state", "")
    rows = [
        row
        for row in map(_worded, everybody(view()))
        if q in f"{row['login']} {row['name']} {row['unit']}".casefold()
        and (not role or role in row["roles"])
        and (not state or state == ("suspended" if row["suspended"] else "active"))
    ]
    if kind := query_args.file():
        return send(Sheet("账号", COLUMNS, rows, notes()), kind, "账号")
    return render_template(
        "accounts/list.html",
        rows=rows,
        args=request.args,
        selects=[
            ("role", "全部岗位", _roles()),
            ("state", "全部状态", [("active", "在用"), ("suspended", "已停用")]),
        ],
        may_open=view().live and may(ask.OpenAccount),
    )


@bp.get("/accounts/<login>")
@page("accounts", dated=True)
def show(login: str) -> str:
    """What may somebody do, and how did that come about?"""
    row = account(view(), login)
    if row is None:
        abort(404)
    return render_template(
        "accounts/show.html",
        row=_worded(row),
        entries=story(history(account_id(login))),
        may_change=view().live and may(ask.AssignRoles) and login != me().login,
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@page("accounts")
def new() -> Response | str | tuple[str, int]:
    """开户, with a first password."""
    if not may(ask.OpenAccount):
        abort(403)
    if request.method == "GET":
        return _form("开户", OpenForm(), {}, {}, action=url_for(".new"), button="开户")
    (values, errors), see = OpenForm().read(), None
    values.pop("password", None)
    login, password = values.get("login", ""), _raw("password")
    if login and not is_login(login):
        errors["login"] = [LOGIN]
    if password and (wrong := faults(password, login)):
        errors["password"] = wrong
    if not errors:
        told: dict[str, Any] = _tuples(values)
        asked = ask.OpenAccount(command_id=command_id(), stream=account_id(login), **told)
        if done := _done(asked, errors):
            if done.stored:
                runtime().access.set_password(login, password, now=now())
                flash("已开户，请把账号和初始密码当面告知本人。", "ok")
            else:
                flash(UNCHANGED, "warn")
            return redirect(url_for(".show", login=login), 303)
        if held := account(runtime().live(), login):
            see = See(f"查看已有的账号：{held['name']}", url_for(".show", login=login))
    action = url_for(".new")
    return _form("开户", OpenForm(), _typed(), errors, action=action, button="开户", see=see), 422


@bp.route("/accounts/<login>/<act_name>", methods=["GET", "POST"])
@page("accounts")
def change(login: str, act_name: str) -> Response | str | tuple[str, int]:
    """One act upon an account."""
    row = account(live(), login)
    if row is None or act_name not in ACTS:
        abort(404)
    title, form, command, button, said = ACTS[act_name]
    if not may(command):
        abort(403)
    action = url_for(".change", login=login, act_name=act_name)
    if request.method == "GET":
        return _form(title, form(), row, {}, action=action, button=button)
    values, errors = form().read()
    values.pop("password", None)
    password = _raw("password")
    if password and (wrong := faults(password, login)):
        errors["password"] = wrong
    if not errors:
        told: dict[str, Any] = _tuples(values)
        asked = command(command_id=command_id(), stream=account_id(login), **told)
        done = _done(asked, errors)
        if act_name == "suspend" and (done or row["suspended"]):
            runtime().access.end_sessions(login)
        if done:
            if act_name == "password" and done.stored:
                runtime().access.set_password(login, password, now=now())
            again = act_name == "password" and not done.stored
            flash(*((UNCHANGED, "warn") if again else (said, "ok")))
            return redirect(url_for(".show", login=login), 303)
    return _form(title, form(), _typed(), errors, action=action, button=button), 422


@bp.route("/me/password", methods=["GET", "POST"])
@page("self")
def own() -> Response | str | tuple[str, int]:
    """Change one's own password; every session ends, this one too."""
    action = url_for(".own")
    if request.method == "GET":
        return _form("修改密码", OwnForm(), {}, {}, action=action, button="修改密码")
    _, errors = OwnForm().read()
    login, old, password = me().login, _raw("old"), _raw("password")
    if not errors:
        if wrong := faults(password, login, _raw("again")):
            errors["password"] = wrong
        elif password == old:
            errors["password"] = ["新密码不能和现在的一样。"]
    if not errors and (words := _wrong(login, old)):
        errors["old"] = [words]
    if errors:
        return _form("修改密码", OwnForm(), {}, errors, action=action, button="修改密码"), 422
    runtime().access.set_password(login, password, now=now())
    flash("密码已修改，请用新密码登录。", "ok")
    return redirect(url_for("auth.log_in"), 303)


def _wrong(login: str, password: str) -> str:
    """Say what is wrong with the present password; wrong ones lock the account as at the door."""
    session = runtime().access.log_in(login, password, now=now())
    if session is None:
        return f"现在的密码不对，或因连续输错已暂时锁定，请核对后再试。{LOCKING}"
    runtime().access.log_out(session)
    return ""


def _raw(field: str) -> str:
    """Give a password exactly as typed; a form's texts are tidied, a password never."""
    return request.form.get(field, "")


def _done(command: ask.AccountCommand, errors: dict[str, Any]) -> Outcome | None:
    """Send a command; a refusal is put among the errors.

    What is no event is done only for events that are new: nobody's password changes without one.
    """
    try:
        return act(command)
    except Refused as no:
        field = {"accounts.login_taken": "login", "accounts.no_role": "roles"}.get(no.code, "")
        errors[field] = [sentence(no)]
        return None


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(v) if isinstance(v, list) else v for name, v in values.items()}


def _typed() -> dict[str, Any]:
    several = {name: request.form.getlist(name) for name in ("roles", "grids")}
    return request.form.to_dict() | several


def _roles() -> list[tuple[str, str]]:
    return [item for item in book().roles.labels().items() if item[0] != "system"]


def _worded(row: dict[str, Any]) -> dict[str, Any]:
    labels = book().roles.labels()
    return row | {
        "role_names": "、".join(labels.get(role, role) for role in row["roles"]),
        "grid_names": "、".join(grid_names().get(code, code) for code in row["grids"]),
        "state": "已停用" if row["suspended"] else "在用",
    }


def _form(
    title: str,
    form: Form,
    values: Any,
    errors: dict[str, Any],
    *,
    action: str,
    button: str,
    see: See | None = None,
) -> str:
    choices = {"roles": _roles(), "grids": list(grid_names().items())}
    return render_template(
        "accounts/form.html",
        title=title,
        action=action,
        button=button,
        fields=form.shown(book(), values, errors, choices),
        errors=errors,
        see=see,
        labels=form.labels(),
        command=request.form.get("command_id") or uuid4(),
        back=url_for(".index") if isinstance(form, RolesForm | ReasonForm | ResetForm) else "/",
    )
