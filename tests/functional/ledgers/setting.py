"""Ledgers of visits and resolutions as workbooks: what they hold, and taking them over."""

import io
from typing import Any

import openpyxl

from governance.kernel.command import SYSTEM
from governance.places.stream import place_id
from projections.engine.runtime import Runtime
from tests.builders import moment
from tests.expecting import existing
from web.imports.columns import guessed
from web.imports.taking_over import Receipt, take_over
from web.sheets import Kind, read_sheet

DOOR = place_id("household", "JM-1")
TOLD = {"resolutions_adopted", "resolutions_closed", "visits_tried", "visits_met"}
HEADS = {
    "visits": [
        "住户编号",
        "走访日期",
        "走访结果",
        "走访人",
        "情况记录",
        "下次走访日期",
        "燃气软管完好",
    ],
    "resolutions": [
        "编号",
        "召开时间",
        "跟踪督办事项",
        "责任单位",
        "完成时限",
        "状态",
        "落实时间",
        "网格",
    ],
}
MET = ["ＪＭ－１", "2026年3月2日 9:30", "见面", "grid_worker的账号", "老人独居", "", "是"]
MISSED = ["JM-1", "2026-03-04 10:00", "未遇", "grid_worker", "", "2026-03-20", ""]
OPEN = ["HY-1", "2026-02-24", "疏通管道", "城建办", "2026-04-30", "在办", "", "g1"]
DONE = ["HY-2", "2026-02-24", "清理堆物", "平安办", "长期", "已销号", "2026-03-01", "第一综合网格"]
NOW = moment("2026-03-20 10:00")


def book_of(head: list[str], *rows: list[str]) -> bytes:
    workbook = openpyxl.Workbook()
    sheet = existing(workbook.active)
    for row in (head, *rows):
        sheet.append(row)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()


def take(
    street: Runtime, kind: Kind, *rows: list[str], head: list[str] | None = None, **more: Any
) -> Receipt:
    data = book_of(head or HEADS[kind.code], *rows)
    sheet = read_sheet("表.xlsx", data, names=kind.names)
    return take_over(street, "表.xlsx", data, guessed(kind, sheet, kind.label), SYSTEM, **more)


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    return (receipt.accepted, receipt.known, receipt.corrected, len(receipt.refused))


def why(receipt: Receipt) -> str:
    return "".join(reason for row in receipt.refused for reason in row.reasons)
