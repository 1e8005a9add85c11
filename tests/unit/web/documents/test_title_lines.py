"""Long titles in balanced lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.documents.layout import LAYOUT
from web.documents.title import balanced, measure
from web.text.paper import one_line

WIDTH = LAYOUT.title.characters


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("“双周一议”会议议程", ["“双周一议”会议议程"]),
        (
            "华阳路街道第二综合网格“双周一议”会议议程",
            ["华阳路街道第二综合网格", "“双周一议”会议议程"],
        ),
        (
            "华阳路街道第二综合网格2026年第15期“双周一议”会议议程",
            ["华阳路街道第二综合网格2026年", "第15期“双周一议”会议议程"],
        ),
        (
            "华阳路街道关于推进电动自行车集中充电设施建设和既有多层住宅加装电梯工作专题协调会议议程",
            [
                "华阳路街道关于推进",
                "电动自行车集中充电设施建设和",
                "既有多层住宅加装电梯工作专题协调会议议程",
            ],
        ),
    ],
)
def test_lines_end_where_a_thought_ends(title, lines):
    assert list(balanced(title, WIDTH)) == lines


@given(st.text(st.sampled_from("国家网格街道会议“”《》（）、，。的和2026A ")))
def test_no_title_loses_a_character_or_runs_over(title):
    lines = balanced(title, WIDTH)
    assert "".join(lines).replace(" ", "") == one_line(title).replace(" ", "")
    assert all(measure(line) <= WIDTH for line in lines)


@pytest.mark.parametrize("count", [41, 50, 59])
def test_three_lines_are_never_an_hourglass(count):
    first, middle, last = map(measure, balanced("国" * count, WIDTH))
    assert middle >= min(first, last)


def test_numbers_and_quoted_words_are_not_cut():
    lines = balanced("示例街道关于印发2026年第123456789号“一格一题”推进情况报告", WIDTH)
    assert any("第123456789号" in line for line in lines)
    assert any("“一格一题”" in line for line in lines)


def test_an_endless_title_still_comes_out():
    lines = balanced("国" * 200, WIDTH)
    assert [len(line) for line in lines] == [WIDTH] * 10


def test_a_title_that_may_be_broken_nowhere_still_comes_out():
    assert [len(line) for line in balanced("）" * 30, WIDTH)] == [20, 10]


def test_no_title_has_no_lines():
    assert balanced(" \n", WIDTH) == ()
