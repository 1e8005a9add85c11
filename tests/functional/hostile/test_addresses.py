"""Whatever stands in an address, nobody ever meets a fault of ours."""

from urllib.parse import quote

import pytest

from tests.functional.hostile.street import HUGE, NOBODY, Recorded, check

pytestmark = pytest.mark.walk

NO_PAGE = 404
VALUES = (
    "",
    "nonsense",
    "a%00b",
    "%ED%A0%80",
    "\xff",
    "%F0%9F%A6%84",
    "-1",
    "0",
    HUGE,
    "9" * 5000,
    "%D9%A3",
    "1e999",
    "0001-01-01",
    "9999-12-31",
    f"agenda%3A{NOBODY}",
    "xlsx",
    "-due",
    "%25_%5C%27%22%3B--",
    "%2F%2Fevil.example%5C",
    "http%3A%2F%2F%5B",
    "x" * 5000,
    "%E8%B7%AF" * 200,
    "%E8%B7%AF%20" * 100,
)


def test_no_address_meets_a_fault(street):
    for rule in street.rules("GET"):
        browser = street.browsers(rule.endpoint)[0]
        for path in street.hostile_addresses(rule):
            check(browser.get(path), path)
        for path in street.addresses(rule):
            Recorded.names.clear()
            check(browser.get(path), path)
        for name in sorted(Recorded.names | {"unknown"}):
            for value in street.tried(VALUES):
                asked = f"{path}?{quote(name)}={value}"
                check(browser.get(asked), asked)
            twice = f"{path}?{name}=1&{name}=nonsense&{name}"
            check(browser.get(twice), twice)


def test_where_no_page_is_nonsense_about_the_past_is_left_aside(street):
    for browser in street.clients.values():
        for asked in ("nonsense", "0", "agenda:x", "12"):
            assert browser.get(f"/nowhere?as_of={asked}").status_code == NO_PAGE


def test_an_argument_is_known_to_be_read(street):
    browser = street.clients["auditor"]
    Recorded.names.clear()
    browser.get("/cases")
    assert {"as_of", "due", "flag", "format", "page", "q", "sort"} <= Recorded.names


LISTS = ("/cases", "/visits", "/register", "/accounts", "/visits/new", "/visits/plan", "/replay")


def test_a_search_of_any_length_is_answered_in_words(street):
    administrator, secretary = street.clients["administrator"], street.clients["secretary"]
    for path in LISTS:
        for asked in ("路" * 100_000, "路 " * 10_000, "a" * 201):
            for browser in (administrator, secretary):
                answer = browser.get(path, query_string={"q": asked})
                assert answer.status_code in {403, 414}, path
                assert answer.status_code == 403 or "最多200个字" in answer.text
