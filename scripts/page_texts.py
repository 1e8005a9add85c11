"""Every page, list and file of a deployment as text, to hold two releases against one another.

    python -m scripts.page_texts DATA OUT [--most N]

works on a copy of the data folder, with the clock standing an hour after its last record, as one
account of each role: it follows every link from the first page, at most N addresses of one shape,
and writes one file of text an address. Two releases that show the same give equal folders.
"""

import argparse
import hashlib
import io
import re
import shutil
import tempfile
from collections import Counter, deque
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import openpyxl
from docx import Document
from flask import Flask
from flask.testing import FlaskClient

from projections.accounts.queries import everybody
from projections.engine.runtime import DEMO, Runtime
from web.frame.app import create_app

PASSWORD = "page-texts-2026"  # noqa: S105  (of accounts in a copy that is thrown away)
MOST = 8
NOT_SHOWN = {"script", "style", "svg"}
FOR_ONCE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


class Page(HTMLParser):
    """The text of a page a line, what its fields hold, and where it leads."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.links: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take down a link or a field."""
        held = dict(attrs)
        self._hidden += tag in NOT_SHOWN
        if tag == "a" and held.get("href"):
            self.links.append(str(held["href"]))
        if tag in {"input", "option", "textarea", "select", "button"}:
            name, value = held.get("name") or "", held.get("value") or ""
            if name != "command_id":
                marks = [mark for mark in ("checked", "selected", "required") if mark in held]
                self.lines.append(f"<{tag} {name}={value} {' '.join(marks)}>".strip())

    def handle_endtag(self, tag: str) -> None:
        """See the end of what is not shown."""
        self._hidden -= tag in NOT_SHOWN

    def handle_data(self, data: str) -> None:
        """Take down what is read."""
        if not self._hidden and (text := " ".join(data.split())):
            self.lines.append(text)


def main() -> None:
    """Write the texts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--most", type=int, default=MOST)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "data"
        shutil.copytree(options.data, copy)
        with Runtime(copy) as held:
            last = held.ledger.event_at(held.ledger.position())
        if last is None:
            parser.error("没有记录")
        write(copy, options.out, last.recorded_at + timedelta(hours=1), options.most)


def write(data: Path, out: Path, now: datetime, most: int) -> None:
    """Write the texts of all pages as one account of each role sees them."""
    with Runtime(data, clock=lambda: now) as runtime:
        (data / DEMO).touch()  # a copy: nobody's telephone is asked
        app = create_app(runtime)
        someone: dict[tuple[str, ...], str] = {}
        for account in everybody(runtime.live()):
            if not account.suspended:
                someone.setdefault(tuple(account.roles), account.login)
        for roles, login in sorted(someone.items()):
            runtime.access.set_password(login, PASSWORD, now=now)
            client = app.test_client()
            client.post("/login", data={"account": login, "password": PASSWORD})
            found = _walk(app, client, most)
            folder = out / "-".join(roles)
            folder.mkdir(parents=True, exist_ok=True)
            for address, text in found.items():
                name = hashlib.sha256(address.encode()).hexdigest()[:12]
                (folder / f"{name}.txt").write_text(f"{address}\n{text}\n", "utf-8")
            print("-".join(roles), len(found))


def _walk(app: Flask, client: FlaskClient, most: int) -> dict[str, str]:
    """Follow every link; files come last, for each that is taken leaves a record."""
    shapes: Counter[tuple[str, ...]] = Counter()
    seen, pages, files = {"/"}, deque(["/"]), deque[str]()
    found: dict[str, str] = {}
    while pages or files:
        address = pages.popleft() if pages else files.popleft()
        shape = _shape(app, address)
        shapes[shape] += 1
        if not shape or shapes[shape] > most:
            continue
        answer = client.get(address)
        text, links = _text(answer.mimetype or "", answer.data)
        found[address] = f"{answer.status_code}\n{FOR_ONCE.sub('…', text)}"
        for href in links:
            parts = urlsplit(href)
            link = parts._replace(fragment="").geturl()
            if parts.netloc or not link.startswith("/") or link in seen:
                continue
            seen.add(link)
            (files if "format=" in link or "export" in link else pages).append(link)
    return found


def _shape(app: Flask, address: str) -> tuple[str, ...]:
    """Give the view an address belongs to with the names of its arguments; nothing for files."""
    parts = urlsplit(address)
    try:
        endpoint, _ = app.url_map.bind("localhost").match(parts.path, "GET")
    except Exception:  # noqa: BLE001  (an address that leads nowhere shows as such)
        endpoint = "nowhere"
    asked = sorted(f"{n}={v}" if n == "format" else n for n, v in parse_qsl(parts.query))
    return () if endpoint == "static" else (str(endpoint), *asked)


def _text(kind: str, data: bytes) -> tuple[str, list[str]]:
    if kind == "text/html":
        page = Page()
        page.feed(data.decode())
        return "\n".join(page.lines), page.links
    if kind.startswith("text/") or kind == "application/json":
        return data.decode("utf-8", "replace"), []
    if kind.endswith("spreadsheetml.sheet"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        rows = [str([cell.value for cell in row]) for sheet in book for row in sheet.iter_rows()]
        return "\n".join(rows), []
    if kind.endswith("wordprocessingml.document"):
        paper = Document(io.BytesIO(data))
        cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        return "\n".join([p.text for p in paper.paragraphs] + cells), []
    return f"{kind} {len(data) > 0}", []


if __name__ == "__main__":
    main()
