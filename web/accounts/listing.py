"""Who has an account, and what each may do, as a list."""

from flask import Response, request, url_for
from msgspec.structs import asdict

from governance.accounts.commands import OpenAccount
from projections.accounts.queries import Account, everybody
from projections.engine.paging import Page
from web.frame.access import page
from web.frame.current import book, grid_names, here_url, may, view
from web.frame.list_page import Cells, Spot, table
from web.sheets.table import Column

COLUMNS = (
    Column("login", "账号"),
    Column("name", "姓名"),
    Column("unit", "单位", width=24),
    Column("role_names", "岗位", width=20),
    Column("grid_names", "网格", width=28),
    Column("state", "状态"),
    Column("opened_at", "开立时间", "datetime", 20),
)
SPOTS = (
    Spot("login", "账号", at="no"),
    Spot("name", "姓名"),
    Spot("role_names", "岗位", at="own"),
    Spot("where", "网格 / 单位", at="meta"),
    Spot("state", "状态"),
)


@page("accounts", dated=True)
def index() -> str | Response:
    """Who has an account, and what may each do?"""
    return table(
        "账号",
        COLUMNS,
        _found,
        worded,
        page=SPOTS,
        heading="name",
        empty="没有符合条件的账号，请放宽筛选条件。",
        measure="个",
        symbol="users",
        search="搜索账号、姓名、单位",
        selects=[
            ("role", "全部岗位", roles()),
            ("state", "全部状态", [("active", "在用"), ("suspended", "已停用")]),
        ],
        enter=[("开户", url_for(".new"))] if may(OpenAccount) else [],
    )


def roles() -> list[tuple[str, str]]:
    """Give the roles somebody may have."""
    return [item for item in book().roles.labels().items() if item[0] != "system"]


def worded(row: Account) -> Cells:
    """Give an account in words."""
    labels, grids = book().roles.labels(), grid_names()
    held = "、".join(grids.get(code, code) for code in row.grids)
    return asdict(row) | {
        "url": here_url("accounts.show", login=row.login),
        "role_names": "、".join(labels.get(role, role) for role in row.roles),
        "grid_names": held,
        "where": held or row.unit,
        "notes": {"where": row.unit if held else ""},
        "state": "已停用" if row.suspended else "在用",
        "looks": {"state": "idle" if row.suspended else "ok"},
    }


def _found(number: int, size: int) -> Page[Account]:
    """Give a page of the accounts asked for; there are never so many that they need a query."""
    q = request.args.get("q", "").strip().casefold()
    role, state = request.args.get("role", ""), request.args.get("state", "")
    rows = [
        row
        for row in everybody(view())
        if q in f"{row.login} {row.name} {row.unit}".casefold()
        and (not role or role in row.roles)
        and (not state or state == ("suspended" if row.suspended else "active"))
    ]
    return Page(rows[(number - 1) * size : number * size], len(rows))
