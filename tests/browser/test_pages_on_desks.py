"""Every page every role can reach is readable, fits and keeps to the policy, on a desk.

The light walk is made on a wide desk and the dark one on a laptop; each page must fit both.
"""

import pytest

from tests.browser.walking import ROLES, sized, walk

pytestmark = pytest.mark.browser

LOOKS = (("desk", "light"), ("laptop", "dark"))
WIDTHS = tuple(sized(name) for name, _ in LOOKS)


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(office, open_page, checks, role, look):
    assert_accessible, assert_no_csp_violations = checks
    page = open_page(None, *look)
    walk(office, page, role, assert_accessible, WIDTHS)
    assert_no_csp_violations(page)


def test_a_page_is_found_wanting_when_it_is(office, open_page, assert_accessible):
    page = office.enter(open_page(None, "desk", "light"), "secretary")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x>')")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)


def test_a_page_too_wide_for_a_laptop_is_found(office, open_page):
    def widened(page):
        if page.url.endswith("/me"):
            page.add_style_tag(content="main { min-width: 1400px }")

    page = open_page(None, "desk", "light", bypass_csp=True)
    with pytest.raises(AssertionError, match="/me is 14"):
        walk(office, page, "administrator", widened, WIDTHS)
