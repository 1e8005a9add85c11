"""What a sheet changes is shown value by value, before and after."""

import pytest
import sqlalchemy as sa

from governance.hotline.commands import DispatchTicket
from governance.hotline.events import SHEET_AGAIN
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from projections.custody.wrapped import keys
from tests.builders import ask, moment
from tests.deployment import deployed
from tests.sheets import MAPPING, NOW, ROWS, counts, row_of, sheet, take
from web.frame.app import create_app
from web.frame.timeline import sentence
from web.hotline.sheet import TICKETS
from web.imports.taking_over import take_over
from web.sheets import Mapping


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        yield runtime


def test_every_value_a_sheet_changes_is_told_before_and_after(runtime):
    take(runtime, ROWS[0])
    other = [*ROWS[0]]
    other[2], other[5], other[8] = "路灯坏了", "13911112222", "2026-03-04 09:00"
    tried = take(runtime, other, dry_run=True)
    done = take(runtime, other)
    assert counts(tried) == counts(done) == (0, 0, 1, 0)
    assert list(tried.changes) == list(done.changes)
    assert [(c.row, c.key, c.field, c.old, c.new) for c in done.changes] == [
        (2, "A1", "标题", "路灯不亮", "路灯坏了"),
        (2, "A1", "电话", "138****8000", "139****2222"),
        (2, "A1", "结案时间", "（无）", "2026年3月4日 09:00"),
    ]
    assert list(take(runtime, other).changes) == []


def test_a_new_ticket_changes_nothing_that_was_there(runtime):
    assert list(take(runtime, ROWS[2]).changes) == []


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
    told = [(one.field, one.old, one.new) for one in take(runtime, other, dry_run=True).changes]
    if "删除" in words:  # a sheet brings back nothing that was erased
        assert told == []
    else:
        assert ("电话", words, "139****2222") in told


def test_a_unit_a_sheet_names_anew_is_dispatched_and_told_from_which_to_which(runtime):
    take(runtime, ROWS[0])
    other = [*ROWS[0]]
    other[7] = "房管办"
    [change] = take(runtime, other).changes
    assert (change.field, change.old, change.new) == ("承办单位", "城建办", "房管办")
    assert row_of(runtime, "A1").unit == "房管办"


def test_a_value_that_was_so_before_is_told_as_such(runtime):
    other = [*ROWS[0]]
    other[2] = "路灯坏了"
    take(runtime, ROWS[0])
    assert [each.remark for each in take(runtime, other).changes] == [""]
    tried = take(runtime, ROWS[0], ROWS[2], dry_run=True).changes
    assert [each.remark for each in tried] == ["又改回以前的值，请核对是不是较早导出的表"]


def test_what_people_decided_stands_and_the_sheet_is_told_against_it(runtime):
    take(runtime, ROWS[0])
    key = row_of(runtime, "A1").key
    runtime.execute(ask(DispatchTicket, key, unit="城管队"), actor=SYSTEM)
    other = [*ROWS[0]]
    other[7] = "房管办"
    [change] = take(runtime, other).changes
    assert (change.field, change.old, change.new) == ("承办单位", "城管队", "房管办")
    assert "没有改动" in change.remark
    assert row_of(runtime, "A1").unit == "城管队"
    assert list(take(runtime, other).changes) == []


def test_a_sheet_without_a_column_leaves_what_it_held(runtime):
    take(runtime, ROWS[0])
    mapping = Mapping.from_toml(MAPPING.replace('kind = "类别"\n', ""), TICKETS)
    receipt = take_over(runtime, "表.csv", sheet(ROWS[0]), mapping, SYSTEM)
    assert [change.field for change in receipt.changes] == ["表格其他列（类别）"]
    assert row_of(runtime, "A1").type == "complaint"


def test_a_closed_number_that_comes_again_is_told_as_another_round(runtime):
    take(runtime, ROWS[2])
    again = [*ROWS[2]]
    again[1], again[8] = "2026-03-10 09:00", ""
    [change] = take(runtime, again).changes
    assert (change.field, change.new) == ("接单时间", "2026年3月10日 09:00")
    assert "作为新一轮" in change.remark
    row = row_of(runtime, "A3")
    assert (row.stage, row.round, row.closed_at) == ("dispatched", 1, None)
    assert row.handle_due > moment("2026-03-10 09:00")


def test_why_it_goes_on_is_said_in_words(runtime):
    take(runtime, ROWS[2])
    again = [*ROWS[2]]
    again[1], again[8] = "2026-03-10 09:00", ""
    take(runtime, again)
    *_, reopened = runtime.history(ticket_id("12345", again[0]))
    assert reopened.reason == SHEET_AGAIN
    with create_app(runtime).test_request_context("/"):
        assert "（来表又发来同一编号）" in sentence(reopened)
