"""A page as of a moment says what it said then, whatever came later and however late it is now."""

import random
import re
from html import unescape

import pytest

from tests.functional.dated.addresses import addresses, pages

pytestmark = pytest.mark.walk

MOMENTS = 5
SAID = re.compile(r"<(td|dd|h1|h3|small)\b[^>]*>(.*?)</\1>|<time[^>]*>(.*?)</time>", re.DOTALL)


def moments(years):
    """Give positions of the log: the first there was somebody to look, the last, some between."""
    dice, last = random.Random(20261120), max(years.moments)
    between = dice.sample(range(years.staffed + 1, last), MOMENTS - 2)
    return [years.staffed, *sorted(between), last]


def as_of(address, position):
    return f"{address}{'&' if '?' in address else '?'}as_of={position}"


def said(page):
    """Give the words of a page without its links and forms."""
    found = ("".join(found[1:]) for found in SAID.findall(page))
    return [re.sub(r"\s+", " ", unescape(re.sub("<[^>]+>", "", words))) for words in found]


@pytest.fixture(scope="module", params=range(MOMENTS))
def then(request, years, tmp_path_factory):
    """Give a position, the browsers on a log that ends there, and addresses of what there was."""
    position, folder = moments(years)[request.param], tmp_path_factory.mktemp("then") / "data"
    with years.opened(folder, years.moments[position], position) as (runtime, browsers):
        app, dice = browsers["auditor"].application, random.Random(request.param)
        yield position, browsers, list(addresses(app, runtime.live(), dice))


def test_a_page_as_of_a_moment_says_what_was_read_at_that_moment(whole, then):
    position, before, asked = then
    pages = [
        address
        for role, address in asked
        if role == "auditor" and not re.search(r"format=|\.(zip|xlsx|docx)", address)
    ]
    different = [
        address
        for address in pages
        if said(whole["auditor"].get(as_of(address, position)).text)
        != said(before["auditor"].get(address).text)
    ]
    assert different == []


def test_a_page_as_of_a_moment_is_the_page_of_a_log_that_ends_there(whole, then):
    position, before, asked = then
    different = []
    for role, address in asked:
        dated = as_of(address, position)
        page, earlier = whole[role].get(dated), before[role].get(dated)
        assert earlier.status_code == 200 or role != "auditor", (dated, earlier.status_code)
        if (page.status_code, page.data) != (earlier.status_code, earlier.data):
            different.append((role, dated))
    assert different == []


def test_every_page_that_can_be_dated_is_compared_and_no_other(app):
    dated = {name for name, view in app.view_functions.items() if getattr(view, "dated", False)}
    views, _ = pages(app)
    assert dated == set(views)
    assert not [path for _, paths in views.values() for path in paths if "<" in path]


def test_a_page_without_a_past_goes_to_the_present_and_says_so(whole):
    for role, address in (
        ("hotline_desk", "/import"),
        ("auditor", "/replay"),
        ("grid_worker", "/visits/new"),
        ("secretary", "/visits/plan?q=1"),
        ("auditor", "/me"),
    ):
        answer = whole[role].get(as_of(address, 60))
        assert (answer.status_code, answer.location) == (303, address)
        assert "这一页只有当前的内容" in whole[role].get(address).text


def test_the_way_to_a_page_without_a_past_does_not_ask_for_one(whole):
    page = whole["auditor"].get("/cases?as_of=60").text
    assert 'href="/figures?as_of=60"' in page
    assert 'href="/replay"' in page
