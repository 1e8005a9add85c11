"""A walk through every kind of page a role can reach, in one look."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import VIEWPORTS, Check
from tests.browser.large_type import assert_fits_large
from tests.browser.looks import unrolled
from tests.browser.street import Street
from tests.expecting import existing

ROLES = (
    "grid_worker",
    "hotline_desk",
    "handling_unit",
    "secretary",
    "grid_leader",
    "auditor",
    "administrator",
)
FILES = re.compile(r"\.(docx|xlsx|pdf|csv|zip)|format=|/photos/|/refused|/template")
IDS = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
MOST = 45
SPREAD = """[document.documentElement.scrollWidth,
  [...document.querySelectorAll(".table-hold")].filter((each) =>
  getComputedStyle(each).overflowX === "visible" && each.scrollWidth > each.clientWidth + 1
  ).length]"""


def walk(
    office: Street,
    page: Page,
    role: str,
    check: Check,
    once: Check | None = None,
    widths: Sequence[ViewportSize] = (),
) -> None:
    """Open every kind of page of a role; check each, and that it fits this width and others.

    In the last of the widths, or where there is no other in this one, it must fit with its text
    twice as large too, looked at where a role comes to the kind first (今日 is each one's own).

    `once` checks a kind of page for the first role that comes to it only.
    """
    office.enter(page, role)
    own = existing(page.viewport_size)
    seen: set[str] = set()
    waiting = ["/", "/me", *links(page)]
    while waiting and len(seen) < MOST:
        path = waiting.pop(0)
        if kind_of(path) in seen:
            continue
        seen.add(kind_of(path))
        answer = existing(page.goto(office.url + path))
        assert answer.ok, f"{answer.status} {path}"
        waiting += links(page)
        assert_fits(page, path)
        with unrolled(page):
            check(page)
            if once and kind_of(path) not in office.walked:
                office.walked.add(kind_of(path))
                once(page)
        for size in widths:
            page.set_viewport_size(size)
            assert_fits(page, path)
        if path == "/" or kind_of(path) not in office.enlarged:
            office.enlarged.add(kind_of(path))
            assert_fits_large(page, path)
        if widths:
            page.set_viewport_size(own)
    assert len(seen) > 3


def assert_fits(page: Page, path: str) -> None:
    """Hold that neither a page nor a table of it is wider than the viewport."""
    size = existing(page.viewport_size)
    across, spilled = page.evaluate(SPREAD)
    assert across <= size["width"], f"{path} is {across} wide on {size}"
    assert spilled == 0, f"a table of {path} spills on {size}"


def sized(name: str) -> ViewportSize:
    """Give a viewport by its name as the browser takes it."""
    width, height = VIEWPORTS[name]
    return {"width": width, "height": height}


def kind_of(path: str) -> str:
    """Pages of one kind differ only in what they are about."""
    return IDS.sub("*", path.partition("?")[0]) + ("?act" if "act=" in path else "")


def links(page: Page) -> list[str]:
    """Give the pages a page leads to."""
    found = page.eval_on_selector_all("a[href^='/']", "all => all.map(a => a.getAttribute('href'))")
    return [path.partition("#")[0] for path in found if not FILES.search(path)]
