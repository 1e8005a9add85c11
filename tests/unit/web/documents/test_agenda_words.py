"""The names a template may use, and the guide that tells the office about them."""

import re
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from web.documents.agenda_words import due_text, words
from web.documents.specimen import BARE, SPECIMEN, TOPIC

GUIDE = Path(__file__).parents[4] / "docs" / "guides" / "documents.md"


def names(value):
    """Every name in a filled set, at any depth."""
    for name, inside in value.items():
        yield name
        if isinstance(inside, list):
            yield from names(inside[0])


def test_the_specimen_fills_every_name():
    def empty(value):
        for name, inside in value.items():
            if isinstance(inside, list):
                assert inside, name
                yield from empty(inside[0])
            elif inside in {"", None}:
                yield name

    assert list(empty(words(SPECIMEN))) == []


def test_the_guide_tells_every_name_and_no_other():
    documented = set(
        re.findall(r"`(?:[章议行]\.)?\.?([^`{}%. ]+)`", GUIDE.read_text(encoding="utf-8"))
    )
    known = set(names(words(SPECIMEN)))
    assert known <= documented
    assert {name for name in documented if re.fullmatch("[\u4e00-\u9fff]+", name)} <= known


def test_a_bare_draft_has_every_name_too():
    assert words(BARE).keys() == words(SPECIMEN).keys()
    assert words(BARE)["草稿"] is True


@pytest.mark.parametrize(
    ("due", "text"),
    [(date(2026, 3, 5), "3月5日"), (date(2027, 1, 10), "2027年1月10日"), (None, "长期")],
)
def test_limits(due, text):
    assert due_text(due, 2026) == text


def test_several_lines_become_several_paragraphs():
    section = replace(SPECIMEN.sections[0], items=(replace(TOPIC, summary="甲\n\n乙\x0b"),))
    filled = words(replace(SPECIMEN, sections=(section,)))
    assert filled["章节"][0]["议题"][0]["情况"] == [{"段": "甲"}, {"段": "乙"}]


def test_a_matter_raised_for_the_first_time_is_not_carried():
    section = replace(SPECIMEN.sections[0], items=(replace(TOPIC, carried=0, minutes=0),))
    item = words(replace(SPECIMEN, sections=(section,)))["章节"][0]["议题"][0]
    assert (item["续议"], item["时长"]) == ("", "")
