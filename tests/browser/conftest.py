"""Real Chromium for the browser tests: one process, a fresh context for every page.

`open_page(url, viewport, theme)` gives a page that reports violations of the content policy;
`assert_accessible` asks axe for WCAG 2.2 AA; `serve(app)` runs a WSGI app on a free port; `office`
is a small office at work.
"""

import shutil
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from werkzeug.serving import make_server

from tests.browser.street import street

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
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`));
"""


@pytest.fixture(scope="session")
def chromium():
    program = shutil.which("chromium")
    assert program, "no chromium on this machine"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium):
    """Give `open_page(url, viewport="desk", theme="light", **context)`, closed after the test.

    The viewport is a name of VIEWPORTS or (width, height) in CSS pixels; a phone also has touch.
    """
    contexts = []

    def open_it(url=None, viewport="desk", theme="light", **more):
        width, height = VIEWPORTS.get(viewport, viewport)
        phone = {"is_mobile": True, "has_touch": True} if viewport == "phone" else {}
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
        page.violations = []
        page.expose_function(
            "reportViolation", lambda words: page.violations.append(f"{words} {page.url}")
        )
        page.add_init_script(WATCH)
        if url:
            page.goto(url)
        return page

    yield open_it
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def faults():
    """Give `faults(page, rules)`: what axe finds.

    The page is measured unrolled, because what is scrolled under a fixed bar is not out of reach.
    """
    script = Axe().axe_script

    def find(page, rules):
        if not page.evaluate("'axe' in window"):
            page.evaluate(script)
        seen = page.viewport_size
        tall = max(seen["height"], page.evaluate("document.documentElement.scrollHeight"))
        page.set_viewport_size({"width": seen["width"], "height": tall})
        options = {"runOnly": rules, "resultTypes": ["violations"]}
        violations = "options => axe.run(options).then((answer) => answer.violations)"
        found = [
            f"{fault['id']}: {node['target']} {node['html'][:160]}"
            for fault in page.evaluate(violations, options)
            for node in fault["nodes"]
        ]
        page.set_viewport_size(seen)
        return found

    return find


@pytest.fixture(scope="session")
def assert_accessible(faults):
    """Give `assert_accessible(page)`: no violation of WCAG 2.2 AA that axe can find."""

    def check(page):
        found = faults(page, RULES)
        assert not found, "\n".join(found)

    return check


@pytest.fixture(scope="session")
def assert_readable_in_the_dark(faults):
    """Give the check of a light page turned dark: nothing but its colours changes then."""

    def check(page):
        page.emulate_media(color_scheme="dark")
        expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        found = faults(page, COLOURS)
        page.emulate_media(color_scheme="light")
        assert not found, "\n".join(found)

    return check


@pytest.fixture(scope="session")
def assert_no_csp_violations():
    """Give `assert_no_csp_violations(page)`: nothing was blocked on any page it has shown."""

    def check(page):
        page.evaluate("() => new Promise((done) => setTimeout(done, 50))")
        assert not page.violations, "\n".join(page.violations)

    return check


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """Serve a small office, a new one for every file of tests."""
    with street(tmp_path_factory.mktemp("street")) as served:
        yield served


@pytest.fixture
def serve():
    """Give `serve(app) -> url`: the app answers there, in a thread, until the test is over."""
    running = []

    def start(app):
        server = make_server("127.0.0.1", 0, app, threaded=True)
        server.daemon_threads = True
        thread = Thread(target=server.serve_forever)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()
