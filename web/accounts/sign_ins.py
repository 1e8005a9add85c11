"""Who came in and went, and how often somebody was kept out: a list, and the last on an account."""

from flask import Response, request
from msgspec.structs import asdict

from projections.sign_ins.queries import SignIn, SignInFilter, sign_in_list
from web.frame.access import page
from web.frame.current import here_url, people_names, view
from web.frame.filters import Filter
from web.frame.list_page import Cells, Spot, table
from web.sheets.table import Column
from web.text.formats import moment

KINDS = {"in": ("登录", "ok"), "out": ("退出", "idle"), "failed": ("登录失败", "bad")}
FACTORS = {"code": "（动态验证码）", "recovery": "（备用码）"}
LATEST = 5
NO_ACCOUNT = "没有这个账号"
COLUMNS = (
    Column("recorded_at", "时间", "datetime", 20),
    Column("person", "姓名"),
    Column("login", "账号"),
    Column("kind_name", "事项", width=10),
    Column("networks_held", "网络", width=28, meaning="地址只记到所在网段，不记完整地址"),
    Column("failures", "失败次数", "number", 10),
    Column("during", "失败的时间", width=30),
)
SPOTS = (
    Spot("recorded_at", "时间", "datetime", at="no"),
    Spot("person", "人员", at="title"),
    Spot("kind_name", "事项", at="state"),
    Spot("networks_held", "网络", at="own"),
    Spot("failures", "失败次数", "number", at="due"),
    Spot("during", "失败的时间", at="meta", wrap=True),
)


@page("accounts", dated=True)
def index() -> str | Response:
    """Who came in, went or was kept out?"""
    args = request.args
    wanted = SignInFilter(kind=args.get("kind", ""), login=args.get("login", ""))
    return table(
        "登录记录",
        COLUMNS,
        lambda page, size: sign_in_list(view(), wanted, page=page, size=size),
        worded,
        page=SPOTS,
        heading="person",
        empty="没有符合条件的记录，请放宽筛选条件。",
        measure="条",
        symbol="lock",
        selects=[
            Filter("kind", "全部事项", [(kind, word) for kind, (word, _) in KINDS.items()]),
            Filter("login", "全部账号", sorted(people_names().items())),
        ],
    )


def latest(login: str) -> list[Cells]:
    """Give the last comings and goings of an account."""
    found = sign_in_list(view(), SignInFilter(login=login), size=LATEST)
    return [worded(row) for row in found.rows]


def worded(row: SignIn) -> Cells:
    """Give a row in words."""
    word, look = KINDS[row.kind]
    word += FACTORS.get(row.factor, "")
    during = ""
    if row.first_at and row.last_at:
        during = f"{moment(row.first_at)} 至 {moment(row.last_at)}"
    return asdict(row) | {
        "person": people_names().get(row.login, row.login) if row.login else NO_ACCOUNT,
        "url": here_url("accounts.show", login=row.login) if row.login else "",
        "kind_name": word,
        "looks": {"kind_name": look},
        "networks_held": "、".join(row.networks) or ("本机" if row.kind == "in" else ""),
        "during": during,
    }
