"""Fortnights, meetings, drafts and the periods of a year."""

from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from tomllib import loads
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.policy import calendar as days
from governance.policy import cycles as policy
from governance.policy.cycles import Period, Window
from scripts.calendar_edition import build
from tests.builders import moment

CONTENT = msgspec.to_builtins(loads(Path(policy.__file__).with_suffix(".toml").read_text("utf-8")))
POLICY = policy.read(CONTENT)
CALENDAR_CONTENT = build()
CALENDAR = days.read(CALENDAR_CONTENT)
DAY = timedelta(days=1)
DAYS = st.dates(date(2008, 1, 1), date(2040, 12, 31))


def edition(**changes):
    return deepcopy(CONTENT) | changes


@pytest.mark.parametrize(
    ("day", "number", "start", "end"),
    [
        (date(2026, 1, 5), 202601, date(2026, 1, 5), date(2026, 1, 18)),
        (date(2026, 1, 18), 202601, date(2026, 1, 5), date(2026, 1, 18)),
        (date(2026, 1, 19), 202602, date(2026, 1, 19), date(2026, 2, 1)),
        (date(2026, 1, 4), 202526, date(2025, 12, 22), date(2026, 1, 4)),
        (date(2026, 12, 31), 202626, date(2026, 12, 21), date(2027, 1, 3)),
        (date(2027, 1, 4), 202701, date(2027, 1, 4), date(2027, 1, 17)),
        (date(2029, 1, 1), 202901, date(2029, 1, 1), date(2029, 1, 14)),
        (date(2029, 12, 31), 202927, date(2029, 12, 31), date(2030, 1, 13)),
    ],
)
def test_windows(day: date, number: int, start: date, end: date) -> None:
    window = POLICY.window(day)
    assert window == Window(number=number, start=start, end=end)
    assert (window.year, window.issue) == divmod(number, 100)


@given(DAYS)
def test_every_day_lies_in_one_fortnight_and_fortnights_follow_each_other(day: date) -> None:
    window = POLICY.window(day)
    assert window.start <= day <= window.end
    assert window.end - window.start == timedelta(days=13)
    assert window.start.weekday() == 0
    after = POLICY.next(window)
    assert after.start == window.end + DAY
    assert POLICY.previous(after) == window
    if after.year == window.year:
        assert after.issue == window.issue + 1
    else:
        assert (after.year, after.issue) == (window.year + 1, 1)


@pytest.mark.parametrize(
    ("grid", "day", "meets_at"),
    [
        ("g1", date(2026, 3, 2), "2026-03-10 14:00"),
        ("g2", date(2026, 3, 2), "2026-03-11 14:00"),
        ("g3", date(2026, 3, 2), "2026-03-12 14:00"),
        ("unheard_of", date(2026, 3, 2), "2026-03-10 14:00"),
        ("g1", date(2026, 9, 28), "2026-10-09 14:00"),  # 10-06 is a holiday, g3 has 10-08
        ("g2", date(2026, 9, 28), "2026-10-10 14:00"),  # a working day instead of another
        ("g3", date(2026, 9, 28), "2026-10-08 14:00"),
        ("g1", date(2026, 2, 16), "2026-02-24 14:00"),
    ],
)
def test_when_a_grid_meets(grid: str, day: date, meets_at: str) -> None:
    assert POLICY.meets_at(grid, POLICY.window(day), CALENDAR) == moment(meets_at)


def closed(*closed_days: date) -> days.Calendar:
    rows = [{"day": str(day), "working": False, "name": "x", "source": "x"} for day in closed_days]
    return days.read(CALENDAR_CONTENT | {"overrides": rows})


def test_a_meeting_with_nothing_after_it_comes_forward():
    week = [date(2026, 3, 10) + n * DAY for n in range(6)]
    window = POLICY.window(date(2026, 3, 2))
    assert POLICY.meets_at("g1", window, closed(*week)) == moment("2026-03-09 14:00")


def test_a_fortnight_without_a_working_day_keeps_its_day():
    fortnight = [date(2026, 3, 2) + n * DAY for n in range(14)]
    window = POLICY.window(date(2026, 3, 2))
    assert POLICY.meets_at("g1", window, closed(*fortnight)) == moment("2026-03-10 14:00")


@given(st.dates(date(2008, 1, 1), date(2028, 12, 1)), st.sampled_from(["g1", "g2", "g3"]))
def test_a_meeting_lies_on_a_working_day_of_its_fortnight(day: date, grid: str) -> None:
    window = POLICY.window(day)
    met_on = CALENDAR.local(POLICY.meets_at(grid, window, CALENDAR)).date()
    assert window.start <= met_on <= window.end
    assert CALENDAR.is_working(met_on)


@pytest.mark.parametrize(
    ("meets_at", "drafted_at"),
    [
        ("2026-03-10 14:00", "2026-03-05 08:00"),
        ("2026-10-08 14:00", "2026-09-28 08:00"),
        ("2026-02-24 14:00", "2026-02-12 08:00"),
    ],
)
def test_a_draft_comes_three_working_days_before(meets_at: str, drafted_at: str) -> None:
    assert POLICY.drafted_at(moment(meets_at), CALENDAR) == moment(drafted_at)


@pytest.mark.parametrize(
    ("code", "day", "period"),
    [
        ("pair", date(2026, 1, 1), Period(202601, date(2026, 1, 1), date(2026, 2, 28))),
        ("pair", date(2024, 2, 29), Period(202401, date(2024, 1, 1), date(2024, 2, 29))),
        ("pair", date(2026, 3, 1), Period(202602, date(2026, 3, 1), date(2026, 4, 30))),
        ("pair", date(2026, 12, 31), Period(202606, date(2026, 11, 1), date(2026, 12, 31))),
        ("year", date(2026, 7, 1), Period(202601, date(2026, 1, 1), date(2026, 12, 31))),
    ],
)
def test_periods(code: str, day: date, period: Period) -> None:
    assert POLICY.period(code, day) == period


@given(DAYS, st.sampled_from([1, 2, 3, 4, 6, 12]))
def test_periods_divide_the_year(day: date, months: int) -> None:
    span = {"code": "x", "months": months, "confirmed": True, "source": "x"}
    cycles = policy.read(edition(span=[span]))
    found = cycles.period("x", day)
    assert found.start <= day <= found.end
    assert found.year == day.year
    assert 1 <= found.issue <= 12 // months
    after = cycles.period("x", found.end + DAY)
    assert after.start == found.end + DAY
    assert after.issue == found.issue % (12 // months) + 1


MEETING, SPAN = CONTENT["meeting"][0], CONTENT["span"][0]


@pytest.mark.parametrize(
    "changes",
    [
        {"meeting": []},
        {"meeting": [MEETING, MEETING]},
        {"meeting": [MEETING | {"day": 14}]},
        {"meeting": [MEETING | {"day": -1}]},
        {"days": 0},
        {"draft_lead": -1},
        {"hour": "noon"},
        {"anchor": "2026-02-30"},
        {"span": [SPAN, SPAN]},
        {"span": [SPAN | {"months": 5}]},
        {"span": [SPAN | {"months": 0}]},
        {"unheard_of": 1},
    ],
)
def test_nonsense_is_not_read(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"."):
        policy.read(edition(**changes))
