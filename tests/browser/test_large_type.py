"""Text twice as large breaks no page, and 大字 is a choice that stays.

Every page is looked at so where the walks come by (`walking.walk`); here the look itself,
and pages no link leads to.
"""

import pytest

from tests.browser.large_type import assert_fits_large

pytestmark = pytest.mark.browser

TYPE = "parseFloat(getComputedStyle(document.querySelector({})).fontSize)"


@pytest.mark.parametrize("viewport", ["phone", "laptop"])
def test_the_page_of_the_log_in_fits(office, open_page, viewport):
    assert_fits_large(open_page(f"{office.url}/login", viewport), "/login")


@pytest.mark.parametrize(
    ("style", "fault"),
    [
        ("h1 { min-width: 30rem }", "the page is 9"),
        (".page-head h1 { height: 1rem; overflow: hidden }", "cut off: .*h1"),
        (".page-head h1 { margin-bottom: -2rem }", "under "),
        (".who .menu-panel { width: 40rem; max-width: none }", "opened from "),
        ("section { width: 100px; overflow-x: auto }", "no key scrolls"),
        (".tabbar li { min-width: 4rem }", "beyond the edge"),
    ],
)
def test_a_page_that_does_not_fit_is_found(office, open_page, style, fault):
    page = office.enter(open_page(None, "phone", bypass_csp=True), "grid_worker")
    page.goto(f"{office.url}/me")
    assert_fits_large(page, "/me")
    page.add_style_tag(content=style)
    page.evaluate("document.querySelector('section').append('一段很长很长很长很长的文字')")
    page.evaluate("document.querySelectorAll('section a, section button').forEach(a => a.remove())")
    with pytest.raises(AssertionError, match=fault):
        assert_fits_large(page, "/me")


def test_large_type_is_chosen_without_a_script_and_stays(office, open_page):
    page = office.enter(open_page(None, "phone", java_script_enabled=False), "grid_worker")
    page.goto(f"{office.url}/me")
    page.get_by_role("main").get_by_role("button", name="改用大字").click()
    assert page.url == f"{office.url}/me"
    page.goto(f"{office.url}/visits")
    page.locator(".who summary").last.click()
    page.get_by_role("button", name="改回标准字号").click()
    assert page.url == f"{office.url}/visits"
    page.locator(".who summary").last.click()
    assert page.get_by_role("button", name="改用大字").is_visible()


def test_large_type_is_of_18_pixels_and_its_targets_of_60(office, open_page, assert_accessible):
    page = office.enter(open_page(None, "phone"), "grid_worker")
    page.goto(f"{office.url}/me")
    page.get_by_role("main").get_by_role("button", name="改用大字").click()
    for part in ("'dd'", "'dt'", "'.tabbar a'", "'.btn'"):
        assert page.evaluate(TYPE.format(part)) >= 18
    smallest = "Math.min(...[...document.querySelectorAll('.tabbar a, main .btn')].map("
    assert page.evaluate(smallest + "each => each.getBoundingClientRect().height))") >= 60
    assert_accessible(page)
