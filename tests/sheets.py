"""A small sheet of tickets: what it holds, and taking it over."""

import csv
import io
from typing import Any

import sqlalchemy as sa

from governance.kernel.command import SYSTEM
from projections.casework.table import cases
from projections.engine.runtime import Runtime
from tests.builders import moment
from web.features import FEATURES
from web.frame.feature import install
from web.hotline.sheet import TICKETS
from web.imports.taking_over import Receipt, take_over
from web.sheets import Mapping

install(FEATURES)  # whose words tell what a sheet changes
NOW = moment("2026-03-20 10:00")
COLUMNS = ["编号", "时间", "标题", "内容", "来电人", "电话", "类别", "单位", "办结", "备注"]
MAPPING = """
kind = "hotline"
source = "12345"

[columns]
serial = "编号"
received = "时间"
title = "标题"
content = "内容"
person = "来电人"
phone = "电话"
kind = "类别"
unit = "单位"
closed = "办结"
"""
ROWS = [
    [
        "A1",
        "2026-03-02 09:00",
        "路灯不亮",
        "楼下路灯不亮",
        "张三",
        "13800138000",
        "投诉",
        "城建办",
        "",
        "",
    ],
    ["A2", "2026-03-02 10:00", "楼道堆物", "三楼堆物", "", "", "求助", "", "", "须回电"],
    ["A3", "2026-03-02 11:00", "噪声", "半夜施工", "", "", "", "执法队", "2026-03-05 12:00", ""],
]


def sheet(*rows: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


def take(runtime: Runtime, *rows: list[str], **more: Any) -> Receipt:
    mapping = Mapping.from_toml(MAPPING, TICKETS)
    return take_over(runtime, "表.csv", sheet(*rows), mapping, SYSTEM, **more)


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    return (receipt.accepted, receipt.known, receipt.corrected, len(receipt.refused))


def row_of(runtime: Runtime, serial: str) -> sa.Row[Any]:
    with runtime.live().connect() as connection:
        return connection.execute(sa.select(cases).where(cases.c.serial == serial)).one()
