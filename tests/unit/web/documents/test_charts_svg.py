"""Charts: whole sentences for those who cannot see them, figures in place for those who can."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.charts.svg import bars, heat, line, sparkline

WEEKS = [("第17期", 71.2), ("第18期", None), ("第19期", 78.0), ("第20期", 87.5)]
CHARTS = {
    "line": line("办结率走势", WEEKS, unit="%", target=85),
    "bars": bars(
        "各网格办结率", [("第一综合网格", 91, "plain"), ("第二综合网格", None, "weak")], unit="%"
    ),
    "heat": heat(
        "在办件数", ["环境", "消防"], [("示例一居民区", [3, 0]), ("示例二居民区", [19, None])]
    ),
    "sparkline": sparkline("办结率", WEEKS, unit="%"),
}
HOSTILE = '"><script>alert(1)</script>'


def parsed(chart):
    return ET.fromstring(chart)


def texts(chart):
    return [element.text for element in parsed(chart).iter("text")]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_every_chart_is_an_image_with_a_sentence(chart):
    root = parsed(chart)
    assert root.get("role") == "img"
    assert root.get("aria-label").endswith("。")


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_looks_come_from_classes_alone(chart):
    for element in parsed(chart).iter():
        assert not {"style", "fill", "stroke", "onclick"} & set(element.attrib)
        assert element.tag in {"svg", "text", "path", "rect", "circle"}


def test_the_sentences():
    said = {name: parsed(chart).get("aria-label") for name, chart in CHARTS.items()}
    assert said == {
        "line": "办结率走势：第17期71.2%，第18期暂无数据，第19期78%，第20期87.5%；目标为85%。",
        "bars": "各网格办结率：第一综合网格91%，第二综合网格暂无数据。",
        "heat": "在办件数：示例一居民区：环境3，消防0；示例二居民区：环境19，消防暂无数据。",
        "sparkline": "办结率：第17期71.2%，第18期暂无数据，第19期78%，第20期87.5%。",
    }


def test_a_missing_value_breaks_the_line():
    (stroke,) = [
        e.get("d") for e in parsed(CHARTS["line"]).iter("path") if e.get("class") == "chart-line"
    ]
    assert stroke.count("M") == 2
    assert len(list(parsed(CHARTS["line"]).iter("circle"))) == 3


def test_figures_and_target_are_written():
    assert {"71.2", "78", "87.5", "目标85%"} <= set(texts(CHARTS["line"]))
    assert texts(CHARTS["bars"]) == ["第一综合网格", "91%", "第二综合网格", "—"]
    assert texts(CHARTS["heat"])[3:] == ["3", "0", "示例二居民区", "19", "—"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(87.5, "87.5"), (100, "100"), (1200, "1200"), (12345, "12345"), (0.875, "0.875"), (0, "0")],
)
def test_figures_are_written_as_people_write_them(value, text):
    assert texts(bars("件数", [("甲", value, "plain")]))[1] == text


def test_the_deepest_tint_is_the_largest_value():
    looks = [element.get("class") for element in parsed(CHARTS["heat"]).iter("rect")]
    assert looks == ["chart-heat-0", "chart-heat-0", "chart-heat-4", "chart-heat-0"]


def test_the_longest_bar_is_the_largest_value():
    chart = bars("件数", [("甲", 10, "plain"), ("乙", 20, "plain"), ("丙", 0, "plain")])
    widths = [float(element.get("width")) for element in parsed(chart).iter("rect")]
    assert widths == [150.0, 300.0, 0.0]


@pytest.mark.parametrize(
    "chart",
    [
        line(HOSTILE, [(HOSTILE, 1)], unit=HOSTILE),
        bars(HOSTILE, [(HOSTILE, 1, HOSTILE)], unit=HOSTILE),
        heat(HOSTILE, [HOSTILE], [(HOSTILE, [1])]),
        sparkline(HOSTILE, [(HOSTILE, 1)]),
    ],
    ids=CHARTS,
)
def test_hostile_text_stays_text(chart):
    assert "<script" not in chart
    assert HOSTILE in parsed(chart).get("aria-label")


@pytest.mark.parametrize(
    "chart",
    [
        line("走势", []),
        line("走势", [("甲", None)]),
        bars("走势", []),
        heat("走势", [], []),
        sparkline("走势", []),
    ],
    ids=["line", "line of nothing", "bars", "heat", "sparkline"],
)
def test_no_data_is_said(chart):
    assert parsed(chart).get("aria-label") == "走势：暂无数据。"


VALUES = st.none() | st.floats(-1e9, 1e9, allow_nan=False)


@given(st.lists(VALUES, max_size=12), st.none() | st.floats(-1e9, 1e9, allow_nan=False))
def test_every_point_lies_within_the_picture(values, target):
    points = [(f"{number}期", value) for number, value in enumerate(values)]
    for chart in (line("走势", points, target=target), sparkline("走势", points)):
        root = parsed(chart)
        _, _, width, height = map(float, root.get("viewBox").split())
        for circle in root.iter("circle"):
            assert 0 <= float(circle.get("cx")) <= width
            assert 0 <= float(circle.get("cy")) <= height
        assert not re.search(r"nan|inf", chart)
