"""What is hardly meant of a meeting is asked about, or refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from governance.kernel.event import Event
from governance.meetings import commands as ask
from governance.meetings import events as fact
from governance.meetings.stream import STREAM, meeting_id
from tests.builders import ask as asked
from tests.builders import book, context, moment
from tests.given import refusal, then, when
from tests.meetings import held

PLAN: dict[str, Any] = {
    "grid": "g1",
    "window": 202605,
    "start": date(2026, 3, 2),
    "end": date(2026, 3, 15),
    "meets_at": moment("2026-03-05 14:00"),
    "place": "三楼会议室",
    "host": "li",
}
SCHEDULE = asked(ask.ScheduleMeeting, meeting_id("g1", 202605), **PLAN)
SCHEDULED = fact.MeetingScheduled(**PLAN)
MOVE = asked(ask.MoveMeeting, new=moment("2026-03-06 10:00"), place="党群中心", reason="会议室占用")


def prepared():
    """Give the past of a meeting about to be held, and the command that it was."""
    *before, hold = held()
    past: tuple[Event, ...] = ()
    for command in before:
        past = then(STREAM, past, command, context())
    return past, hold


@pytest.mark.parametrize(
    ("at", "code"),
    [
        ("2026-03-14 14:00", "meetings.day_off"),
        ("2026-03-11 03:00", "meetings.out_of_hours"),
        ("2026-03-05 09:30", "meetings.in_the_past"),
        ("2026-03-11 10:00", ""),
    ],
)
def test_a_moment_hardly_meant_is_asked_about(at, code):
    schedule, move = replace(SCHEDULE, meets_at=moment(at)), replace(MOVE, new=moment(at))
    for past, command in (((), schedule), ((SCHEDULED,), move)):
        if code:
            assert refusal(STREAM, past, command, context()) == code
        said = replace(command, despite="街道要求" if code else "")
        [event] = when(STREAM, past, said, context())
        assert getattr(event, "despite") == said.despite  # noqa: B009


def test_when_the_grid_always_meets_nobody_is_asked():
    usual = book().cycles.meets_at("g1", book().cycles.window(SCHEDULE.start), book().calendar)
    assert when(STREAM, (), replace(SCHEDULE, meets_at=usual), context())


def test_a_meeting_is_held_by_somebody_and_not_before_its_day():
    past, hold = prepared()
    early = replace(hold, held_at=hold.held_at - timedelta(days=1))
    assert refusal(STREAM, past, early, context()) == "meetings.before_its_day"
    nobody = replace(hold, attended=())
    assert refusal(STREAM, past, nobody, context()) == "meetings.nobody_attended"
