from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.sheets import MomentFault, read_moment
from web.text.clocks import DayAndClock, read_day_and_clock
from web.text.faults import SENTENCES

SHANGHAI = ZoneInfo("Asia/Shanghai")
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
MORNING = datetime(2026, 2, 5, 9, 3, tzinfo=SHANGHAI)
DAY = datetime(2026, 2, 5, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-05 09:03",
        "2026/2/5 9:03",
        "2026.2.5 9:03:00",
        "2026-02-05T09:03:00",
        "2026-02-05T01:03:00Z",
        "2026-02-05 01:03:00+00:00",
        "2026-02-05 09:03:00.000 +0800",
        "2026-02-05T02:03+01",
        "2026-02-04 20:03:00-05:00",
        "2026年2月5日 9时3分",
        "2026年02月05日9时03分00秒",
        "2026年2月5日（星期四）上午9:03",
        "2026-02-05 周四 09:03",
        "2026/2/5 上午9:03",
        "2026/2/5 上午09:03:00",
        "2026年2月5日 9点3分",
        "２０２６／２／５　９：０３",
        "202602050903",
        "20260205090300",
        "20260205 09:03",
        "20260205T010300Z",
        "02/05/2026 09:03:00 AM",
        "2/5/2026 9:03 a.m.",
        " 2026-02-05   09:03 ",
        20260205090300,
        46058.377083333333,
        "46058.377083333333",
        datetime(2026, 2, 5, 9, 3),  # noqa: DTZ001  (a sheet's dates have no zone)
        datetime(2026, 2, 5, 9, 2, 59, 999_997),  # noqa: DTZ001
        datetime(2026, 2, 5, 1, 3, tzinfo=UTC),
    ],
)
def test_one_moment_in_every_form(written):
    read = read_moment(written, SHANGHAI)
    assert read == MORNING
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    "written",
    [
        "2026-02-05",
        "2026/2/5",
        "2026年2月5日",
        "２０２６年２月５日",
        "2026-02-05 上午12:00",
        "2026-2-4 24:00",
        "20260205",
        20260205,
        "46058",
        46058,
        46058.0,
        date(2026, 2, 5),
    ],
)
def test_a_day_is_its_first_moment(written):
    assert read_moment(written, SHANGHAI) == DAY


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-02-05 下午3:00", 15),
        ("2026-02-05 下午15:00", 15),
        ("2026-02-05 下午12:00", 12),
        ("2026-02-05 中午12:00", 12),
        ("2026-02-05 中午11:00", 11),
        ("2026-02-05 中午1:00", 13),
        ("2026-02-05 晚上8点", 20),
        ("2026-02-05 凌晨2时", 2),
        ("2026-02-05 凌晨12:00", 0),
        ("02/05/2026 12:00 AM", 0),
        ("02/05/2026 12:00:00 PM", 12),
        ("02/05/2026 03:00:00 PM", 15),
    ],
)
def test_halves_of_the_day(written, hour):
    assert read_moment(written, SHANGHAI) == DAY + timedelta(hours=hour)


def test_a_day_above_twelve_tells_which_number_is_the_month():
    assert read_moment("25/02/2026 09:03", SHANGHAI) == read_moment("02/25/2026 09:03", SHANGHAI)


def test_seconds_and_their_fractions_are_kept():
    read = read_moment("2026-02-05 09:03:07.250", SHANGHAI)
    assert read == MORNING + timedelta(seconds=7, milliseconds=250)


def test_the_zone_of_the_sheet_counts():
    assert read_moment("2026-02-05 09:03", LOS_ANGELES) - MORNING == timedelta(hours=16)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("昨天", "moment.unreadable"),
        ("", "moment.unreadable"),
        ("2026年", "moment.unreadable"),
        ("5个工作日", "moment.unreadable"),
        ("=NOW()", "moment.unreadable"),
        ("2026-02-05 09", "moment.unreadable"),
        (True, "moment.unreadable"),
        ("05/02/2026 09:03", "moment.ambiguous"),
        ("1/12/2026", "moment.ambiguous"),
        ("2026-02-05 晚上12:30", "moment.ambiguous"),
        ("2026-02-30", "moment.impossible"),
        ("2026-13-01 09:03", "moment.impossible"),
        ("2026-02-05 25:00", "moment.impossible"),
        ("2026-02-05 24:01", "moment.impossible"),
        ("2026-02-05 09:60", "moment.impossible"),
        ("2026-02-05 上午15:00", "moment.impossible"),
        ("2026-02-05 09:03+99:00", "moment.impossible"),
        ("20261305", "moment.impossible"),
        ("09:03", "moment.no_date"),
        ("上午9时3分", "moment.no_date"),
        (time(9, 3), "moment.no_date"),
        (timedelta(hours=30), "moment.no_date"),
        ("26-2-5 09:03", "moment.short_year"),
        ("2月5日", "moment.short_year"),
        ("2/5", "moment.short_year"),
        (12345, "moment.out_of_range"),
        ("1899-12-30", "moment.out_of_range"),
        ("9999-12-31 24:00", "moment.impossible"),
        ("99990101", "moment.out_of_range"),
        (datetime(1900, 1, 1, tzinfo=UTC), "moment.out_of_range"),
    ],
)
def test_what_is_not_one_moment_is_refused_with_its_reason(written, code):
    with pytest.raises(MomentFault) as refused:
        read_moment(written, SHANGHAI)
    assert refused.value.code == code
    assert str(refused.value).endswith("。")


