"""A resolution as the ledger has it, on a page, in a file and on official paper."""

from datetime import datetime

import msgspec
from markupsafe import Markup

from projections.meetings.queries import meeting
from projections.resolutions.board import STAGES
from projections.resolutions.queries import Resolution
from web.frame import current
from web.frame.days import day
from web.frame.feature import features, link
from web.frame.list_page import Cells, Spot
from web.sheets.table import Column
from web.text.formats import fortnight
from web.text.paper import fulfilment, responsible

# The columns of a district office's ledger, in its order; after them what else is known.
COLUMNS = (
    Column("meeting_name", "会议名称", width=30),
    Column("adopted_at", "召开时间", "datetime", 20, "会议议定的时间"),
    Column("matter", "跟踪督办事项", width=40),
    Column("requirement", "有关要求", width=40),
    Column("leader_name", "牵头领导", width=12),
    Column("units", "责任单位", width=22, meaning="牵头单位，以及连同配合单位共几家"),
    Column("due", "完成时限", "date", 16, "空白表示长期坚持"),
    Column("fulfilment", "落实情况", width=50, meaning="最近一次登记的进度和情况"),
    Column("state", "状态", width=10),
    Column("closed_at", "落实时间", "datetime", 20, "核验销号或撤销的时间"),
    Column("standard", "销号标准", width=30),
    Column("partners", "配合单位", width=22),
    Column("claimant", "申请销号人", width=12),
    Column("case_serial", "案件编号", width=18),
    Column("serial", "编号", width=18),
)
PAGE = (
    Spot("matter", "事项", at="title"),
    Spot("state", "状态", at="state"),
    Spot("until", "完成时限", at="due"),
    Spot("progress", "进度"),
    Spot("units", "责任单位", at="own"),
    Spot("met", "会议", at="meta"),
    Spot("adopted_at", "议定时间", "date", at="desk"),
    Spot("serial", "编号", at="no"),
)


def worded(row: Resolution, at: datetime) -> Cells:
    """Give a resolution with its words, as it stood at a moment."""
    adopted = meeting(current.view(), row.meeting)
    grid = current.grid_names().get(row.grid, row.grid)
    people = current.people_names()
    until = day(row.due) if row.due else "长期"
    name = f"{grid}双周一议{fortnight(adopted.window)}" if adopted else ""
    return msgspec.structs.asdict(row) | {
        "meeting_name": name,
        "grid_name": grid,
        "state": STAGES[row.stage],
        "kind": features().look("resolution", row.stage),
        "looks": {"state": features().look("resolution", row.stage)},
        "url": current.here_url("resolutions.show", key=row.key),
        "met": _linked(name, link("meeting", row.meeting)),
        "until": row.due if row.due and row.running else until,
        "late": row.overdue(at),
        "running": row.running,
        "progress": f"{row.percent}%",
        "fulfilment": fulfilment(row.percent, row.note),
        "leader_name": people.get(row.leader, row.leader),
        "claimant": people.get(row.claimed_by, row.claimed_by),
        "units": responsible(row.owner, row.partners),
    }


def _linked(name: str, url: str) -> str:
    return Markup('<a href="{}">{}</a>').format(url, name) if url else name
