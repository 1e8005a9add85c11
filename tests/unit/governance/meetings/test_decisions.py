"""A meeting: what has happened, what is asked, what comes of it."""

from datetime import date
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.items import BY_HAND, Heading, Item, Presentation, Reason, Section, digest
from governance.meetings.stream import STREAM, meeting_id
from tests.builders import ask as asked
from tests.builders import context, moment
from tests.expecting import being
from tests.given import given, refusal, then, when

WINDOW: dict[str, Any] = {
    "grid": "g1",
    "window": 202605,
    "start": date(2026, 3, 2),
    "end": date(2026, 3, 15),
}
PLAN = WINDOW | {"meets_at": moment("2026-03-05 14:00"), "place": "三楼会议室", "host": "li"}
SECTIONS = (Section(code="resolutions", title="上期"), Section(code="overdue", title="超期"))
WHY = (Reason(rule="overdue", edition=1, text="超期3个工作日", events=("a:2",)),)
OPEN = Item(
    key="resolution:1",
    kind="resolution",
    section="resolutions",
    number=1,
    subject="划线",
    fixed=True,
)
LATE = Item(
    key="case:1", kind="ticket", section="overdue", number=1, subject="占道", reasons=WHY, minutes=5
)
LATER = Item(key="case:2", kind="issue", section="overdue", number=2, subject="井盖", reasons=WHY)
PROPOSAL: dict[str, Any] = {
    "position": 90,
    "edition": 1,
    "sections": SECTIONS,
    "items": (OPEN, LATE, LATER),
}

