"""What the carried files and our own stylesheets, scripts and templates promise, read as text."""

import re
import shutil
from itertools import product
from pathlib import Path

import pytest

from scripts.vendor_assets import MANIFEST, VENDOR, faults

STATIC = VENDOR.parent
WEB = STATIC.parent
FRAME = WEB / "frame/templates"
OURS = [p for p in STATIC.iterdir() if p.suffix in {".css", ".js", ".svg"}]
PAGES = sorted(page for page in WEB.rglob("*.html") if "documents" not in page.parts)
SHEETS = [p for p in OURS if p.suffix == ".css"]
HOSTS = {"www.w3.org", "getbootstrap.com", "github.com", "htmx.org"}
TOO_NEW = r"color-mix|light-dark|oklch|:has\(|@layer|@container|[^-]\binset:|^\s*&|:is\(|:where\("
INLINE = r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:"
STATES = ("ok", "warn", "bad", "info", "idle", "violet")

READ = [
    *product(("ink", "quiet", "link"), ("ground", "card", "sunk")),
    *((state, ground) for state in STATES for ground in (f"{state}-soft", "card")),
    *product(("link", "link-hover", "ink", "quiet"), ("act-soft",)),
    *product(("act-ink",), ("act", "act-hover")),
    *product(("heat-dark",), ("heat-0", "heat-1", "heat-2")),
    *product(("heat-light",), ("heat-3", "heat-4")),
    ("placeholder", "card"),
    ("off-ink", "off"),
    ("off-ink", "card"),
    ("ink", "off"),
    ("red-head", "card"),
]
SEEN = [
    *product(("edge", "focus"), ("ground", "card", "sunk")),
    *((f"{state}-mark", "card") for state in STATES),
    ("link", "card"),
]


def test_the_carried_files_are_those_of_the_manifest():
    assert list(faults()) == []


def test_a_changed_a_missing_and_a_strange_file_are_found(tmp_path):
    copy = Path(shutil.copytree(VENDOR, tmp_path / "vendor"))
    paths = [line.split("  ")[1] for line in (copy / MANIFEST).read_text().splitlines()]
    (copy / paths[0]).unlink()
    (copy / paths[1]).write_bytes((copy / paths[1]).read_bytes() + b" ")
    (copy / "stray.js").touch()
    found = list(faults(copy))
    assert [sentence.split()[0] for sentence in found] == [paths[0], "stray.js", paths[1]]


def test_every_carried_folder_has_its_licence():
    folders = [p for p in VENDOR.iterdir() if p.is_dir()]
    assert folders
    assert all((folder / "LICENSE").stat().st_size for folder in folders)


def test_nothing_points_at_another_host():
    files = [*OURS, *PAGES, *(p for p in VENDOR.rglob("*") if p.is_file())]
    found = {
        (path.name, host)
        for path in files
        for host in re.findall(r"(?:https?:)?//([\w-]+(?:\.[\w-]+)+)", path.read_text("utf-8"))
        if path.name != "LICENSE"
    }
    assert {host for _, host in found} <= HOSTS
    assert ("bootstrap.min.css", "getbootstrap.com") in found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda p: p.name)
def test_stylesheets_keep_to_what_older_phones_know(sheet):
    assert re.findall(TOO_NEW, sheet.read_text("utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize(
    "text", ["a{color:color-mix(in srgb,red,blue)}", "p:has(a){}", "&:hover{}"]
)
def test_what_older_phones_do_not_know_would_be_found(text):
    assert re.search(TOO_NEW, text, re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(WEB).as_posix())
def test_templates_have_nothing_inline(page):
    assert re.findall(INLINE, page.read_text("utf-8")) == []


@pytest.mark.parametrize("text", ['<p style="a">', '<a onclick="x()">', "<script>x</script>"])
def test_something_inline_would_be_found(text):
    assert re.search(INLINE, text)


def test_every_icon_asked_for_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', next(VENDOR.rglob("icons.svg")).read_text()))
    asked = {
        name
        for page in PAGES
        for call in re.findall(r"\bicon\(([^)]*)\)", page.read_text("utf-8"))
        for name in re.findall(r'"([a-z][a-z0-9-]+)"(?!:)', call)
    }
    assert len(asked) > 20
    assert asked <= drawn


def test_every_class_of_the_furniture_has_a_look():
    known = {
        name
        for sheet in STATIC.rglob("*.css")
        for name in re.findall(r"\.([a-zA-Z][\w-]*)", sheet.read_text("utf-8"))
    }
    furniture = [*FRAME.glob("*.html"), *(FRAME / "macros").glob("*.html")]
    used = {
        name
        for page in furniture
        for names in re.findall(r'class="([^"{}]*)', page.read_text("utf-8"))
        for name in names.split()
        if not name.endswith("-")
    }
    assert len(used) > 60
    assert used - known == set()


def tokens(theme):
    text = (STATIC / "geyi.css").read_text("utf-8")
    blocks = re.findall(r"(?::root|\[data-bs-theme=\"dark\"\]) \{(.*?)\}", text, re.DOTALL)
    found: dict[str, str] = {}
    for block in blocks[: 1 if theme == "light" else 2]:
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    return found


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, 1.4.3: from 1 (the same) to 21 (black on white)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_is_measured_as_wcag_says():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_colour_is_readable_on_its_ground(theme):
    held = tokens(theme)
    weak = {pair: contrast(held[pair[0]], held[pair[1]]) for pair in READ}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_edge_and_mark_can_be_seen(theme):
    held = tokens(theme)
    weak = {pair: contrast(held[pair[0]], held[pair[1]]) for pair in SEEN}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}
