"""What a period may be compared with: as much of the one before as has gone by, or nothing."""

from datetime import date

import pytest

from tests.builders import book, moment
from web.figures.periods import Period, period


def asked(kind, as_at, first=None, last=None):
    return period(book(), kind, book().calendar.local(as_at).date(), first, last)


@pytest.mark.parametrize(
    ("kind", "as_at", "begins", "cut"),
    [
        ("this", "2026-03-07 10:00", date(2026, 2, 16), "2026-02-21 10:00"),
        ("this", "2026-03-15 23:59", date(2026, 2, 16), "2026-03-01 23:59"),
        ("month", "2026-04-01 00:01", date(2026, 3, 1), "2026-03-01 00:01"),
        ("year", "2026-01-20 09:00", date(2025, 1, 1), "2025-01-20 09:00"),
    ],
)
def test_a_running_period_is_compared_with_as_much_time(kind, as_at, begins, cut):
    earlier = asked(kind, moment(as_at)).earlier(book(), moment(as_at))
    assert (earlier.span.first, earlier.cut) == (begins, moment(cut))
    assert earlier.name == "较上期同期"


def test_a_period_that_is_over_is_compared_with_the_whole_one_before():
    as_at = moment("2026-03-07 10:00")
    earlier = asked("last", as_at).earlier(book(), as_at)
    assert (earlier.span.first, earlier.cut, earlier.name) == (date(2026, 2, 2), None, "较上期")
    just_over = asked("days", as_at, date(2026, 3, 1), date(2026, 3, 6))
    assert just_over.earlier(book(), as_at).cut is None


@pytest.mark.parametrize(
    ("span", "as_at"),
    [
        (Period("month", date(2026, 3, 1), date(2026, 3, 31)), "2026-03-30 10:00"),
        (Period("year", date(2024, 1, 1), date(2024, 12, 31)), "2024-12-31 10:00"),
        (Period("days", date(2026, 4, 1), date(2026, 4, 10)), "2026-03-07 10:00"),
        (Period("days", date(2026, 3, 7), date(2026, 3, 7)), "2026-03-07 00:00"),
    ],
)
def test_nothing_is_compared_where_no_other_has_run_as_long(span, as_at):
    assert span.earlier(book(), moment(as_at)) is None


def test_the_day_of_a_period_is_counted_while_it_runs():
    span = Period("this", date(2026, 3, 2), date(2026, 3, 15))
    days = [
        span.day(book(), moment(at))
        for at in ("2026-03-01 23:59", "2026-03-02 00:00", "2026-03-07 10:00", "2026-03-16 00:00")
    ]
    assert days == [0, 1, 6, 0]
