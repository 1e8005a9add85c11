"""Every page of the gallery is readable, usable and strict: phone and desk, light and dark."""

import pytest
from playwright.sync_api import expect

from tests.browser.gallery.app import PAGES, create_gallery

pytestmark = pytest.mark.browser

PHONE_TARGET = 48  # CSS pixels
SMALL_TARGETS = """(smallest) => {
  const inText = "p, li, dd, td, th, label, .faults, .time-left, .c-title, .item";
  return [...document.querySelectorAll("a[href], button, summary, select, input, textarea")]
    .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.type !== "hidden")
    .map((each) => [each, each.closest(".chip, .tick-hold, .pick, .stat") || each])
    .map(([each, target]) => [each, target.getBoundingClientRect()])
    .filter(([each, box]) => box.width > 1 && box.height > 1 && box.height < smallest - 0.5)
    .filter(([each]) => each.type !== "range")
    .filter(([each]) => !(each.matches("a:not(.btn), summary") && each.closest(inText)))
    .map(([each, box]) => `${each.outerHTML.slice(0, 120)} ${box.width}×${box.height}`);
}"""


@pytest.fixture
def gallery(serve):
    return serve(create_gallery())


def assert_fits(page):
    across = page.evaluate("document.documentElement.scrollWidth")
    assert across <= page.viewport_size["width"]


@pytest.mark.parametrize("viewport", ["phone", "desk"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_used(
    gallery,
    open_page,
    assert_accessible,
    assert_no_csp_violations,
    name,
    viewport,
):
    page = open_page(f"{gallery}/{name}", viewport)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
        assert_accessible(page)
        assert_fits(page)
    assert_no_csp_violations(page)
    if viewport == "phone":
        assert page.evaluate(SMALL_TARGETS, PHONE_TARGET) == []


def test_a_page_has_the_theme_of_the_device(gallery, open_page):
    page = open_page(f"{gallery}/home", "phone", "dark")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


OPENED = {
    "case": [".time-left:nth-child(2) > summary", ".time-left[open] .fold > summary"],
    "list": [".stat .meaning > summary"],
    "agenda": [".page-head .menu > summary"],
    "figures": [".chart + .fold > summary"],
}


@pytest.mark.parametrize("viewport", ["phone", "desk"])
@pytest.mark.parametrize("name", OPENED)
def test_what_unfolds_is_accessible_too(gallery, open_page, assert_accessible, name, viewport):
    page = open_page(f"{gallery}/{name}", viewport)
    for summary in OPENED[name]:
        page.locator(summary).first.click()
    assert_accessible(page)
    assert_fits(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_menus_and_dialogs_are_accessible(gallery, open_page, assert_accessible, theme):
    page = open_page(f"{gallery}/case", "desk", theme)
    page.locator(".who summary").click()
    assert_accessible(page)
    page.keyboard.press("Escape")
    page.get_by_role("link", name="登记进展").click()
    assert page.locator("#progress").is_visible()
    assert_accessible(page)


def test_the_drawer_of_a_phone_is_accessible(gallery, open_page, assert_accessible):
    page = open_page(f"{gallery}/list", "phone")
    page.locator(".drawer > summary").tap()
    assert page.locator(".drawer").get_by_role("link", name="审计回放").is_visible()
    assert_accessible(page)


def test_a_broken_page_is_found(gallery, open_page, assert_accessible, assert_no_csp_violations):
    page = open_page(f"{gallery}/broken", "phone")
    with pytest.raises(AssertionError, match="color-contrast") as faults:
        assert_accessible(page)
    assert "label" in str(faults.value)
    with pytest.raises(AssertionError, match="style-src") as blocked:
        assert_no_csp_violations(page)
    assert "script-src" in str(blocked.value)
    assert page.title().startswith("反例")
    with pytest.raises(AssertionError):
        assert_fits(page)
    assert page.evaluate(SMALL_TARGETS, PHONE_TARGET)


def test_paper_is_always_light(gallery, open_page):
    page = open_page(f"{gallery}/list", "desk", "dark")
    page.emulate_media(media="print")
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
    assert not page.locator(".filters").is_visible()
    assert page.locator(".table thead").is_visible()


def test_a_chosen_theme_stays(gallery, open_page):
    page = open_page(f"{gallery}/home", "desk", "light")
    page.locator(".who summary").click()
    page.get_by_role("button", name="深色").click()
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    page.goto(f"{gallery}/list")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"
