"""A trend and what it is compared with: said, drawn whole, nothing beyond its edge."""

import re
from itertools import pairwise

import pytest
from defusedxml.ElementTree import fromstring

from web.charts.trend import HEIGHT, trend

WEEKS = [(f"{number}月{number}日", 80.0 + number % 5) for number in range(1, 13)]
MEAN = ("近12期平均", [(label, 82.0) for label, _ in WEEKS])


def texts(drawing, look):
    return [one for one in fromstring(drawing).iter() if one.get("class") == look]


def test_it_says_both_lines_and_draws_them():
    drawing = trend("按时办结率", WEEKS, MEAN, unit="%")
    named = fromstring(drawing).get("aria-label")
    assert named.startswith("按时办结率：1月1日81%，2月2日82%")
    assert "；近12期平均：1月1日82%" in named
    assert drawing.count("chart-line") == drawing.count("chart-beside") == 1
    assert "chart-beside" not in trend("按时办结率", WEEKS, unit="%")


@pytest.mark.parametrize("width", [340, 760])
def test_nothing_is_cut_off_and_labels_do_not_meet(width):
    labels = texts(trend("按时办结率", WEEKS, MEAN, unit="%", width=width), "chart-label")
    periods = [one for one in labels if one.text.endswith("日")]
    assert periods[-1].text == WEEKS[-1][0], "the last period is named"
    ends = [
        (x - size, x) if one.get("text-anchor") == "end" else (x - size / 2, x + size / 2)
        for one in periods
        for x, size in [(float(one.get("x")), 48)]
    ]
    assert all(left >= 0 and right <= width for left, right in ends)
    assert all(first[1] <= second[0] for first, second in pairwise(ends))
    values = texts(trend("按时办结率", WEEKS, MEAN, unit="%", width=width), "chart-value")
    assert all(0 < float(one.get("y")) < HEIGHT for one in values)


def test_the_last_the_lowest_and_the_highest_are_written_out():
    points = [("一", 90.0), ("二", 70.0), ("三", 80.0), ("四", 95.0), ("五", 85.0), ("六", 84.0)]
    assert [one.text for one in texts(trend("率", points, unit="%"), "chart-value")] == [
        "70%",
        "95%",
        "84%",
    ]


def test_a_missing_value_breaks_the_line_and_no_value_says_so():
    points = [("一", 1.0), ("二", None), ("三", 2.0), ("四", 3.0)]
    path = re.search(r'<path d="([^"]*)" class="chart-line"', trend("件", points))
    assert path
    assert path[1].count("M") == 2
    assert "暂无数据" in trend("件", [("一", None)])
    assert "暂无数据" in trend("件", [])
