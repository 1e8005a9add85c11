"""What a sheet changes is shown value by value, before and after."""

import pytest
import sqlalchemy as sa

from projections.custody.keyring import keys
from tests.deployment import deployed
from tests.sheets import NOW, ROWS, counts, take


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
