"""账号的开立、授权、停用与密码."""

from typing import Any

from flask import Blueprint, abort, render_template, url_for
from msgspec.structs import asdict

from governance.accounts import commands as ask
from governance.accounts import second
from governance.accounts.stream import STREAM, account_id
from governance.application import Outcome
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from projections.accounts.queries import account
from web.accounts import changes, listing, passwords, sign_ins
from web.accounts.acts import ACTS
from web.accounts.forms import LOGIN, OpenForm, OwnForm, ReasonForm, is_login
from web.accounts.listing import roles, worded
from web.frame import entering
from web.frame.access import page
from web.frame.acts import offer
from web.frame.current import (
    act,
    command_id,
    grid_names,
    here_url,
    history,
    live,
    may,
    me,
    page_url,
    policies,
    runtime,
    state,
    view,
)
from web.frame.form_page import Answer, Choices, Done, Faults, answer
from web.frame.receipts import See
from web.frame.timeline import entry

bp = Blueprint("accounts", __name__, template_folder="templates")

FIELDS = {"accounts.login_taken": "login", "accounts.no_role": "roles"}
TWO = "这个账号的变动要两个人办理：您在这里申请，由另一个人（例如街道领导）批准以后才生效。"
ASKED = "已提交申请，还没有生效，要由另一个人批准。"
UNCHANGED = "这次提交先前已经办理，密码没有再改。要另设密码，请办理“重置密码”。"
bp.add_url_rule("/accounts", "index", listing.index)
bp.add_url_rule("/sign-ins", "sign_ins", sign_ins.index)
changes.register(bp)


@bp.get("/accounts/<login>")
@page("accounts", dated=True)
def show(login: str) -> str:
    """What may somebody do, and how did that come about?"""
    row = account(view(), login)
    if row is None:
        abort(404)
    return render_template(
        "accounts/show.html",
        row=worded(row),
        sign_ins=sign_ins.latest(login),
        waiting=_link_to_waiting(login),
        all_sign_ins=here_url(".sign_ins", login=login),
        entries=[entry(event) for event in reversed(history(account_id(login)))],
        acts=offer(STREAM, state(STREAM, account_id(login)), "").acts,
    )


@bp.route("/accounts/new", methods=["GET", "POST"])
@page("accounts")
def new() -> Answer:
    """开户, with a first password."""
    if not may(ask.OpenAccount):
        abort(403)
    there: dict[str, See] = {}

    def check(values: dict[str, Any]) -> Faults:
        faults = passwords.wrong_with(values["login"])
        return faults if is_login(values["login"]) else {"login": [LOGIN]} | faults

    def do(values: dict[str, Any]) -> Done:
        login = values["login"]
        values.pop("password")
        if held := account(runtime().live(), login):
            page = url_for(".show", login=login)
            there["accounts.login_taken"] = See(f"查看已有的账号：{held.name}", page)
        asked = ask.OpenAccount(command_id=command_id(), stream=account_id(login), **values)
        done = _done(asked)
        if waits := _waiting(login, done):
            return waits
        if done.stored:
            passwords.take(login)
        words = "已开户，请把账号和初始密码当面告知本人。" if done.stored else UNCHANGED
        return Done(words, url_for(".show", login=login), "ok" if done.stored else "warn")

    return answer(
        OpenForm(),
        do,
        title="开户",
        button="开户",
        back=url_for(".index"),
        choices=_choices(),
        check=check,
        see=there,
    )


@bp.route("/accounts/<login>/<act_name>", methods=["GET", "POST"])
@page("accounts")
def change(login: str, act_name: str) -> Answer:
    """One act upon an account."""
    row = account(live(), login)
    act = next((act for act in ACTS if act.name == act_name), None)
    if row is None or act is None:
        abort(404)
    if not may(act.command):
        abort(403)
    resets, suspends = act.command is ask.ResetPassword, act.command is ask.SuspendAccount

    two = second.held(policies(), row.roles)

    def do(values: dict[str, Any]) -> Done:
        values.pop("password", None)
        try:
            done = _done(act.asked(account_id(login), values))
        finally:
            held = account(runtime().live(), login)
            if suspends and held and held.suspended:
                runtime().access.end_sessions(login)
        if waits := _waiting(login, done):
            return waits
        if resets and not done.stored:
            return Done(UNCHANGED, look="warn")
        if resets:
            passwords.take(login)
        if act.command is ask.ResetSecondFactor and done.stored:
            runtime().second_factors.let_go(login)
            runtime().access.end_sessions(login)
        return Done(act.done)

    return answer(
        ReasonForm() if resets and two else act.form(),
        do,
        words=TWO if two else "",
        title=f"{act.label}：{row.name}",
        button=act.button or act.label,
        danger=act.danger,
        back=url_for(".show", login=login),
        initial=asdict(row),
        choices=_choices(),
        check=(lambda _: passwords.wrong_with(login)) if resets and not two else None,
    )


@bp.route("/me/password", methods=["GET", "POST"])
@page("self")
def own() -> Answer:
    """Change one's own password; every session ends, this one too."""
    login = me().login

    def check(_: dict[str, Any]) -> Faults:
        old, new = passwords.typed("old"), passwords.typed("password")
        if wrong := passwords.faults(new, login, passwords.typed("again")):
            return {"password": wrong}
        if new == old:
            return {"password": ["新密码不能和现在的一样。"]}
        return {"old": [words]} if (words := _wrong(login, old)) else {}

    def do(_: dict[str, Any]) -> str:
        passwords.take(login)
        return "密码已修改，请用新密码登录。"

    return answer(
        OwnForm(),
        do,
        title="修改密码",
        button="修改密码",
        back=url_for("auth.log_in"),
        cancel="/",
        check=check,
    )


def _wrong(login: str, password: str) -> str:
    """Say what is wrong with the present password; wrong ones count as at the door."""
    if entering.verified(login, password):
        return ""
    return entering.wrong(login, "现在的密码")[0]


def _waiting(login: str, outcome: Outcome) -> Done | None:
    """Give what to say when it was only asked for: another person is to agree."""
    waiting = state(STREAM, account_id(login)).waiting
    if waiting is None or all(event.version != waiting.number for event in outcome.events):
        return None
    return Done(ASKED, url_for(".asked", login=login, number=waiting.number), "warn")


def _link_to_waiting(login: str) -> str:
    """Give the page of what waits for a second person, empty when nothing does."""
    waiting = state(STREAM, account_id(login)).waiting
    return page_url("accounts.asked", login=login, number=waiting.number) if waiting else ""


def _done(command: Command) -> Outcome:
    """Send a command; a refusal is put at its field.

    What is no event is done only for events that are new: nobody's password changes without one.
    """
    try:
        return act(command)
    except Refused as no:
        no.facts.setdefault("field", FIELDS.get(no.code, ""))
        raise


def _choices() -> Choices:
    return {"roles": roles(), "grids": list(grid_names().items())}
