"""Counting: the clerk's table of cases, the same count made another way, and its explanation."""

import csv
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tomllib import loads
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.policy import calendar as days
from governance.policy import deadlines as policy
from governance.policy.deadlines import Limit, Unit, count, explain
from scripts.calendar_edition import build
from tests.builders import moment

CALENDAR = days.read(build())
CONTENT = loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8"))
POLICY = policy.read(CONTENT)
with Path(__file__).with_name("deadline_cases.csv").open(encoding="utf-8") as table:
    CASES = [
        (row["收到"], row["时限"], row["期满"], row["暂定"] == "是", row["说明"])
        for row in csv.DictReader(table)
    ]
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 9 * 366 * 24 * 60).map(
    lambda minutes: datetime(2018, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
UNITS: st.SearchStrategy[Unit] = st.sampled_from(get_args(Unit))
FEW = settings(deadline=None, max_examples=100)


@pytest.mark.parametrize(
    ("received", "limit", "due", "provisional", "why"),
    CASES,
    ids=[f"{received} {limit}" for received, limit, *_ in CASES],
)
def test_the_clerks_table(received: str, limit: str, due: str, provisional: bool, why: str) -> None:
    found = count(moment(received), POLICY.limit(limit), CALENDAR)
    assert found == (moment(due), provisional), why


def test_the_table_holds_every_make_up_day_of_nine_years():
    made_up = {row.day for row in CALENDAR.content.makeup if 2018 <= row.day.year <= 2026}
    assert made_up <= {moment(due).astimezone(CALENDAR.zone).date() for _, _, due, *_ in CASES}


# The same count, made another way: by walking minute after minute, or date after date.


def naive(start: datetime, limit: Limit) -> datetime:
    if limit.unit in {"urgent_hour", "urgent_minute"}:
        return start + limit.amount * (60 if limit.unit == "urgent_hour" else 1) * MINUTE
    if limit.unit == "working_hour":
        left, at = limit.amount * 60, start
        while left:
            left -= CALENDAR.in_business(at)
            at += MINUTE
        return at
    here = start + timedelta(hours=8)
    dates = [here.date() + timedelta(days=n) for n in range(1, 400)]
    working = [day for day in dates if CALENDAR.is_working(day)]
    last = working[limit.amount - 1]
    if limit.unit == "calendar_day":
        last = next(day for day in working if day >= dates[limit.amount - 1])
    return datetime(last.year, last.month, last.day, 10, tzinfo=UTC)


@FEW
@given(MOMENTS, UNITS, st.integers(1, 20))
def test_the_count_agrees_with_one_made_another_way(
    start: datetime, unit: Unit, amount: int
) -> None:
    limit = Limit(amount, unit)
    assert count(start, limit, CALENDAR)[0] == naive(start, limit)


@FEW
@given(MOMENTS, UNITS, st.integers(1, 60))
def test_a_longer_limit_never_ends_sooner(start: datetime, unit: Unit, amount: int) -> None:
    shorter, longer = (count(start, Limit(n, unit), CALENDAR)[0] for n in (amount, amount + 1))
    assert start < shorter <= longer
    assert shorter < longer or unit == "calendar_day"


@FEW
@given(MOMENTS, st.integers(0, 100_000), UNITS, st.integers(1, 30))
def test_whoever_comes_later_is_not_due_sooner(
    start: datetime, wait: int, unit: Unit, amount: int
) -> None:
    limit = Limit(amount, unit)
    assert count(start, limit, CALENDAR)[0] <= count(start + wait * MINUTE, limit, CALENDAR)[0]


def test_a_count_begins_on_the_local_day():
    late = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # half past midnight on 3 March here
    due, _ = count(late, Limit(1, "working_day"), CALENDAR)
    assert CALENDAR.local(due).date() == date(2026, 3, 4)


def story(received: str, limit: str) -> list[tuple[str, bool, str, int]]:
    steps, _ = explain(moment(received), POLICY.limit(limit), CALENDAR)
    return [(step.day.strftime("%m-%d"), step.counted, step.reason, step.number) for step in steps]


def test_the_count_across_the_national_day_is_told_day_by_day():
    holidays = [(f"10-0{n}", False, "holiday", 2) for n in range(1, 4)]
    assert story("2026-09-28 10:00", "5工作日") == [
        ("09-28", False, "received", 0),
        ("09-29", True, "working", 1),
        ("09-30", True, "working", 2),
        *holidays,
        ("10-04", False, "weekend", 2),
        *[(f"10-0{n}", False, "holiday", 2) for n in range(5, 8)],
        ("10-08", True, "working", 3),
        ("10-09", True, "working", 4),
        ("10-10", True, "makeup", 5),
    ]


def test_hours_are_told_in_minutes():
    assert story("2026-03-06 17:00", "2工作时") == [
        ("03-06", True, "working", 60),
        ("03-07", False, "weekend", 60),
        ("03-08", False, "weekend", 60),
        ("03-09", True, "working", 120),
    ]
    assert story("2026-03-05 20:00", "1工作时") == [
        ("03-05", False, "closed", 0),
        ("03-06", True, "working", 60),
    ]


def test_a_last_day_moved_on_is_told():
    assert story("2026-03-05 10:00", "3自然日") == [
        ("03-05", False, "received", 0),
        ("03-06", True, "working", 1),
        ("03-07", True, "weekend", 2),
        ("03-08", True, "weekend", 3),
        ("03-09", False, "moved", 3),
    ]


def test_the_wall_clock_is_told_by_the_day():
    assert story("2026-12-31 23:00", "2紧急工作时") == [
        ("12-31", True, "clock", 60),
        ("01-01", True, "clock", 120),
    ]


@FEW
@given(MOMENTS, UNITS, st.integers(1, 30))
def test_every_reason_told_has_its_words_and_days_follow_each_other(
    start: datetime, unit: Unit, amount: int
) -> None:
    steps, due = explain(start, Limit(amount, unit), CALENDAR)
    listed = [step.day for step in steps]
    assert {step.reason for step in steps} <= set(POLICY.reasons)
    assert listed == [listed[0] + n * days.DAY for n in range(len(listed))]
    assert (listed[0], listed[-1]) == tuple(CALENDAR.local(at).date() for at in (start, due))
    assert sum(step.counted for step in steps if unit == "working_day") in {0, amount}
    minutes = {"working_hour": 60, "urgent_hour": 60}.get(unit, 1)
    assert steps[-1].number == amount * minutes
