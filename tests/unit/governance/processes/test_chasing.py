"""Chasing: late limits and near resolutions, in working time, once a limit."""

from datetime import timedelta
from uuid import UUID

import pytest

from governance.casework import commands as asks
from governance.hotline.kind import TICKET
from governance.issues.kind import ISSUE
from governance.processes.chasing import Running, chases
from governance.resolutions.commands import ChaseResolution
from tests.builders import NOW, book, moment

CASE = UUID(int=7)
LATE = NOW - timedelta(minutes=1)


def running(kind="hotline", clock="handle", due=LATE):
    return Running(kind, CASE, clock, due)


@pytest.mark.parametrize(
    ("row", "command", "clock"),
    [
        (running(), TICKET.command(asks.Chase), "handle"),
        (running("hotline", "contact"), TICKET.command(asks.Chase), "contact"),
        (running("issues", "check"), ISSUE.command(asks.Chase), "check"),
        (running("resolutions", "due"), ChaseResolution, "overdue"),
        (running("resolutions", "due", moment("2026-03-05 18:00")), ChaseResolution, "near"),
        (running("resolutions", "due", moment("2026-03-06 18:00")), ChaseResolution, "near"),
    ],
)
def test_who_is_chased(row, command, clock):
    (chase,) = chases([row], book(), NOW)
    assert (type(chase), chase.stream, chase.clock) == (command, CASE, clock)


@pytest.mark.parametrize(
    "row",
    [
        running(due=NOW),
        running(due=NOW + timedelta(hours=1)),
        running("resolutions", "due", moment("2026-03-09 18:00")),
    ],
    ids=["at the limit", "with an hour left", "a resolution with two working days left"],
)
def test_who_is_not_chased_yet(row):
    assert chases([row], book(), NOW) == []


@pytest.mark.parametrize(
    "now",
    ["2026-03-05 07:59", "2026-03-05 12:30", "2026-03-05 18:00", "2026-03-07 10:00"],
    ids=["before work", "at noon", "after work", "on a Saturday"],
)
def test_nobody_is_chased_outside_working_time(now):
    row = running(due=moment("2026-03-02 18:00"))
    assert chases([row], book(), moment(now)) == []


def test_a_limit_is_chased_once_and_a_later_one_again():
    first = chases([running()], book(), NOW)
    again = chases([running()], book(), NOW + timedelta(hours=1))
    other = chases([running(due=LATE - timedelta(days=1))], book(), NOW)
    assert first == again
    assert first[0].command_id != other[0].command_id


def test_near_and_overdue_are_two_occasions():
    due = moment("2026-03-05 11:00")
    (near,) = chases([running("resolutions", "due", due)], book(), NOW)
    (late,) = chases([running("resolutions", "due", due)], book(), moment("2026-03-05 11:01"))
    assert near.command_id != late.command_id
