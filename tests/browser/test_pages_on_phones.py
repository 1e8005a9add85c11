"""Every page every role can reach is readable, fits and keeps to the policy, on a phone."""

import pytest

from tests.browser.walking import ROLES, walk

pytestmark = [pytest.mark.browser, pytest.mark.walk]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(
    office,
    open_page,
    assert_accessible,
    assert_readable_in_the_dark,
    assert_no_csp_violations,
    role,
):
    page = open_page(None, "phone")
    walk(office, page, role, assert_accessible, assert_readable_in_the_dark)
    assert_no_csp_violations(page)
