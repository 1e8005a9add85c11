"""Real Chromium for the browser tests: one process, a fresh context for every page.

`open_page(url, viewport, theme)` gives a page that reports violations of the content policy;
`assert_accessible` asks axe for WCAG 2.2 AA; `serve(app)` runs a WSGI app on a free port; `office`
is a small office at work.
"""

import shutil
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any, Literal
from weakref import WeakSet

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import BaseWSGIServer, make_server

from tests.browser.looks import Looks, Rules, unrolled
from tests.browser.street import Street, street

Theme = Literal["light", "dark"]
OpenPage = Callable[..., Page]
Check = Callable[[Page], None]
Faults = Callable[[Page, Rules], list[str]]
VIEWPORTS = {"phone": (390, 844), "desk": (1440, 900), "laptop": (1280, 720)}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES: Rules = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS: Rules = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "no chromium on this machine"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def blocked() -> list[str]:
    """What the policy has kept any page of the test from."""
    return []


@pytest.fixture
def open_page(chromium: Browser, blocked: list[str]) -> Iterator[OpenPage]:
    """Give `open_page(url, viewport="desk", theme="light", **context)`, closed after the test.

    The viewport is a name of VIEWPORTS or (width, height) in CSS pixels; a phone also has touch.
    """
    contexts: list[BrowserContext] = []

    def open_it(
        url: str | None = None,
        viewport: str | tuple[int, int] = "desk",
        theme: Theme = "light",
        **more: Any,
    ) -> Page:
        width, height = VIEWPORTS[viewport] if isinstance(viewport, str) else viewport
        phone: dict[str, Any] = (
            {"is_mobile": True, "has_touch": True} if viewport == "phone" else {}
        )
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="reduce",
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            **phone,
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.expose_function("reportViolation", lambda words: blocked.append(f"{words} {page.url}"))
        page.add_init_script(WATCH)
        if url:
            page.goto(url)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def faults() -> Faults:
    """Give `faults(page, rules)`: what axe finds; it is there from then on, wherever one goes."""
    script, looks = Axe().axe_script, Looks()
    ready: WeakSet[Page] = WeakSet()

    def find(page: Page, rules: Rules) -> list[str]:
        if page not in ready:
            ready.add(page)
            page.add_init_script(script)
            page.evaluate(script)
        with unrolled(page):
            return looks.faults(page, rules)

    return find


@pytest.fixture(scope="session")
def assert_accessible(faults: Faults) -> Check:
    """Give `assert_accessible(page)`: no violation of WCAG 2.2 AA that axe can find."""

    def check(page: Page) -> None:
        found = faults(page, RULES)
        assert not found, "\n".join(found)

    return check


@pytest.fixture(scope="session")
def assert_readable_in_the_dark(faults: Faults) -> Check:
    """Give the check of a light page turned dark: nothing but its colours changes then."""

    def check(page: Page) -> None:
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        found = faults(page, COLOURS)
        page.emulate_media(color_scheme="light")
        assert not found, "\n".join(found)

    return check


@pytest.fixture
def assert_no_csp_violations(blocked: list[str]) -> Check:
    """Give `assert_no_csp_violations(page)`: nothing was blocked on any page there was."""

    def check(page: Page) -> None:
        page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        assert not blocked, "\n".join(blocked)

    return check


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Street]:
    """Serve a small office, a new one for every file of tests."""
    with street(tmp_path_factory) as served:
        yield served


@pytest.fixture
def serve() -> Iterator[Callable[[Flask], str]]:
    """Give `serve(app) -> url`: the app answers there, in a thread, until the test is over."""
    running: list[tuple[BaseWSGIServer, Thread]] = []

    def start(app: Flask) -> str:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        thread = Thread(target=server.serve_forever)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()
