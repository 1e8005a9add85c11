"""One topic a grid: what has happened, what is asked, what comes of it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from governance.topics import commands as ask
from governance.topics import events as fact
from governance.topics.stream import STREAM, topic_id
from tests.builders import ask as asked
from tests.given import refusal, when

STEPS = (
    fact.Milestone(number=1, title="摸清底数", due=date(2026, 3, 20), standard="点位清单"),
    fact.Milestone(number=2, title="建成充电点", due=date(2026, 5, 29), standard="验收单"),
)
CHOICE: dict[str, Any] = {
    "grid": "g1",
    "title": "电动自行车集中充电",
    "background": "飞线充电多",
    "goal": fact.Goal(measure="飞线充电工单", unit="件", baseline=42.0, target=10.0),
    "leader": "li",
    "lead": "城市建设管理办公室",
    "partners": ("综合行政执法队",),
    "start": date(2026, 3, 2),
    "until": date(2026, 6, 30),
    "milestones": STEPS,
}
OPEN = asked(ask.OpenTopic, topic_id("g1"), **CHOICE)
OPENED = fact.TopicOpened(number=1, **CHOICE)
OTHER = asked(ask.OpenTopic, topic_id("g1"), **CHOICE | {"title": "楼道清障"})
REACH = asked(
    ask.ReachMilestone,
    topic=1,
    milestone=1,
    on=date(2026, 3, 4),
    evidence="清单已核",
    proof=("ab12",),
)
REACHED = fact.MilestoneReached(
    topic=1, milestone=1, on=date(2026, 3, 4), evidence="清单已核", proof=("ab12",)
)
MOVE = asked(ask.MoveMilestone, topic=1, milestone=2, new=date(2026, 6, 12), reason="设备到货晚")
MOVED = fact.MilestoneMoved(
    topic=1, milestone=2, old=date(2026, 5, 29), new=date(2026, 6, 12), reason="设备到货晚"
)
REPORT = asked(ask.ReportProgress, topic=1, percent=40, value=30.0, note="已建两处")
REPORTED = fact.ProgressReported(topic=1, percent=40, value=30.0, note="已建两处")
CONCLUDE = asked(
    ask.ConcludeTopic, topic=1, achieved=True, value=9.0, result="降到9件", review="先建后管"
)
CONCLUDED = fact.TopicConcluded(
    topic=1, achieved=True, value=9.0, result="降到9件", review="先建后管"
)


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), OPEN, [OPENED]),
        ((OPENED, CONCLUDED), OTHER, [replace(OPENED, number=2, title="楼道清障")]),
        ((OPENED,), MOVE, [MOVED]),
        ((OPENED,), CONCLUDE, [CONCLUDED]),
        ((OPENED, REPORTED), REPORT, [REPORTED]),
    ],
    ids=["open", "open the next", "move a milestone", "conclude", "report in the same words"],
)
def test_what_comes_of_it(past, command, facts):
    assert when(STREAM, past, command) == facts


def test_a_milestone_that_has_this_day_already_is_not_moved():
    assert when(STREAM, (OPENED, MOVED), MOVE) == []


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((OPENED,), OTHER, "topics.one_open"),
        ((OPENED,), OPEN, "topics.one_open"),
        ((OPENED, REACHED), REACH, "topics.milestone_reached"),
        ((OPENED, CONCLUDED), CONCLUDE, "topics.not_open"),
        ((OPENED, MOVED), replace(OPEN, milestones=STEPS[:1]), "topics.one_open"),
        ((), replace(OPEN, grid="g2"), "topics.wrong_grid"),
        ((), replace(OPEN, until=date(2026, 3, 1)), "topics.dates_reversed"),
        ((), replace(OPEN, milestones=()), "topics.milestones_unclear"),
        ((), replace(OPEN, milestones=(STEPS[0], STEPS[0])), "topics.milestones_unclear"),
        ((), replace(OPEN, until=date(2026, 5, 28)), "topics.milestone_outside"),
        ((), REPORT, "topics.not_open"),
        ((OPENED, CONCLUDED), REPORT, "topics.not_open"),
        ((OPENED,), replace(REPORT, topic=2), "topics.not_open"),
        ((OPENED, CONCLUDED), replace(CONCLUDE, achieved=False), "topics.not_open"),
        ((OPENED,), replace(REACH, milestone=3), "topics.no_such_milestone"),
        ((OPENED,), replace(MOVE, milestone=3), "topics.no_such_milestone"),
        ((OPENED, REACHED), replace(REACH, evidence="另一份"), "topics.milestone_reached"),
        ((OPENED, REACHED), replace(REACH, proof=()), "topics.milestone_reached"),
        ((OPENED, REACHED), replace(MOVE, milestone=1), "topics.milestone_reached"),
        ((OPENED,), replace(MOVE, new=date(2026, 7, 1)), "topics.milestone_outside"),
        ((OPENED,), replace(REACH, on=date(2026, 3, 6)), "topics.in_the_future"),
        ((OPENED,), replace(REPORT, percent=101), "topics.percent_out_of_range"),
        ((OPENED,), replace(REPORT, percent=-1), "topics.percent_out_of_range"),
    ],
)
def test_refusals(past, command, code):
    assert refusal(STREAM, past, command) == code


def test_what_is_printed_is_told_in_clear():
    (reached,) = when(STREAM, (OPENED,), REACH)
    (reported,) = when(STREAM, (OPENED,), REPORT)
    assert isinstance(reached, fact.MilestoneReached)
    assert isinstance(reported, fact.ProgressReported)
    assert (reached.evidence, reported.note) == ("清单已核", "已建两处")


def test_a_moved_milestone_moves_from_where_it_stands():
    again = replace(MOVE, new=date(2026, 6, 20))
    (moved,) = when(STREAM, (OPENED, MOVED), again)
    assert isinstance(moved, fact.MilestoneMoved)
    assert (moved.old, moved.new) == (date(2026, 6, 12), date(2026, 6, 20))


def test_a_grid_has_one_stream_of_topics():
    assert topic_id("g1") == topic_id("g1")
    assert topic_id("g1") != topic_id("g2")


def test_other_commands_are_unknown():
    with pytest.raises(TypeError, match="topics knows no TopicAct"):
        when(STREAM, (OPENED,), asked(ask.TopicAct, topic=1))


def test_other_events_change_nothing():
    state = STREAM.fold([OPENED])
    assert STREAM.evolve(state, object()) == state


def test_a_milestone_said_to_be_reached_by_mistake_is_not():
    unreach = asked(ask.UnreachMilestone, topic=1, milestone=1, reason="填错了节点")
    taken_back = fact.MilestoneUnreached(topic=1, milestone=1, reason="填错了节点")
    assert when(STREAM, (OPENED, REACHED), unreach) == [taken_back]
    assert when(STREAM, (OPENED, REACHED, taken_back), REACH) == [REACHED]
    assert refusal(STREAM, (OPENED, REACHED, taken_back), unreach) == "topics.none_reached"
    other = replace(unreach, milestone=2)
    assert refusal(STREAM, (OPENED, REACHED), other) == "topics.not_reached"
    assert refusal(STREAM, (OPENED,), unreach) == "topics.none_reached"