SCHEDULE = asked(ask.ScheduleMeeting, meeting_id("g1", 202605), **PLAN)
SCHEDULED = fact.MeetingScheduled(**PLAN)
MOVE = asked(ask.MoveMeeting, new=moment("2026-03-06 10:00"), place="党群中心", reason="会议室占用")
MOVED = fact.MeetingMoved(
    old=PLAN["meets_at"],
    new=moment("2026-03-06 10:00"),
    old_place="三楼会议室",
    place="党群中心",
    reason="会议室占用",
)
DRAFT = asked(ask.DraftAgenda, **PROPOSAL)
DRAFTED = fact.AgendaDrafted(**PROPOSAL)
EXTRA = Item(key="added:1", kind="figure", section="overdue", subject="消防通道")
ADD = asked(ask.AddAgendaItem, item=EXTRA, reason="主任交办")
ADDED = fact.AgendaItemAdded(
    item=replace(EXTRA, reasons=(Reason(rule=BY_HAND, text="主任交办"),)), reason="主任交办"
)
STRIKE = asked(ask.StrikeAgendaItem, key="case:1", reason="已协调")
STRUCK = fact.AgendaItemStruck(key="case:1", reason="已协调")
RESTORE = asked(ask.RestoreAgendaItem, key="case:1")
RESTORED = fact.AgendaItemRestored(key="case:1")
HOW = Presentation(minutes=8, speaker="zhao", observers=("城管",), proposal="限期", summary="三处")
AMEND = asked(ask.AmendAgendaItem, key="case:1", how=HOW)
AMENDED = fact.AgendaItemAmended(key="case:1", old=Presentation(minutes=5), new=HOW)
REORDER = asked(ask.ReorderAgenda, keys=("resolution:1", "case:2", "case:1"))
REORDERED = fact.AgendaReordered(keys=("resolution:1", "case:2", "case:1"))
HEADING = Heading(
    grid="g1",
    window=202605,
    meets_at=PLAN["meets_at"],
    place="三楼会议室",
    host="li",
    sections=SECTIONS,
)
ITEMS = (OPEN, LATE, LATER)
MARK = digest(ITEMS, HEADING)
FREEZE = asked(ask.FreezeAgenda, position=95)
FROZEN = fact.AgendaFrozen(
    number=1, position=95, edition=1, digest=MARK, heading=HEADING, items=ITEMS
)
MEETING: dict[str, Any] = {
    "held_at": moment("2026-03-05 09:30"),
    "attended": ("li", "zhao"),
    "absent": ("qian",),
    "host": "li",
    "recorder": "sun",
}
HOLD = asked(ask.HoldMeeting, **MEETING)
HELD = fact.MeetingHeld(happened_at=MEETING["held_at"], **MEETING)
TERMS = ask.Terms(matter="清理占道", owner="城建办", standard="拍照")
RECORD = asked(ask.RecordDecision, key="case:1", kind="resolve", decision="月底前清理", terms=TERMS)
RECORDED = fact.DecisionRecorded(key="case:1", kind="resolve", decision="月底前清理")
CORRECT = asked(
    ask.CorrectDecision, key="case:1", kind="note", decision="听取汇报", reason="记录有误"
)
CORRECTED = fact.DecisionCorrected(
    key="case:1",
    old_kind="resolve",
    old="月底前清理",
    new_kind="note",
    new="听取汇报",
    reason="记录有误",
)
MISS = asked(ask.MissMeeting, meeting_id("g1", 202605), **WINDOW)
MISSED = fact.MeetingMissed(**WINDOW)
OVER = moment("2026-03-16 00:00")
READY = (SCHEDULED, DRAFTED)
DONE = (*READY, FROZEN, HELD)


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), SCHEDULE, [SCHEDULED]),
        ((SCHEDULED,), MOVE, [MOVED]),
        ((SCHEDULED,), DRAFT, [DRAFTED]),
        ((*READY, FROZEN), replace(DRAFT, items=ITEMS[:2]), [replace(DRAFTED, items=ITEMS[:2])]),
        (READY, ADD, [ADDED]),
        ((SCHEDULED,), ADD, [ADDED]),
        (READY, STRIKE, [STRUCK]),
        ((*READY, STRUCK), RESTORE, [RESTORED]),
        (READY, AMEND, [AMENDED]),
        (READY, REORDER, [REORDERED]),
        (READY, FREEZE, [FROZEN]),
        (READY, replace(FREEZE, seen=MARK), [FROZEN]),
        ((*READY, FROZEN), HOLD, [HELD]),
        (DONE, RECORD, [RECORDED]),
        ((*DONE, RECORDED), CORRECT, [CORRECTED]),
    ],
)
def test_what_comes_of_it(past, command, facts):
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command"),
    [
        ((SCHEDULED, MOVED), MOVE),
        ((SCHEDULED, DRAFTED), DRAFT),
        ((SCHEDULED, DRAFTED), replace(DRAFT, position=99)),
        ((*READY, STRUCK), STRIKE),
        (READY, RESTORE),
        ((*READY, STRUCK, RESTORED), RESTORE),
        ((*READY, AMENDED), AMEND),
        ((*READY, REORDERED), REORDER),
        ((*READY, FROZEN), FREEZE),
        ((*READY, FROZEN), replace(FREEZE, position=120)),
        ((*READY, FROZEN, STRUCK, RESTORED), FREEZE),
        ((*DONE, RECORDED, CORRECTED), CORRECT),
    ],
)
def test_asking_for_what_already_is_changes_nothing(past, command):
    assert when(STREAM, past, command) == []


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), replace(SCHEDULE, window=202606), "meetings.wrong_window"),
        ((), replace(MISS, grid="g2"), "meetings.wrong_window"),
        ((), DRAFT, "meetings.not_scheduled"),
        ((SCHEDULED,), SCHEDULE, "meetings.scheduled_already"),
        ((*READY, ADDED), ADD, "meetings.item_exists"),
        (DONE, HOLD, "meetings.already_held"),
        ((*DONE, RECORDED), RECORD, "meetings.decided_already"),
        ((MISSED,), HOLD, "meetings.not_scheduled"),
        ((SCHEDULED,), replace(SCHEDULE, place="别处"), "meetings.scheduled_already"),
        ((), replace(SCHEDULE, meets_at=moment("2026-03-16 09:00")), "meetings.outside_window"),
        ((), replace(SCHEDULE, meets_at=moment("2026-03-01 09:00")), "meetings.outside_window"),
        ((SCHEDULED,), replace(MOVE, new=moment("2026-03-16 09:00")), "meetings.outside_window"),
        (DONE, MOVE, "meetings.already_held"),
        (DONE, ADD, "meetings.already_held"),
        (DONE, FREEZE, "meetings.already_held"),
        (DONE, replace(HOLD, recorder="wu"), "meetings.already_held"),
        (READY, replace(DRAFT, position=80, items=()), "meetings.draft_outdated"),
        (READY, replace(FREEZE, position=80), "meetings.draft_outdated"),
        (READY, replace(FREEZE, seen="0" * 64), "meetings.agenda_changed"),
        ((SCHEDULED,), FREEZE, "meetings.not_drafted"),
        (READY, replace(ADD, item=LATE), "meetings.item_exists"),
        ((*READY, ADDED), replace(ADD, reason="再加一次"), "meetings.item_exists"),
        ((*READY, STRUCK), replace(ADD, item=LATE), "meetings.item_struck"),
        (READY, replace(ADD, item=replace(EXTRA, section="none")), "meetings.no_such_section"),
        (READY, replace(STRIKE, key="resolution:1"), "meetings.item_fixed"),
        (READY, replace(STRIKE, key="case:9"), "meetings.no_such_item"),
        (READY, replace(RESTORE, key="case:9"), "meetings.no_such_item"),
        (READY, replace(AMEND, key="case:9"), "meetings.no_such_item"),
        (READY, replace(REORDER, keys=("case:1",)), "meetings.order_outdated"),
        ((*READY, STRUCK), REORDER, "meetings.order_outdated"),
        (READY, HOLD, "meetings.not_frozen"),
        (
            (*READY, FROZEN),
            replace(HOLD, held_at=moment("2026-03-05 10:01")),
            "meetings.in_the_future",
        ),
        (
            (*READY, FROZEN),
            replace(HOLD, held_at=moment("2026-03-01 10:00")),
            "meetings.outside_window",
        ),
        ((*READY, FROZEN), replace(HOLD, absent=("zhao",)), "meetings.present_and_absent"),
        ((*READY, FROZEN), RECORD, "meetings.not_held"),
        (DONE, replace(RECORD, key="case:9"), "meetings.no_such_item"),
        (DONE, replace(RECORD, kind="whim"), "meetings.no_such_option"),
        ((*DONE, RECORDED), replace(RECORD, decision="下月"), "meetings.decided_already"),
        (DONE, replace(RECORD, terms=UNSET), "meetings.resolution_incomplete"),
        (DONE, replace(RECORD, terms=ask.Terms(owner="城建办")), "meetings.resolution_incomplete"),
        (DONE, replace(RECORD, kind="withdraw"), "meetings.not_a_resolution"),
        (DONE, replace(RECORD, kind="postpone"), "meetings.not_a_resolution"),
        (DONE, CORRECT, "meetings.not_decided"),
        ((*DONE, RECORDED), replace(CORRECT, kind="whim"), "meetings.no_such_option"),
        ((), MISS, "meetings.window_open"),
    ],
)
def test_refusals(past, command, code):
    assert refusal(STREAM, past, command) == code


