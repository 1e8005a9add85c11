"""Wording of values, and text that no document can choke on."""

from datetime import UTC, date, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.text.paper import clean, full_day, full_moment, local, numeral, one_line, paragraphs

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def test_dates_have_no_zero_padding():
    assert full_day(date(2026, 3, 5)) == "2026年3月5日（星期四）"
    assert full_day(date(2026, 11, 22)) == "2026年11月22日（星期日）"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 3, 5, 6, 0, tzinfo=UTC), "2026年3月5日（星期四）14:00"),
        (datetime(2026, 3, 5, 16, 5, tzinfo=UTC), "2026年3月6日（星期五）0:05"),
        (
            datetime(2026, 3, 5, 9, 30, tzinfo=timezone(timedelta(hours=8))),
            "2026年3月5日（星期四）9:30",
        ),
    ],
)
def test_moments_are_told_in_shanghai_time(moment, text):
    assert full_moment(moment) == text


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 3, 5))  # noqa: DTZ001  the fault under test


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (20, "二十"),
        (35, "三十五"),
        (99, "九十九"),
        (100, "100"),
    ],
)
def test_numerals(number, text):
    assert numeral(number) == text


def test_there_is_no_zeroth_item():
    with pytest.raises(ValueError, match="starts at 1"):
        numeral(0)


@given(ANY_TEXT)
def test_clean_text_fits_into_any_xml(text):
    cleaned = clean(text)
    element = ET.Element("t")
    element.text = cleaned
    read = ET.fromstring(ET.tostring(element, encoding="utf-8")).text or ""
    assert read == cleaned.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")))
def test_legal_text_is_left_alone(text):
    assert clean(text) == text


def test_illegal_characters_go_and_everything_else_stays():
    assert clean("甲\x00\x0b\x1f乙\ud800丙\ufffe\U0001f600𠮷") == "甲乙丙\U0001f600𠮷"


def test_one_line_joins_breaks_but_keeps_full_width_spaces():
    assert one_line(" 网格长　张三\r\n\t第二行 ") == "网格长　张三 第二行"


def test_paragraphs_drop_empty_lines():
    assert paragraphs("第一段\n\n  第二段\u2028第三段\n") == ("第一段", "第二段", "第三段")
