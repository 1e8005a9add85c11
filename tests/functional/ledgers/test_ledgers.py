"""Visits and resolutions come in by sheets as tickets and places do: same steps, one command."""

from datetime import UTC, date, datetime

import pytest

from governance.policy.roles import Sight
from governance.resolutions.stream import brought_id
from governance.visits.commands import LogVisit
from governance.visits.stream import visit_id
from projections.figures.queries import figures
from projections.places.queries import place
from projections.resolutions.queries import resolution
from scripts import recount
from tests.builders import moment
from tests.deployment import tell
from tests.expecting import existing
from tests.functional.ledgers.setting import (
    DONE,
    DOOR,
    HEADS,
    MET,
    MISSED,
    NOW,
    OPEN,
    TOLD,
    counts,
    take,
    why,
)
from web.resolutions.sheet import RESOLUTIONS
from web.visits.sheet import VISITS


def test_visits_come_in_with_their_door_worker_and_checks(street):
    receipt = take(street, VISITS, MET, MISSED)
    assert counts(receipt) == (2, 0, 0, 0), why(receipt)
    door = existing(place(street.live(), DOOR))
    assert (door.visits, door.visited_at) == (1, datetime(2026, 3, 2, 1, 30, tzinfo=UTC))
    assert door.revisit_on == "2026-03-20"
    key = visit_id(f"{DOOR}:2026-03-02T01:30:00+00:00:grid_worker")
    (made,) = street.history(key)
    assert (made.visitor, made.grid, made.actor) == ("grid_worker", "g1", "system")
    assert [(one.item, one.answer) for one in made.answers] == [("燃气软管完好", "yes")]
    assert street.reveal(made.narrative, key, "narrative") == "老人独居"


def test_a_door_is_found_by_its_address_too(street):
    head = ["地址", *HEADS["visits"][1:]]
    assert counts(take(street, VISITS, ["示例路1弄2号302室", *MET[1:]], head=head)) == (1, 0, 0, 0)
    assert counts(take(street, VISITS, MET)) == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (0, "JM-9", "“JM-9”不在登记册里"),
        (3, "赵六", "没有“赵六”的账号"),
        (1, "2026-03-21", "晚于导入的时间"),
        (1, "某天", "不是能识别的日期时间"),
        (2, "大概见面", "“大概见面”没有对应的选项"),
        (1, "", "必须填写"),
    ],
)
def test_a_visit_that_cannot_be_taken_says_why(street, at, value, words):
    row = [*MET]
    row[at] = value
    receipt = take(street, VISITS, row, MISSED)
    assert counts(receipt) == (1, 0, 0, 1)
    assert words in why(receipt) or at == 1


def test_a_failed_check_rests_on_the_record_or_is_refused(street):
    row = [*MET]
    row[6], row[4] = "否", ""
    assert "“燃气软管完好”为“否”" in why(take(street, VISITS, row))
    row[4] = "已联系燃气公司"
    assert counts(take(street, VISITS, row)) == (1, 0, 0, 0)
    assert existing(place(street.live(), DOOR)).failed == 1


def test_visits_again_are_known_and_said_otherwise_refused(street):
    take(street, VISITS, MET, MISSED)
    position = street.ledger.position()
    assert counts(take(street, VISITS, MET, MISSED)) == (0, 2, 0, 0)
    assert counts(take(street, VISITS, MISSED, MET)) == (0, 2, 0, 0)
    for at, value, name in (
        (2, "拒访", "走访结果"),
        (4, "已搬走", "情况记录"),
        (6, "否", "检查项"),
    ):
        other = [*MET]
        other[at] = value
        receipt = take(street, VISITS, other)
        assert counts(receipt) == (0, 0, 0, 1)
        assert f"表里的{name}与登记的不一致" in why(receipt)
    assert street.ledger.position() == position


def test_doubled_rows_count_once_or_not_at_all(street):
    assert counts(take(street, VISITS, MET, MET, dry_run=True)) == (1, 1, 0, 0)
    other = [*MET]
    other[4] = "别的话"
    assert counts(take(street, VISITS, MET, other)) == (0, 0, 0, 2)


