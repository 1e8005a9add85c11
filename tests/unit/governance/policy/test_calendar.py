"""The working calendar, against the State Council's notices of 2018 to 2026 as published."""

import csv
import json
from copy import deepcopy
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.policy import calendar as policy
from scripts.calendar_edition import build
from tests.builders import moment

DAY = timedelta(days=1)
CONTENT = build()
CALENDAR = policy.read(CONTENT)
with Path(__file__).with_name("notices.csv").open(encoding="utf-8") as notices:
    NOTICES = [
        (
            row["节日"],
            date.fromisoformat(row["放假首日"]),
            date.fromisoformat(row["放假末日"]),
            [date.fromisoformat(day) for day in row["调休上班日"].split()],
        )
        for row in csv.DictReader(notices)
    ]
DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
MOMENTS = st.integers(0, 9 * 366 * 24 * 60).map(
    lambda minutes: datetime(2018, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)
FEW = settings(deadline=None, max_examples=100)


def edition(**changes):
    return deepcopy(CONTENT) | changes


def test_every_day_of_nine_years_is_as_the_notices_say():
    made_up = {day for *_, days in NOTICES for day in days}
    off = {first + n * DAY for _, first, last, _ in NOTICES for n in range((last - first).days + 1)}
    day, differences = date(2018, 1, 1), []
    while day < date(2027, 1, 1):
        expected = day in made_up or (day.weekday() < 5 and day not in off)
        if CALENDAR.is_working(day) != expected:
            differences.append(day)
        day += DAY
    assert differences == []


@pytest.mark.parametrize(
    ("festival", "day"), [(festival, day) for festival, *_, days in NOTICES for day in days]
)
def test_a_make_up_day_is_named_after_its_festivals(festival: str, day: date) -> None:
    reason, name = CALENDAR.reason(day)
    assert (reason, name.endswith("调休上班")) == ("makeup", True)
    assert set(name.removesuffix("调休上班").split("、")) == set(festival.split("、"))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 3, 2), ("working", "")),
        (date(2026, 3, 7), ("weekend", "")),
        (date(2026, 10, 1), ("holiday", "国庆节")),
        (date(2026, 10, 6), ("holiday", "国庆节（调休放假）")),
        (date(2026, 10, 10), ("makeup", "国庆节调休上班")),
        (date(2026, 2, 20), ("holiday", "春节（调休放假）")),
        (date(2026, 4, 6), ("holiday", "清明节（补假）")),
        (date(2028, 10, 3), ("holiday", "中秋节、国庆节")),
    ],
)
def test_why_a_day_counts_or_not(day: date, reason: tuple[str, str]) -> None:
    assert CALENDAR.reason(day) == reason


def test_what_the_sub_district_sets_itself_goes_first_and_is_settled():
    own = [
        {"day": "2026-10-10", "working": False, "name": "停电检修", "source": "街道通知"},
        {"day": "2027-01-02", "working": True, "name": "应急值守", "source": "街道通知"},
    ]
    calendar = policy.read(edition(overrides=own))
    assert not calendar.is_working(date(2026, 10, 10))
    assert calendar.reason(date(2026, 10, 10)) == ("override", "停电检修")
    assert calendar.is_working(date(2027, 1, 2))
    assert calendar.working_days_between(date(2026, 10, 8), date(2026, 10, 12)) == 2
    assert calendar.working_days_between(date(2026, 12, 31), date(2027, 1, 4)) == 2
    assert calendar.confirmed(date(2027, 1, 2))
    assert not calendar.confirmed(date(2027, 1, 1))


def test_setting_a_day_as_it_is_already_changes_no_count():
    same = [
        {"day": "2026-03-02", "working": True, "name": "值班", "source": "街道通知"},
        {"day": "2026-03-07", "working": False, "name": "休息", "source": "街道通知"},
    ]
    calendar = policy.read(edition(overrides=same))
    march = date(2026, 3, 1), date(2026, 3, 31)
    assert calendar.working_days_between(*march) == CALENDAR.working_days_between(*march) == 22


def test_only_what_a_notice_covers_is_confirmed():
    assert CALENDAR.confirmed(date(2026, 12, 31))
    assert not CALENDAR.confirmed(date(2027, 1, 1))
    few = policy.read(build(range(2019, 2021)))
    assert [few.confirmed(date(year, 7, 1)) for year in (2018, 2019, 2020, 2021)] == [
        False,
        True,
        True,
        False,
    ]
    assert few.reason(date(2018, 12, 29)) == ("weekend", "")


