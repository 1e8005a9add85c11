"""What a sheet changes is told value by value, before and after."""

import csv
import io

import pytest
import sqlalchemy as sa

from governance.kernel.command import SYSTEM
from projections.casework.table import cases
from projections.custody.keyring import keys
from tests.builders import moment
from tests.deployment import deployed
from web.sheets import Mapping
from web.sheets.taking_over import take_over

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


def sheet(*rows):
    text = io.StringIO()
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        yield runtime


def take(runtime, *rows, **more):
    mapping = Mapping.from_toml(MAPPING)
    return take_over(runtime, "表.csv", sheet(*rows), mapping, SYSTEM, **more)


def counts(receipt):
    return (receipt.accepted, receipt.known, receipt.corrected, len(receipt.refused))


def row_of(runtime, serial):
    with runtime.live().connect() as connection:
        return connection.execute(sa.select(cases).where(cases.c.serial == serial)).one()


def test_every_value_a_sheet_changes_is_told_before_and_after(runtime):
    take(runtime, ROWS[0])
    other = [*ROWS[0]]
    other[2], other[5], other[8] = "路灯坏了", "13911112222", "2026-03-04 09:00"
    tried = take(runtime, other, dry_run=True)
    done = take(runtime, other)
    assert counts(tried) == counts(done) == (0, 0, 1, 0)
    assert tried.changes == done.changes
    assert [(c.row, c.key, c.field, c.old, c.new) for c in done.changes] == [
        (2, "A1", "标题", "路灯不亮", "路灯坏了"),
        (2, "A1", "电话", "138****8000", "139****2222"),
        (2, "A1", "结案时间", "（无）", "2026年3月4日 09:00"),
    ]
    assert take(runtime, other).changes == []


def test_a_new_ticket_changes_nothing_that_was_there(runtime):
    assert take(runtime, ROWS[2]).changes == []


def test_a_changed_text_is_told_without_its_words(runtime):
    take(runtime, ROWS[0])
    other = [*ROWS[0]]
    other[3] = "张三说楼下很黑"
    [change] = take(runtime, other, dry_run=True).changes
    assert (change.field, change.old, change.new) == ("诉求内容", "（已加密）", "（已加密）")


@pytest.mark.parametrize(
    ("happened", "words"),
    [
        (sa.delete(keys), "〔密钥丢失〕"),
        (sa.update(keys).values(wrapped=None, erased_at=NOW), "〔已依法删除〕"),
    ],
    ids=["lost", "erased"],
)
def test_a_value_that_opens_no_more_says_why(runtime, happened, words):
    take(runtime, ROWS[0])
    with runtime.engines["keys"].begin() as connection:
        connection.execute(happened)
    runtime.vault.forget()
    other = [*ROWS[0]]
    other[5] = "13911112222"
    [change] = take(runtime, other, dry_run=True).changes
    assert (change.field, change.old, change.new) == ("电话", words, "139****2222")
