from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction

import pytest
from flask import Flask, render_template_string
from werkzeug.datastructures import MultiDict

from tests.builders import book
from web.text import formats

SHANGHAI = timezone(timedelta(hours=8))
BETWEEN = book().calendar.working_days_between
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=SHANGHAI)


def test_a_moment_is_shown_in_local_time():
    late_evening = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    assert formats.day(late_evening, late_evening) == "11月24日（周二）"
    assert formats.full_day(late_evening) == "2026年11月24日（周二）"
    assert formats.clock(late_evening) == "00:30"
    assert formats.moment(late_evening) == "2026年11月24日 00:30"


def test_a_plain_day_is_its_own():
    assert formats.day(date(2027, 1, 3), date(2027, 9, 1)) == "1月3日（周日）"


def test_a_day_of_another_year_has_its_year():
    now = datetime(2026, 12, 31, 17, tzinfo=UTC)
    assert formats.day(date(2027, 1, 4), now) == "1月4日（周一）"
    assert formats.day(date(2026, 12, 26), now) == "2026年12月26日（周六）"
    assert formats.day(None, now) == "—"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        formats.moment(datetime(2026, 11, 24, 14, 5))  # noqa: DTZ001 the fault under test


@pytest.mark.parametrize(
    ("due", "text", "kind"),
    [
        (at(24, 9), "剩2个工作日", ""),
        (at(23, 0), "剩1个工作日", ""),
        (at(22, 0), "剩12小时", ""),
        (at(21, 18), "剩6小时", "warn"),
        (at(21, 13, 59), "剩1小时", "warn"),
        (at(21, 12, 59), "剩59分钟", "warn"),
        (at(21, 12), "剩1分钟", "warn"),
        (at(21, 11, 59), "超期1分钟", "bad"),
        (at(21, 9), "超期3小时", "bad"),
        (at(20, 23, 59), "超期12小时", "bad"),
        (at(19, 18), "超期1个工作日", "bad"),
        (at(18, 18), "超期2个工作日", "bad"),
        (date(2026, 11, 24), "剩3天", ""),
        (date(2026, 11, 21), "今日到期", "warn"),
        (date(2026, 11, 20), "超期1天", "bad"),
    ],
)
def test_a_deadline_says_how_far_off_it_is(due, text, kind):
    assert formats.due_text(due, NOON, BETWEEN) == text
    assert formats.due_kind(due, NOON) == kind


def test_the_day_of_a_deadline_is_the_local_one():
    just_past_midnight = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)
    assert formats.due_text(just_past_midnight, NOON, BETWEEN) == "剩12小时"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=40), "不到1分钟"),
        (timedelta(minutes=7, seconds=59), "7分钟"),
        (timedelta(hours=2, minutes=5), "2小时5分钟"),
        (timedelta(days=3, hours=4, minutes=30), "3天4小时"),
        (timedelta(days=3, minutes=30), "3天"),
    ],
)
def test_a_length_of_time_has_at_most_two_units(span, text):
    assert formats.duration(span) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.875, "87.5%"),
        (Fraction(7, 8), "87.5%"),
        (Fraction(2, 3), "66.7%"),
        (Decimal("0.99950"), "100.0%"),
        (0.0005, "0.1%"),
        (1, "100.0%"),
        (0, "0.0%"),
    ],
)
def test_a_ratio_is_rounded_half_up(ratio, text):
    assert formats.percent(ratio) == text


def test_decimals_of_a_ratio_can_be_chosen():
    assert formats.percent(Fraction(1, 8), 0) == "13%"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (0.025, "+2.5个百分点"),
        (Fraction(-1, 40), "−2.5个百分点"),
        (0.0001, "0.0个百分点"),
    ],
)
def test_a_difference_of_ratios_is_in_points(change, text):
    assert formats.points(change) == text


def test_figures_have_thousands():
    assert formats.number(12345) == "12,345"
    assert formats.number(Fraction(12345, 2), 1) == "6,172.5"
    assert formats.number(-1234) == "-1,234"


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 字节"),
        (1023, "1023 字节"),
        (1024, "1.0 KB"),
        (3_355_443, "3.2 MB"),
        (5 * 1024**4 * 1024, "5120.0 TB"),
    ],
)
def test_bytes_are_written_in_the_fitting_unit(count, text):
    assert formats.size(count) == text


class Hidden:
    def __str__(self):
        return "王**"


def test_a_masked_value_passes_as_it_says_of_itself():
    assert formats.masked(Hidden()) == "王**"
    assert formats.masked("139****5678") == "139****5678"


@pytest.mark.parametrize("name", [each.__name__ for each in formats.FILTERS])
def test_the_unknown_is_a_dash(name):
    extra = (NOON,) if name.startswith(("due_", "near_")) else ()
    shown = getattr(formats, name)(None, *extra)
    assert shown == ("" if name == "due_kind" else "—")


def test_an_empty_masked_value_is_a_dash():
    assert formats.masked("") == "—"


def test_the_query_keeps_other_arguments():
    args = MultiDict([("grid", "2"), ("state", "a"), ("state", "b"), ("page", "3")])
    assert (
        formats.url_with("/c", args, page=None, sort="due") == "/c?grid=2&state=a&state=b&sort=due"
    )
    assert formats.url_with("/c", {"q": "路灯"}, q=None) == "/c"
    assert formats.url_with("/c", {"q": "路灯"}, page=2) == "/c?q=%E8%B7%AF%E7%81%AF&page=2"


def test_templates_know_the_filters():
    app = Flask(__name__)
    formats.register(app)
    with app.app_context():
        shown = render_template_string(
            "{{ r|percent }} {{ due|full_day }} {{ due|due_kind(now) }} "
            "{{ url_with('/a', {}, b=1) }}",
            r=0.5,
            due=at(20, 9),
            now=NOON,
        )
    assert shown == "50.0% 2026年11月20日（周五） bad /a?b=1"
