"""A grid worker's thumb: today's portion, then a door by its building and its room."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_door_is_chosen_with_a_thumb(
    office, open_page, assert_accessible, assert_no_csp_violations
):
    page = office.enter(open_page(None, "phone"), "grid_worker")
    assert "本月走访" in page.inner_text("main")
    page.goto(f"{office.url}/visits/new")
    assert_accessible(page)
    row = page.locator(".queue li", has_text="共").first
    box = row.bounding_box()
    assert box
    assert box["height"] >= 48
    row.click(position={"x": box["width"] - 8, "y": box["height"] - 6})
    expect(page.locator(".door-grid a").first).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    room = page.locator(".door-grid a").first.bounding_box()
    assert room
    assert room["height"] >= 48
    page.locator(".door-grid a").first.click()
    expect(page.get_by_role("button", name="保存这次走访", exact=True)).to_be_visible()
    size = page.locator("#f-narrative").evaluate("(it) => getComputedStyle(it).fontSize")
    assert size == "16px"
    assert_no_csp_violations(page)