def test_the_last_second_of_the_window_is_still_in_it():
    last = context(moment("2026-03-15 23:59"))
    assert refusal(STREAM, (SCHEDULED,), MISS, last) == "meetings.window_open"
    assert when(STREAM, (SCHEDULED,), MISS, context(OVER)) == [MISSED]


@pytest.mark.parametrize("past", [(MISSED,), (SCHEDULED, MISSED), DONE])
def test_a_window_is_missed_once_and_only_when_nothing_was_held(past):
    assert when(STREAM, past, MISS, context(OVER)) == []


def test_a_meeting_recorded_late_was_not_missed():
    past = (*READY, FROZEN, MISSED)
    assert given(STREAM, *past).missed
    held = then(STREAM, past, HOLD, context(OVER))
    assert not given(STREAM, *held).missed


def test_a_missed_window_without_a_plan_may_be_planned_late():
    late = {"despite": "补登"}
    assert refusal(STREAM, (MISSED,), SCHEDULE, context(OVER)) == "meetings.in_the_past"
    assert when(STREAM, (MISSED,), replace(SCHEDULE, **late), context(OVER)) == [
        replace(SCHEDULED, **late)
    ]


@pytest.mark.parametrize(
    ("command", "past"),
    [
        (MOVE, (SCHEDULED,)),
        (DRAFT, (SCHEDULED,)),
        (STRIKE, READY),
        (RESTORE, (*READY, STRUCK)),
        (AMEND, READY),
        (REORDER, READY),
        (FREEZE, READY),
        (CORRECT, (*DONE, RECORDED)),
    ],
)
def test_asking_for_what_was_just_done_changes_nothing(command, past):
    done = then(STREAM, past, command)
    assert len(done) == len(past) + 1
    assert when(STREAM, done, command) == []


def test_an_addendum_is_the_next_version():
    past = then(STREAM, (*READY, FROZEN, ADDED), replace(FREEZE, position=130))
    second = being(fact.AgendaFrozen, past[-1])
    assert (second.number, second.position) == (2, 130)
    assert [item.key for item in second.items] == ["resolution:1", "case:1", "case:2", "added:1"]
    assert second.digest == digest(second.items, second.heading) != MARK


def test_moving_the_meeting_makes_the_frozen_agenda_another():
    (again,) = when(STREAM, (*READY, FROZEN, MOVED), FREEZE)
    assert isinstance(again, fact.AgendaFrozen)
    assert (again.number, again.heading.place) == (2, "党群中心")
    assert again.items == FROZEN.items


def test_a_meeting_is_one_a_grid_and_window():
    assert meeting_id("g1", 202605) == meeting_id("g1", 202605)
    assert len({meeting_id(g, n) for g in ("g1", "g2") for n in (202605, 202606)}) == 4


def test_other_commands_are_unknown():
    with pytest.raises(TypeError, match="meetings knows no MeetingCommand"):
        when(STREAM, READY, asked(ask.MeetingCommand))


def test_other_events_change_nothing():
    state = given(STREAM, *READY)
    assert STREAM.evolve(state, object()) == state
