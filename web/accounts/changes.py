"""账号变动: what one person asked for and a second one is to answer."""

from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from governance.accounts import commands as ask
from governance.accounts import second
from governance.accounts.stream import account_id
from projections.accounts.changes import AccountChange, change_list, change_of
from web.accounts import halves
from web.accounts.forms import ReasonForm
from web.accounts.words import CHANGES
from web.frame import current
from web.frame.access import page
from web.frame.acts import Nothing
from web.frame.feature import Tile, Today
from web.frame.filters import Filter
from web.frame.form_page import Answer, Done, answer
from web.frame.list_page import Cells, Spot, table
from web.sheets.table import Column

STATES = {
    "waiting": ("等待批准", "warn"),
    "approved": ("已批准", "ok"),
    "declined": ("未批准", "idle"),
    "emergency": ("应急办理", "bad"),
}
NUMBER = "<int(max=1000000):number>"
"""The record of an account that asks for a change."""
NEW_PASSWORD = frozenset({"open", "password", "restore"})
COLUMNS = (
    Column("asked_at", "申请时间", "datetime", 20),
    Column("login", "账号"),
    Column("name_shown", "姓名"),
    Column("change_name", "变动", width=12),
    Column("role_names", "岗位", width=20),
    Column("reason", "原因", width=30),
    Column("asker", "申请人"),
    Column("state_name", "状态"),
    Column("answerer", "批准人"),
    Column("answered_at", "答复时间", "datetime", 20),
)
SPOTS = (
    Spot("asked_at", "申请时间", "datetime", at="no"),
    Spot("title", "账号变动", at="title"),
    Spot("reason", "原因", at="meta", wrap=True),
    Spot("asker", "申请人", at="own"),
    Spot("state_name", "状态", at="state"),
)
APPROVE = "批准以后马上生效，并记入您的名字。请先当面或打电话向本人和申请人核实。"


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of accounts."""
    bp.add_url_rule("/account-changes", "changes", index)
    bp.add_url_rule(f"/account-changes/<login>/{NUMBER}", "asked", show)
    bp.add_url_rule(
        f"/account-changes/<login>/{NUMBER}/approve",
        "approve",
        approve,
        methods=["GET", "POST"],
    )
    bp.add_url_rule(
        f"/account-changes/<login>/{NUMBER}/decline",
        "decline",
        decline,
        methods=["GET", "POST"],
    )


def today() -> Today:
    """Say on 今日 how many wait, to whoever may see them."""
    if not current.opens("account_changes"):
        return Today()
    waiting = change_list(current.view(), state="waiting", size=1).total
    url = current.here_url("accounts.changes", state="waiting")
    tile = Tile(label="账号变动等另一个人批准", value=waiting, url=url, unit="项")
    return Today(tiles=(tile,) if waiting else ())


@page("account_changes", dated=True)
def index() -> str | Response:
    """Which changes of accounts wait, and what came of the others?"""
    state = request.args.get("state", "")
    return table(
        "账号变动",
        COLUMNS,
        lambda page, size: change_list(current.view(), state=state, page=page, size=size),
        worded,
        page=SPOTS,
        heading="title",
        empty="没有要两人办理的账号变动。",
        measure="项",
        symbol="users",
        selects=[Filter("state", "全部状态", [(key, word) for key, (word, _) in STATES.items()])],
    )


@page("account_changes")
def show(login: str, number: int) -> str:
    """What is asked for, and who may answer it?"""
    row = change_of(current.live(), login, number) or abort(404)
    cells = worded(row)
    which, half = halves.mine(row) if gives_password(row) else ("", "")
    me = current.me().login
    answers = row.state == "waiting"
    return render_template(
        "accounts/change.html",
        row=cells,
        state=STATES[row.state],
        facts=[
            (label, cells[name], None)
            for name, label in (
                ("change_name", "变动"),
                ("login", "账号"),
                ("name_shown", "姓名"),
                ("unit", "单位"),
                ("role_names", "岗位"),
                ("reason", "原因"),
                ("asker", "申请人"),
                ("answerer", "答复人"),
                ("why_not", "不批准的原因"),
            )
            if cells[name]
        ],
        which=which,
        half=half,
        own=row.asked_by == me,
        may_approve=answers and current.may(ask.ApproveChange) and me not in (row.asked_by, login),
        may_decline=answers and current.may(ask.DeclineChange) and me != login,
    )


@page("account_changes")
def approve(login: str, number: int) -> Answer:
    """Agree, as the second person."""
    row = _answerable(login, number, ask.ApproveChange)

    def do(_: dict[str, Any]) -> Done:
        command = ask.ApproveChange(
            command_id=current.command_id(), stream=account_id(login), asked=number
        )
        outcome = current.act(command)
        access = current.runtime().access
        if outcome.stored and gives_password(row):
            last = halves.half(outcome.events[0].reference)
            access.set_password(login, halves.half(row.key) + last, now=current.now())
        elif outcome.stored:
            access.end_sessions(login)
        if outcome.stored and row.change == "second_factor":
            current.runtime().second_factors.let_go(login)
        return Done("已批准，已经生效。", _page(login, number))

    return answer(
        Nothing(),
        do,
        title=f"批准{CHANGES[row.change]}：{worded(row)['name_shown']}",
        button="批准",
        back=_page(login, number),
        words=APPROVE,
    )


@page("account_changes")
def decline(login: str, number: int) -> Answer:
    """Refuse, or take back what one asked for oneself."""
    row = _answerable(login, number, ask.DeclineChange)

    def do(values: dict[str, Any]) -> Done:
        command = ask.DeclineChange(
            command_id=current.command_id(), stream=account_id(login), asked=number, **values
        )
        current.act(command)
        return Done("没有批准，账号没有变动。", _page(login, number))

    return answer(
        ReasonForm(),
        do,
        title=f"不批准{CHANGES[row.change]}：{worded(row)['name_shown']}",
        button="不批准",
        back=_page(login, number),
        danger=True,
    )


def gives_password(row: AccountChange) -> bool:
    """Whether what is asked for ends in another password."""
    roles = second.held(current.policies(), row.roles)
    return row.change in NEW_PASSWORD or (row.change == "roles" and roles)


def worded(row: AccountChange) -> Cells:
    """Give a change in words."""
    people, labels = current.people_names(), current.book().roles.labels()
    word, look = STATES[row.state]
    name = row.name or people.get(row.login, row.login)
    change = CHANGES.get(row.change, row.change)
    return {
        **{field: getattr(row, field) for field in row.__struct_fields__},
        "url": current.here_url("accounts.asked", login=row.login, number=row.number),
        "name_shown": name,
        "title": f"{change}：{name}（{row.login}）",
        "change_name": change,
        "role_names": "、".join(labels.get(role, role) for role in row.roles),
        "asker": people.get(row.asked_by, row.asked_by),
        "answerer": people.get(row.answered_by, row.answered_by),
        "state_name": word,
        "looks": {"state_name": look},
    }


def _page(login: str, number: int) -> str:
    return url_for("accounts.asked", login=login, number=number)


def _answerable(login: str, number: int, command: type[ask.AccountCommand]) -> AccountChange:
    row = change_of(current.live(), login, number) or abort(404)
    if not current.may(command):
        abort(403)
    return row
