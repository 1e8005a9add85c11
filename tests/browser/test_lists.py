"""A list in the browser: whatever repeats its address follows what is chosen."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(office, open_page):
    return office.enter(open_page(None, "desk"), "secretary")


@pytest.mark.parametrize("address", ["/cases?area=a101", "/register?kind=shop", "/resolutions"])
def test_the_file_is_that_of_what_is_chosen(office, page, address):
    page.goto(f"{office.url}{address}")
    page.locator("select[name=grid]").select_option("g2")
    expect(page).to_have_url(re.compile("grid=g2"))
    for way in page.locator("#actions a[href*=format], #tabs a, #above a").all():
        assert "grid=g2" in (way.get_attribute("href") or "")
    assert "grid=g2" in page.locator("#looking-back [name=to]").input_value()
    _, _, kept = address.partition("?")
    assert kept in page.locator("#actions a[href*=format]").first.get_attribute("href")
