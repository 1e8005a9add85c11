"""Pauses and lights of a running limit."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from governance.policy.deadlines import Deadline, Unit
from tests.builders import book, moment

CALENDAR, POLICY = book().calendar, book().deadlines
MINUTE = timedelta(minutes=1)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2025, 1, 1, tzinfo=UTC) + minutes * MINUTE
)
WORDS = {unit: words[0] for unit, words in POLICY.units.items()}
WORKING: tuple[Unit, ...] = ("working_day", "working_hour")
UNITS = st.sampled_from(sorted(WORDS))
FEW = settings(deadline=None, max_examples=100)


def given_limit(start: datetime, text: str) -> Deadline:
    return book().limited(start, text, rule="test", source="test")


PAUSES = st.tuples(st.integers(0, 20_000), st.integers(0, 20_000))


@FEW
@given(MOMENTS, st.sampled_from(WORKING), st.integers(1, 20), PAUSES)
def test_a_pause_keeps_the_working_time_that_was_left(
    start: datetime, unit: Unit, amount: int, pause: tuple[int, int]
) -> None:
    held = given_limit(start, f"{amount}{WORDS[unit]}")
    paused_at = min(start + pause[0] * MINUTE, held.due - MINUTE)
    resumed_at = paused_at + pause[1] * MINUTE
    later = POLICY.resume(held, paused_at, resumed_at, CALENDAR)
    left = CALENDAR.working_time_between
    assert left(resumed_at, later.due) == left(paused_at, held.due)
    assert later.due >= held.due
    assert replace(later, due=held.due, provisional=held.provisional) == held


@FEW
@given(MOMENTS, UNITS, st.integers(1, 20), PAUSES)
def test_a_pause_never_takes_time_away(
    start: datetime, unit: Unit, amount: int, pause: tuple[int, int]
) -> None:
    held = given_limit(start, f"{amount}{WORDS[unit]}")
    paused_at = min(start + pause[0] * MINUTE, held.due)
    resumed_at = paused_at + pause[1] * MINUTE
    later = POLICY.resume(held, paused_at, resumed_at, CALENDAR)
    assert later.due >= held.due
    if unit not in WORKING and paused_at < held.due:
        assert later.due - resumed_at >= held.due - paused_at


@FEW
@given(MOMENTS, UNITS, st.integers(1, 20), st.integers(0, 20_000))
def test_a_pause_of_no_length_changes_nothing(
    start: datetime, unit: Unit, amount: int, at: int
) -> None:
    held = given_limit(start, f"{amount}{WORDS[unit]}")
    paused_at = start + at * MINUTE
    assert POLICY.resume(held, paused_at, paused_at, CALENDAR) == held


@FEW
@given(MOMENTS, st.sampled_from(WORKING), st.integers(1, 20), PAUSES, PAUSES)
def test_two_pauses_add_up(
    start: datetime, unit: Unit, amount: int, one: tuple[int, int], two: tuple[int, int]
) -> None:
    held = given_limit(start, f"{amount}{WORDS[unit]}")
    stops = [start]
    for minutes in (*one, *two):
        stops.append(stops[-1] + minutes * MINUTE)
    _, first, again, second, last = stops
    left = CALENDAR.working_time_between
    later = POLICY.resume(held, first, again, CALENDAR)
    later = POLICY.resume(later, second, last, CALENDAR)
    if second < later.due and first < held.due:
        worked = left(start, first) + left(again, second)
        assert left(start, held.due) == worked + left(last, later.due)


@pytest.mark.parametrize(
    ("received", "limit", "paused", "resumed", "end"),
    [
        ("2026-03-02 10:00", "5工作日", "03-04 10:00", "03-06 10:00", ("2026-03-11 18:00", False)),
        ("2026-03-02 10:00", "5工作日", "03-04 10:00", "03-04 16:00", ("2026-03-10 12:00", False)),
        ("2026-03-02 10:00", "5工作日", "03-06 19:00", "03-08 19:00", ("2026-03-09 18:00", False)),
        ("2026-03-02 10:00", "4工作时", "03-02 11:00", "03-03 09:00", ("2026-03-03 12:00", False)),
        (
            "2026-03-02 10:00",
            "2紧急工作时",
            "03-02 11:00",
            "03-03 09:00",
            ("2026-03-03 10:00", False),
        ),
        ("2026-03-02 10:00", "3自然日", "03-03 10:00", "03-05 10:00", ("2026-03-09 18:00", False)),
        ("2026-03-02 10:00", "3自然日", "03-03 10:00", "03-03 11:00", ("2026-03-06 18:00", False)),
        ("2026-12-21 10:00", "5工作日", "12-25 10:00", "12-31 10:00", ("2027-01-04 18:00", True)),
        ("2026-12-21 10:00", "3自然日", "12-22 10:00", "12-30 10:00", ("2027-01-04 18:00", True)),
        (
            "2026-12-31 22:00",
            "4紧急工作时",
            "12-31 23:00",
            "12-31 23:30",
            ("2027-01-01 02:30", False),
        ),
        ("2026-03-02 10:00", "1工作日", "03-04 10:00", "03-06 10:00", ("2026-03-03 18:00", False)),
        ("2026-03-02 10:00", "1工作日", "03-03 18:00", "03-06 10:00", ("2026-03-03 18:00", False)),
    ],
)
def test_pauses(
    received: str, limit: str, paused: str, resumed: str, end: tuple[str, bool]
) -> None:
    held = given_limit(moment(received), limit)
    paused_at, resumed_at = (moment(f"{received[:4]}-{text}") for text in (paused, resumed))
    later = POLICY.resume(held, paused_at, resumed_at, CALENDAR)
    assert (later.due, later.provisional) == (moment(end[0]), end[1])


def test_a_clock_does_not_resume_before_it_paused():
    held = given_limit(moment("2026-03-02 10:00"), "5工作日")
    with pytest.raises(ValueError, match="resumes"):
        POLICY.resume(held, moment("2026-03-03 10:00"), moment("2026-03-03 09:00"), CALENDAR)


@pytest.mark.parametrize(
    ("limit", "now", "light"),
    [
        ("5工作日", "03-02 10:00", "ok"),
        ("5工作日", "03-05 23:59", "ok"),
        ("5工作日", "03-06 00:00", "near"),
        ("5工作日", "03-09 18:00", "near"),
        ("5工作日", "03-09 18:01", "late"),
        ("3工作日", "03-03 17:00", "ok"),
        ("3工作日", "03-04 08:00", "near"),
        ("1工作日", "03-03 15:00", "ok"),
        ("1工作日", "03-03 15:30", "near"),
        ("4工作时", "03-02 15:00", "ok"),
        ("4工作时", "03-02 15:12", "near"),
        ("4工作时", "03-02 16:01", "late"),
        ("2紧急工作时", "03-02 11:35", "ok"),
        ("2紧急工作时", "03-02 11:36", "near"),
        ("2紧急工作时", "03-02 12:01", "late"),
        ("30自然日", "03-26 10:00", "ok"),
        ("30自然日", "03-31 10:00", "near"),
    ],
)
def test_lights(limit: str, now: str, light: str) -> None:
    held = given_limit(moment("2026-03-02 10:00"), limit)
    assert POLICY.light(held, moment(f"2026-{now}"), CALENDAR) == light


def test_a_weekend_does_not_turn_a_light_yellow():
    held = given_limit(moment("2026-03-06 17:00"), "4工作时")
    assert held.due == moment("2026-03-09 11:00")
    assert POLICY.light(held, moment("2026-03-09 07:00"), CALENDAR) == "ok"
