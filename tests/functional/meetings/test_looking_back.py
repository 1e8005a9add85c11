"""Links into the past: an agenda as it was frozen, and words for what was not there yet."""

import re
from html import unescape
from uuid import uuid4

import pytest

from governance.hotline.stream import ticket_id
from tests.expecting import existing
from tests.functional.meetings.setting import CROSSING, PAGE

NOT_YET = "那时还没有这件事"


def test_looking_at_the_frozen_state_shows_it_frozen(frozen):
    link = existing(re.search(r'href="([^"]+)">查看定稿时的情况', frozen.get(PAGE).text))[1]
    page = frozen.get(unescape(link)).text
    assert "已定稿" in page
    assert "第1版，定稿截至第" in page
    before = frozen.get(re.sub(r"\d+$", lambda found: str(int(found[0]) - 1), unescape(link))).text
    assert "第1版，定稿截至第" not in before


@pytest.mark.parametrize("address", ["/cases/{}", "/meetings/{}", "/visits/{}", "/register/{}"])
def test_what_was_not_there_yet_is_told_as_such(frozen, client_of, office, address):
    key = ticket_id("12345", CROSSING) if "cases" in address else uuid4()
    answer = client_of("auditor").get(address.format(key), query_string={"as_of": 1})
    assert (answer.status_code, NOT_YET in answer.text) == (404, True)
    now = client_of("auditor").get(address.format(uuid4()))
    assert (now.status_code, NOT_YET in now.text) == (404, False)


def test_an_address_that_is_none_is_not_of_another_time(frozen, client_of):
    answer = client_of("auditor").get("/no-such-page?as_of=1")
    assert (answer.status_code, NOT_YET in answer.text) == (404, False)
