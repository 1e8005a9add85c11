"""Take the pictures of README anew: `python -m tests.browser.pictures [FOLDER]`.

The year, its last day and its people are those of the browser tests, said in full.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, Page, sync_playwright

from projections.engine.rows import metadata
from tests.browser.conftest import ARGUMENTS, VIEWPORTS, Theme
from tests.browser.street import Street, served, worked

CHINESE = {"LANGUAGE": "zh_CN", "LANG": "zh_CN.UTF-8"}
FINE = 2  # device pixels a CSS pixel on a phone


def main(folder: Path) -> None:
    """Serve the year, and look at it."""
    with (
        tempfile.TemporaryDirectory() as data,
        served(worked(Path(data), scale=1)) as office,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=[*ARGUMENTS, "--lang=zh-CN"],
            env={**os.environ, **CHINESE},
        )
        ticket = first(office, "cases", "kind = 'ticket' AND round > 0 AND stage = 'dispatched'")
        agenda = first(office, "meetings", "stage = 'drafted'")
        looks: dict[str, tuple[str, str, Theme, str | Callable[[Page], str]]] = {
            "desk-today": ("hotline_desk", "desk", "light", "/"),
            "desk-case": ("hotline_desk", "desk", "light", f"/cases/{ticket}"),
            "desk-agenda": ("secretary", "desk", "light", f"/meetings/{agenda}"),
            "desk-figures": ("grid_leader", "desk", "light", "/figures?by=unit"),
            "desk-replay": ("auditor", "desk", "dark", f"/replay/{ticket}?step=4"),
            "phone-today": ("grid_worker", "phone", "light", "/"),
            "phone-visit": ("grid_worker", "phone", "light", a_door),
        }
        for name, (role, viewport, theme, path) in looks.items():
            page = opened(browser, viewport, theme)
            office.enter(page, role)
            page.goto(office.url + (path(page) if callable(path) else path))
            page.screenshot(path=folder / f"{name}.png")
            page.context.close()


def first(office: Street, table: str, condition: str) -> str:
    """Give the key of the first row of a table that fits."""
    rows = metadata.tables[table]
    query = sa.select(rows.c.key).where(sa.text(condition)).order_by(rows.c.key).limit(1)
    with office.runtime.live().connect() as connection:
        return str(connection.execute(query).scalar_one())


def a_door(page: Page) -> str:
    """Give the form of the first door on the list of today."""
    return str(page.locator("a[href*='/visits/new?']").first.get_attribute("href"))


def opened(browser: Browser, viewport: str, theme: Theme) -> Page:
    """Give a blank page of a size and a theme."""
    width, height = VIEWPORTS[viewport]
    return browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=FINE if viewport == "phone" else 1,
        color_scheme=theme,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    ).new_page()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))