def test_an_hour_the_clock_skips_or_shows_twice_is_refused():
    with pytest.raises(MomentFault) as skipped:
        read_moment("2026-03-08 02:30", LOS_ANGELES)
    assert skipped.value.code == "moment.impossible"
    with pytest.raises(MomentFault) as twice:
        read_moment("2026-11-01 01:30", LOS_ANGELES)
    assert twice.value.code == "moment.clock_change"
    assert read_moment("2026-11-01 01:30-08:00", LOS_ANGELES).hour == 9


def test_a_long_text_is_shortened_in_the_reason():
    with pytest.raises(MomentFault) as refused:
        read_moment("很长" * 500, SHANGHAI)
    assert len(str(refused.value)) < len(SENTENCES["moment.unreadable"]) + 40


@given(
    st.datetimes(datetime(1992, 1, 1), datetime(2099, 1, 1)),  # noqa: DTZ001  (written without zone)
    st.sampled_from(
        [
            "%Y-%m-%d %H:%M:%S",
            "%Y-%m-%dT%H:%M:%S",
            "%Y/%m/%d %H:%M:%S",
            "%Y年%m月%d日 %H时%M分%S秒",
            "%Y%m%d%H%M%S",
            "%m/%d/%Y %I:%M:%S %p",
        ]
    ),
)
def test_what_was_written_is_read(moment, form):
    moment = moment.replace(microsecond=0)
    assert read_moment(moment.strftime(form), SHANGHAI) == moment.replace(tzinfo=SHANGHAI)


@given(st.one_of(st.text(max_size=40), st.floats(), st.integers(), st.dates(), st.times()))
def test_anything_is_a_moment_in_utc_or_refused(value):
    try:
        read = read_moment(value, timezone(timedelta(hours=8)))
    except MomentFault:
        return
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("day", "clock", "moment"),
    [
        (datetime(2026, 11, 25), time(22, 5), "2026-11-25 22:05"),  # noqa: DTZ001
        (datetime(2026, 11, 25), timedelta(hours=22, minutes=5), "2026-11-25 22:05"),  # noqa: DTZ001
        (datetime(2026, 11, 25), datetime(1899, 12, 30, 22, 5), "2026-11-25 22:05"),  # noqa: DTZ001
        (date(2026, 11, 25), 0.9201388888888888, "2026-11-25 22:05"),
        (46351, 0.9201388888888888, "2026-11-25 22:05"),
        ("46351", "0.9201388888888888", "2026-11-25 22:05"),
        ("2026-11-25", "22:05", "2026-11-25 22:05"),
        ("2026年11月25日", "下午10点05分", "2026-11-25 22:05"),
        ("2026/11/25", "１０：０５ PM", "2026-11-25 22:05"),
        ("2026-11-25 00:00:00", "22:05:00", "2026-11-25 22:05"),
        ("2026-11-25", "2026-11-25 22:05", "2026-11-25 22:05"),
        ("2026-11-25 22:05", "22:05", "2026-11-25 22:05"),
        ("2026-11-25", "24:00", "2026-11-26 00:00"),
        ("2026-11-25", None, "2026-11-25 00:00"),
    ],
)
def test_one_moment_in_two_cells(day, clock, moment):
    found = read_day_and_clock(DayAndClock(day, clock), SHANGHAI)
    assert f"{found.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" == moment


@pytest.mark.parametrize(
    ("day", "clock", "code"),
    [
        (None, "22:05", "moment.no_date"),
        ("2026-11-25", "2026-11-26 22:05", "moment.contradiction"),
        ("2026-11-25 09:00", "22:05", "moment.contradiction"),
        ("2026-11-25", "25:05", "moment.impossible"),
        ("2026-11-25", "晚饭后", "moment.unreadable"),
        ("05/02/2026", "22:05", "moment.ambiguous"),
    ],
)
def test_two_cells_that_name_no_moment(day, clock, code):
    with pytest.raises(MomentFault) as refused:
        read_day_and_clock(DayAndClock(day, clock), SHANGHAI)
    assert refused.value.code == code
