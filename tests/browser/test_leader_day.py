"""A day of a leader of the street: what is late, what is behind a figure, what was decided."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.street import Street
from tests.expecting import existing

pytestmark = pytest.mark.browser


@pytest.fixture
def leader(office: Street, open_page: OpenPage) -> Page:
    return office.enter(open_page(None, "desk"), "street_leader")


def number(text: str) -> int:
    return int(existing(re.search(r"\d+", text))[0])


def test_what_is_late_opens_to_as_many_cases_of_all_grids(office, leader):
    tile = leader.locator("a, .stat").filter(has_text="办理超期").first
    late = number(tile.inner_text().partition("办理超期")[2])
    assert late
    tile.click()
    leader.wait_for_url("**/cases?**")
    expect(leader.locator("main")).to_contain_text(f"{late}")
    grids = leader.locator("tbody td:has-text('综合网格')").all_inner_texts()
    assert len({text.partition("综合网格")[0] for text in grids}) > 1, "of more than one grid"
    leader.locator("tbody a").first.click()
    leader.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}"))
    expect(leader.locator("main")).to_contain_text("经过")
    assert leader.locator("#act").count() == 0, "a leader does nobody else's work"


def test_a_figure_opens_to_what_it_counts(office, leader, assert_accessible):
    leader.goto(f"{office.url}/figures?period=last")
    row = leader.locator("tr").filter(has_text="受理量").first
    counted = number(row.locator("td, th").nth(1).inner_text())
    row.locator("a").first.click()
    expect(leader.locator("main")).to_contain_text(re.compile(rf"{counted}\s*件"))
    assert_accessible(leader)


def test_what_a_meeting_decided_is_followed_from_the_desk_and_the_phone(
    office, leader, open_page, assert_no_csp_violations
):
    leader.get_by_role("link", name="议定事项", exact=True).first.click()
    leader.locator("tbody a").first.click()
    expect(leader.locator("main")).to_contain_text("经过")
    leader.goto(f"{office.url}/meetings")
    leader.locator("main a[href*='/meetings/']").first.click()
    expect(leader.locator(".paper").first).to_be_visible()
    assert_no_csp_violations(leader)
    phone = office.enter(open_page(None, "phone"), "street_leader")
    expect(phone.locator("main")).to_contain_text("先看这些")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
