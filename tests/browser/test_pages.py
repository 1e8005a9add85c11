"""Every page every role can reach is readable, fits and keeps to the policy, in every look."""

import re
from itertools import product

import pytest

from tests.browser.street import street

pytestmark = pytest.mark.browser

ROLES = (
    "grid_worker",
    "hotline_desk",
    "handling_unit",
    "secretary",
    "grid_leader",
    "auditor",
    "administrator",
)
LOOKS = tuple(product(("phone", "desk"), ("light", "dark")))
FILES = re.compile(r"\.(docx|xlsx|pdf|csv)|format=|/photos/|/refused|/template")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
MOST = 45


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    with street(tmp_path_factory.mktemp("street")) as served:
        yield served


@pytest.fixture
def checks(assert_accessible, assert_no_csp_violations):
    return assert_accessible, assert_no_csp_violations


def kind_of(path: str) -> str:
    """Pages of one kind differ only in what they are about."""
    return IDS.sub("*", path.partition("?")[0]) + ("?act" if "act=" in path else "")


def links(page) -> list[str]:
    found = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [path for path in found if not FILES.search(path)]


@pytest.mark.parametrize("look", LOOKS, ids="-".join)
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_a_role(office, open_page, checks, role, look):
    assert_accessible, assert_no_csp_violations = checks
    page = office.enter(open_page(None, *look), role)
    seen, waiting = set(), ["/", "/me", *links(page)]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        answer = page.goto(office.url + path)
        assert answer.ok, f"{answer.status} {path}"
        assert_accessible(page)
        across = page.evaluate("document.documentElement.scrollWidth")
        assert across <= page.viewport_size["width"], path
        waiting += links(page)
    assert_no_csp_violations(page)
    assert len(seen) > 3


def test_a_page_is_found_wanting_when_it_is(office, open_page, assert_accessible):
    page = office.enter(open_page(None, "desk", "light"), "secretary")
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=x>')")
    with pytest.raises(AssertionError, match="image-alt"):
        assert_accessible(page)
