"""The rhythm of a grid's meetings: what is due at which moment, and nothing twice."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.rules import Candidate
from governance.meetings.stream import STREAM, meeting_id
from governance.processes.meeting_cycle import (
    Grid,
    KnownMeeting,
    composed,
    draft,
    to_draft,
    to_miss,
    to_schedule,
)
from tests.builders import book, context, moment
from tests.expecting import being

POLICY = book()
GRIDS = [Grid("g1", "li"), Grid("g2", "zhao")]
DAY = timedelta(days=1)
MEETS = moment("2026-03-10 14:00")
ROW = KnownMeeting(grid="g1", window=202605, start=date(2026, 3, 2), meets_at=MEETS)


def known(*windows, grid="g1", **facts):
    rows = []
    for window in windows:
        start = date(2026, 1, 5) + 14 * DAY * (window % 100 - 1)
        rows.append(KnownMeeting(grid=grid, window=window, start=start, **facts))
    return rows


def scheduled(rows, now, grids=GRIDS):
    """Give what is scheduled, which is all that may be asked for."""
    return [being(ask.ScheduleMeeting, each) for each in to_schedule(POLICY, grids, rows, now)]


def test_this_and_the_next_fortnight_are_scheduled():
    now = moment("2026-03-02 08:00")
    commands = scheduled([], now)
    assert [(c.grid, c.window) for c in commands] == [
        ("g1", 202605),
        ("g1", 202606),
        ("g2", 202605),
        ("g2", 202606),
    ]
    first = commands[0]
    assert first.stream == meeting_id("g1", 202605)
    assert (first.start, first.end) == (date(2026, 3, 2), date(2026, 3, 15))
    assert (first.meets_at, first.place, first.host) == (MEETS, "第一网格党群服务站", "li")


def test_every_scheduled_meeting_is_one_the_stream_accepts():
    now = moment("2026-03-02 08:00")
    for command in scheduled([], now):
        (event,) = STREAM.decide(STREAM.initial, command, context(now))
        assert being(fact.MeetingScheduled, event).meets_at == command.meets_at


def test_what_is_scheduled_is_not_scheduled_again():
    now = moment("2026-03-02 08:00")
    rows = known(202605, 202606, meets_at=MEETS)
    assert {c.grid for c in scheduled(rows, now)} == {"g2"}


def test_a_window_known_only_as_missed_is_not_a_plan():
    now = moment("2026-03-02 08:00")
    rows = known(202605, missed=True)
    assert 202605 in {c.window for c in scheduled(rows, now, GRIDS[:1])}


def test_a_time_that_is_past_is_left_to_people():
    commands = scheduled([], MEETS, GRIDS[:1])
    assert [c.window for c in commands] == [202606]


def test_asking_again_asks_the_same():
    now = moment("2026-03-02 08:00")
    later = now + timedelta(hours=5)
    assert to_schedule(POLICY, GRIDS, [], now) == to_schedule(POLICY, GRIDS, [], later)
    assert to_miss(POLICY, GRIDS, known(202603), now) == to_miss(
        POLICY, GRIDS, known(202603), later
    )


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ([], []),
        (known(202603), [202603, 202604]),
        (known(202603, held=True), [202604]),
        (known(202603, missed=True), [202604]),
        (known(202603, held=True) + known(202604, held=True), []),
        (known(202604) + known(202605), [202604]),
        (known(202605), []),
        (known(202601, 202602, 202603, 202604, grid="g9"), []),
    ],
    ids=[
        "nothing known",
        "not held, and one without a row",
        "held, then one without a row",
        "marked already",
        "all held",
        "the running window is not over",
        "only the running window",
        "another grid",
    ],
)
def test_windows_without_a_meeting_are_missed(rows, missed):
    commands = to_miss(POLICY, GRIDS[:1], rows, moment("2026-03-02 00:00"))
    assert [being(ask.MissMeeting, c).window for c in commands] == missed


def test_the_fortnight_counts_until_midnight_here():
    last = moment("2026-03-15 23:59")
    assert to_miss(POLICY, GRIDS[:1], [ROW], last) == []
    (miss,) = to_miss(POLICY, GRIDS[:1], [ROW], last + timedelta(minutes=1))
    assert miss.stream == meeting_id("g1", 202605)
    assert STREAM.decide(STREAM.initial, miss, context(last + timedelta(minutes=1)))


@pytest.mark.parametrize(
    ("row", "now", "due"),
    [
        (ROW, "2026-03-05 08:00", True),
        (ROW, "2026-03-05 07:59", False),
        (ROW, "2026-03-10 13:59", True),
        (ROW, "2026-03-10 14:00", False),
        (replace(ROW, drafted=True), "2026-03-05 08:00", False),
        (replace(ROW, held=True), "2026-03-05 08:00", False),
        (replace(ROW, meets_at=None), "2026-03-05 08:00", False),
    ],
)
def test_an_agenda_is_due_three_working_days_before(row, now, due):
    assert to_draft(POLICY, [row], moment(now)) == ([row] if due else [])


def test_days_off_do_not_count_before_a_meeting_and_a_saturday_made_up_does():
    after_new_year = replace(ROW, meets_at=moment("2026-02-25 14:00"))
    assert to_draft(POLICY, [after_new_year], moment("2026-02-13 08:00")) == [after_new_year]
    assert to_draft(POLICY, [after_new_year], moment("2026-02-13 07:59")) == []


def candidate(key, grid="g1", **facts):
    return Candidate(kind="ticket", key=key, subject=key, grid=grid, facts=facts)


def test_an_agenda_is_of_its_own_grid_and_its_own_days():
    here = [
        candidate("last", due=date(2026, 3, 24)),
        candidate("after", due=date(2026, 3, 25)),
        candidate("elsewhere", "g2", due=date(2026, 3, 24)),
    ]
    composition = composed(POLICY, "g1", MEETS, here)
    assert [item.key for item in composition.items] == ["last"]
    assert [left.candidate.key for left in composition.left_out] == ["after"]


def test_a_draft_carries_what_was_composed_and_how():
    composition = composed(POLICY, "g1", MEETS, [candidate("a", overdue_days=2)])
    command = draft(ROW, composition, POLICY, 90)
    assert command.stream == meeting_id("g1", 202605)
    assert (command.position, command.edition) == (90, POLICY.number("agenda"))
    assert (command.items, command.sections) == (composition.items, composition.sections)


def test_the_clock_drafts_a_meeting_once_wherever_its_rows_stand():
    composition = composed(POLICY, "g1", MEETS, [])
    first, later = (draft(ROW, composition, POLICY, position) for position in (90, 91))
    assert isinstance(first, ask.DraftAgenda)
    assert first != later
    assert first.command_id == later.command_id
    moved = draft(replace(ROW, meets_at=MEETS + timedelta(days=1)), composition, POLICY, 90)
    assert moved.command_id != first.command_id
    by_hand = draft(ROW, composition, POLICY, 90, command_id=meeting_id("g1", 1))
    assert by_hand.command_id == meeting_id("g1", 1)
