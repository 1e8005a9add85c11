"""GB/T 9704 measured on printed pages: 22 lines of 28 characters, margins, page numbers, heads."""

from itertools import pairwise
from operator import attrgetter

import pytest

pytestmark = pytest.mark.office

LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
NUMBER_LINE, CHARACTER, BODY_CHARACTER = BOTTOM + 7, 14 * 25.4 / 72, 16 * 25.4 / 72
TOLERANCE = 0.3
HEADS = ["序号", "议定事项", "牵头单位", "配合单位", "完成时限", "销号标准", "落实情况", "状态"]


def joined(words):
    return "".join(word.text for word in words)


def page_number(words, page):
    """The pieces of — 1 —, however the reader cuts them."""
    low = sorted((word for word in words if word.top > BOTTOM), key=attrgetter("left"))
    first, *_, last = (index for index, word in enumerate(low) if "—" in word.text)
    assert joined(low[first : last + 1]) == f"—{page}—"
    return low[first : last + 1]


@pytest.mark.parametrize("number", [2, 3])
def test_a_full_page_has_22_lines_of_28_characters(printed, pages, number):
    lines = [word for word in pages(printed["full"])[number - 1] if word.text.startswith("国")]
    assert [len(line.text) for line in lines] == [28] * 22
    assert min(line.left for line in lines) == pytest.approx(LEFT, abs=TOLERANCE)
    assert RIGHT - 1 < max(line.right for line in lines) <= RIGHT + TOLERANCE
    assert min(line.top for line in lines) >= TOP
    assert max(line.bottom for line in lines) <= BOTTOM
    assert max(line.bottom for line in lines) > BOTTOM - 5


def test_lines_keep_their_pitch(printed, pages):
    tops = [word.top for word in pages(printed["full"])[1] if word.text.startswith("国")]
    steps = [after - before for before, after in pairwise(tops)]
    assert steps == pytest.approx([28.95 * 25.4 / 72] * 21, abs=0.05)


@pytest.mark.parametrize("paper", ["full", "long"])
def test_page_numbers_stand_outside_seven_millimetres_below(printed, pages, paper):
    read = pages(printed[paper])
    assert len(read) > 3
    for page, words in enumerate(read, 1):
        number = page_number(words, page)
        if page % 2:
            assert max(w.right for w in number) == pytest.approx(RIGHT - CHARACTER, abs=TOLERANCE)
        else:
            assert min(w.left for w in number) == pytest.approx(LEFT + CHARACTER, abs=TOLERANCE)
        for word in number:
            assert word.middle == pytest.approx(NUMBER_LINE, abs=1)


@pytest.mark.parametrize("paper", ["full", "long"])
def test_nothing_of_the_text_leaves_the_type_area(printed, pages, paper):
    for words in pages(printed[paper]):
        for word in words:
            assert word.left >= LEFT - TOLERANCE
            hangs = BODY_CHARACTER if word.text[-1] in "，。、；：" else 0  # in LibreOffice only
            assert word.right <= RIGHT + TOLERANCE + hangs
            assert word.top >= TOP
            assert word.bottom <= BOTTOM or word.top > BOTTOM


def test_the_red_mark_starts_35_millimetres_into_the_type_area(printed, pages):
    (mark,) = [w for w in pages(printed["full"])[0] if w.text == "示例街道第二综合网格"]
    em = 34 * 25.4 / 72
    assert mark.middle - em / 2 == pytest.approx(TOP + 35, abs=1.5)
    assert (mark.left + mark.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.5)


def test_every_part_and_matter_is_there_in_order(printed, pages):
    text = "".join(map(joined, pages(printed["long"])))
    wanted = [
        "示例街道第二综合网格",
        "2026年第5期",
        "“双周一议”会议议程",
        "时间：2026年3月5日（星期四）14:00",
        "一、示例部分一",
        "二、本期议题",
        "（一）示例议题1：",
        "（十二）示例议题12：",
        "三、示例部分三",
        "六、示例部分六",
        "附件：议定事项清单",
    ]
    places = [text.index(piece) for piece in wanted]
    assert places == sorted(places)


def test_the_ledgers_head_repeats_on_each_of_its_pages(printed, pages):
    read = pages(printed["long"])
    first = next(index for index, words in enumerate(read) if words[0].text == "附件")
    ledger = read[first:]
    assert len(ledger) > 2
    numbers = []
    for words in ledger:
        (corner,) = [word for word in words if word.text == "序号"]
        row = [word for word in words if word.middle == pytest.approx(corner.middle, abs=1)]
        assert [word.text for word in sorted(row, key=attrgetter("left"))] == HEADS
        column = [word for word in words if word.right < LEFT + 11 and word.bottom < BOTTOM]
        numbers += [int(word.text) for word in column if word.text.isdigit()]
    assert numbers == list(range(1, 41))


def test_the_imprint_closes_the_last_page(printed, pages):
    for paper in ("full", "long"):
        last = pages(printed[paper])[-1]
        line = joined(word for word in last if BOTTOM - 12 < word.top < word.bottom <= BOTTOM)
        assert line == "示例街道网格办2026年3月3日印发"
        assert "核验码：0123456789AB" in joined(last)


def test_every_page_carries_the_record(printed, pages):
    for words in pages(printed["long"]):
        below = joined(word for word in words if word.top > BOTTOM)
        assert "第1234号记录" in below
        assert "核验码0123456789AB" in below


def test_every_page_of_a_draft_says_so_and_no_page_of_the_paper(printed, pages):
    for words in pages(printed["draft"]):
        assert "草稿" in joined(word for word in words if word.bottom < TOP)
    assert all("草稿" not in joined(words) for words in pages(printed["long"]))
