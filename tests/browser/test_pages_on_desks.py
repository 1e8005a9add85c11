"""Every page every role can reach is readable, fits and keeps to the policy, on a desk.

The walk is made on a wide desk; each page must fit a laptop too.
"""

import pytest

from tests.browser.walking import ROLES, sized, walk

pytestmark = [pytest.mark.browser, pytest.mark.walk]

WIDTHS = (sized("laptop"),)


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(
    office,
    open_page,
    assert_accessible,
    assert_readable_in_the_dark,
    assert_no_csp_violations,
    role,
):
    page = open_page(None, "desk")
    walk(office, page, role, assert_accessible, assert_readable_in_the_dark, WIDTHS)
    assert_no_csp_violations(page)


def test_a_page_is_found_wanting_when_it_is(office, open_page, assert_accessible):
    page = office.enter(open_page(None, "desk", "light"), "secretary")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x>')")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_that_cannot_be_read_in_the_dark_is_found(
    office, open_page, assert_accessible, assert_readable_in_the_dark
):
    page = office.enter(open_page(None, "desk", bypass_csp=True), "secretary")
    page.add_style_tag(content="[data-bs-theme=dark] h1 { color: #222 }")
    assert_accessible(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        assert_readable_in_the_dark(page)


@pytest.mark.parametrize(
    "style",
    [
        "tbody tr:nth-child(even) td { background: #888 }",
        ".table-hold { opacity: 0.4 }",
        "td:nth-child(3) { color: #bbb !important }",
        "#main { filter: none; background: #777 }",
    ],
)
def test_text_like_text_that_was_found_readable_is_found_when_it_is_not(
    office, open_page, assert_accessible, style
):
    page = office.enter(open_page(None, "desk", bypass_csp=True), "secretary")
    page.goto(f"{office.url}/cases")
    assert_accessible(page)
    page.add_style_tag(content=style)
    for _ in range(2):
        with pytest.raises(AssertionError, match="color-contrast"):
            assert_accessible(page)


def test_a_page_too_wide_for_a_laptop_is_found(office, open_page):
    def widened(page):
        if page.url.endswith("/me"):
            page.add_style_tag(content="main { min-width: 1400px }")

    page = open_page(None, "desk", "light", bypass_csp=True)
    with pytest.raises(AssertionError, match="/me is 14"):
        walk(office, page, "administrator", widened, widths=WIDTHS)
