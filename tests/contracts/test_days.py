"""A day without its year is written in one place, which knows what year it is."""

import re
from pathlib import Path

import pytest

import governance
import projections
import web

ROOT = Path(web.__file__).parent.parent
BARE = re.compile(
    r"(?<![年\d{])\{\{?[^{}]*\}\}?\s*月|%[-mb]*m?月|^from web.text.formats import.*\bday\b",
    re.MULTILINE,
)
# the rule itself; a paper that carries its own date; a period that begins with its year
KNOWN = {
    "web/text/formats.py",
    "web/documents/agenda_words.py",
    "web/figures/periods.py",
    "web/frame/days.py",
}
SOURCES = [
    file
    for package in (governance, projections, web)
    for file in Path(str(package.__file__)).parent.rglob("*")
    if file.suffix in {".py", ".html"}
]


def test_no_page_and_no_sheet_writes_a_day_past_the_rule():
    found = {
        file.relative_to(ROOT).as_posix(): BARE.findall(file.read_text("utf-8"))
        for file in SOURCES
        if BARE.search(file.read_text("utf-8"))
    }
    assert len(SOURCES) > 300
    assert {name: words for name, words in found.items() if name not in KNOWN} == {}


@pytest.mark.parametrize(
    "text",
    [
        'f"{day.month}月{day.day}日"',
        "{{ window.start.month }}月",
        'day.strftime("%m月%d日")',
        "from web.text.formats import clock, day",
    ],
)
def test_a_day_written_past_the_rule_is_found(text):
    assert BARE.search(text)
    assert not BARE.search('f"{day.year}年{day.month}月{day.day}日"')