def test_a_year_alone_knows_the_days_worked_off_for_the_next():
    assert policy.read(build([2011])).is_working(date(2011, 12, 31))


def test_an_edition_is_plain_and_reads_the_same_after_storing():
    assert json.loads(json.dumps(CONTENT)) == CONTENT
    assert policy.read(json.loads(json.dumps(CONTENT))).content == CALENDAR.content


@pytest.mark.parametrize(
    ("day", "count", "found"),
    [
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 10, 8), -1, date(2026, 9, 30)),
        (date(2026, 10, 11), -1, date(2026, 10, 10)),
        (date(2026, 9, 19), 1, date(2026, 9, 20)),
        (date(2026, 10, 3), 0, date(2026, 10, 3)),
    ],
)
def test_days_are_added_both_ways(day: date, count: int, found: date) -> None:
    assert CALENDAR.add_working_days(day, count) == found


def test_the_next_working_day_may_be_today():
    assert CALENDAR.working_day(date(2026, 10, 10)) == date(2026, 10, 10)
    assert CALENDAR.working_day(date(2026, 10, 1)) == date(2026, 10, 8)


@FEW
@given(DAYS, st.integers(1, 40))
def test_adding_days_and_counting_between_agree(day: date, count: int) -> None:
    later = CALENDAR.add_working_days(day, count)
    assert CALENDAR.is_working(later)
    assert CALENDAR.working_days_between(day, later) == count
    assert CALENDAR.working_days_between(later, day) == -count


def minutes(start: datetime, end: datetime) -> int:
    """Count working minutes one by one, by the notices' days and the hours of the edition."""
    counted = 0
    while start < end:
        counted += CALENDAR.in_business(start)
        start += timedelta(minutes=1)
    return counted


@settings(deadline=None, max_examples=25)
@given(MOMENTS, st.integers(0, 60 * 24 * 5))
def test_working_time_is_the_sum_of_its_minutes(start: datetime, length: int) -> None:
    end = start + timedelta(minutes=length)
    assert CALENDAR.working_time_between(start, end) == timedelta(minutes=minutes(start, end))
    assert CALENDAR.working_time_between(end, start) == -timedelta(minutes=minutes(start, end))


@FEW
@given(MOMENTS, MOMENTS, MOMENTS)
def test_working_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    between = CALENDAR.working_time_between
    assert between(one, two) + between(two, three) == between(one, three)


def test_moments_and_days_of_here():
    assert CALENDAR.at(date(2026, 3, 2), time(8)) == datetime(2026, 3, 2, 0, tzinfo=UTC)
    assert CALENDAR.closing(date(2026, 3, 2)) == moment("2026-03-02 18:00")
    assert CALENDAR.local(datetime(2026, 3, 1, 16, 30, tzinfo=UTC)).date() == date(2026, 3, 2)
    assert (CALENDAR.opens, CALENDAR.closes) == (time(8), time(18))


@pytest.mark.parametrize(
    ("at", "open_now"),
    [
        ("2026-03-02 07:59", False),
        ("2026-03-02 08:00", True),
        ("2026-03-02 11:59", True),
        ("2026-03-02 12:00", False),
        ("2026-03-02 14:00", True),
        ("2026-03-02 18:00", False),
        ("2026-03-07 10:00", False),
        ("2026-10-10 10:00", True),
    ],
)
def test_business_hours(at: str, open_now: bool) -> None:
    assert CALENDAR.in_business(moment(at)) is open_now


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Asia/Nowhere"},
        {"weekend": [7]},
        {"weekend": list(range(7))},
        {"confirmed_through": "2007-12-31"},
        {"confirmed_through": "soon"},
        {"holidays": [{"day": "2026-02-30", "name": "x"}]},
        {"holidays": [{"day": "2026-05-01", "name": "x"}] * 2},
        {"makeup": [{"day": "2026-03-02", "name": "x"}]},
        {"overrides": [{"day": "2026-03-02", "working": True, "name": "x"}]},
        {"unheard_of": 1},
        {"business": CONTENT["business"] | {"periods": []}},
        {"business": CONTENT["business"] | {"periods": [["18:00", "08:00"]]}},
        {"business": CONTENT["business"] | {"periods": [["08:00", "12:00"], ["11:00", "18:00"]]}},
        {"business": CONTENT["business"] | {"periods": [["8 Uhr", "12:00"]]}},
    ],
)
def test_nonsense_is_not_read(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(edition(**changes))