def test_a_visit_recorded_here_is_met_by_a_sheet(street):
    facts = {"visitee": "household", "grid": "g1", "area": "", "outcome": "met", "way": "phone"}
    at = moment("2026-03-02 09:30")
    tell(street, LogVisit, visit_id("p1"), by="grid_worker", place=DOOR, made_at=at, **facts)
    row = [*MET]
    row[4] = row[6] = ""
    assert counts(take(street, VISITS, row)) == (0, 1, 0, 0)
    assert existing(place(street.live(), DOOR)).visits == 1


def test_resolutions_come_in_as_they_stand(street):
    receipt = take(street, RESOLUTIONS, OPEN, DONE)
    assert counts(receipt) == (2, 0, 0, 0), why(receipt)
    first, second = (existing(resolution(street.live(), brought_id(n))) for n in ("HY-1", "HY-2"))
    assert (first.stage, first.owner, first.grid) == ("open", "城建办", "g1")
    assert existing(first.due).date() == date(2026, 4, 30)
    assert (second.stage, second.due, second.grid) == ("closed", None, "g1")
    assert second.closed_at == moment("2026-03-01 00:00")
    assert second.adopted_at == moment("2026-02-24 00:00")


def test_resolutions_again_go_on_and_are_never_changed(street):
    take(street, RESOLUTIONS, OPEN, DONE)
    position = street.ledger.position()
    assert counts(take(street, RESOLUTIONS, DONE, OPEN)) == (0, 2, 0, 0)
    for at, value, name in ((2, "疏通水管", "跟踪督办事项"), (4, "2026-05-30", "完成时限")):
        other = [*OPEN]
        other[at] = value
        receipt = take(street, RESOLUTIONS, other)
        assert counts(receipt) == (0, 0, 0, 1)
        assert f"表里的{name}与登记的不一致" in why(receipt)
    back = [*DONE]
    back[5], back[6] = "在办", ""
    assert "表里的状态与登记的不一致" in why(take(street, RESOLUTIONS, back))
    assert street.ledger.position() == position
    done = [*OPEN]
    done[0], done[5] = "ｈｙ－１", "已销号"
    assert "要写是哪一天" in why(take(street, RESOLUTIONS, done))
    done[6] = "2026年3月10日"
    assert counts(take(street, RESOLUTIONS, done)) == (0, 0, 1, 0)
    assert existing(resolution(street.live(), brought_id("HY-1"))).stage == "closed"


@pytest.mark.parametrize(
    ("month", "given"),
    [
        (2, {"resolutions_adopted": 2}),
        (3, {"resolutions_closed": 1, "visits_tried": 2, "visits_met": 1}),
    ],
)
def test_they_stand_in_the_figures_of_their_day(street, month, given):
    take(street, RESOLUTIONS, OPEN, DONE)
    take(street, VISITS, MET, MISSED)
    start, end = (moment(f"2026-0{n}-01 00:00") for n in (month, month + 1))
    every, view = Sight(everything=True), street.live()
    found = figures(view, view.book(), start=start, end=end, sight=every, as_at=NOW).rows
    there = {row.metric: row.numerator for row in found if row.metric in TOLD and row.numerator}
    assert there == given


@pytest.mark.parametrize("database_url", [""])  # the records are counted in a file
def test_an_independent_count_agrees(street):
    take(street, RESOLUTIONS, OPEN, DONE)
    take(street, VISITS, MET, MISSED)
    start, end = moment("2026-01-01 00:00"), moment("2026-07-01 00:00")
    mine = recount.recount(recount.read(street.data / "events.db"), (start, end), NOW, "all")
    every, view = Sight(everything=True), street.live()
    for row in figures(view, view.book(), start=start, end=end, sight=every, as_at=NOW).rows:
        part, whole, later = mine.get(row.metric, {}).get(row.scope, [0, 0, 0])
        count = row.denominator is None
        counted = (whole if count else round(part, 9), None if count else whole, later)
        assert (row.numerator, row.denominator, row.pending) == counted, row.metric


@pytest.mark.parametrize(
    ("at", "value", "words"),
    [
        (3, "没有的单位", "不在登记册里"),
        (1, "2026-03-21", "晚于导入的时间"),
        (7, "g9", "不在登记册里"),
        (6, "2026-02-01", "落实时间早于召开时间"),
    ],
)
def test_a_resolution_that_cannot_be_taken_says_why(street, at, value, words):
    row = [*DONE]
    row[at] = value
    assert words in why(take(street, RESOLUTIONS, row))
