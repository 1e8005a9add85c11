"""Fetch, cut and verify the third-party files that the pages carry with them.

`python -m scripts.vendor_assets` asks `npm pack` for the three pinned packages, refuses a package
whose SHA-512 differs from the pin, and writes what the pages need, with each licence, to
`web/static/vendor/<name>-<version>/` and the SHA-256 of every file to `SHA256SUMS`.
`--check` compares the files with that manifest; it needs neither the network nor node.
"""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

VENDOR = Path(__file__).resolve().parent.parent / "web" / "static" / "vendor"
MANIFEST = "SHA256SUMS"

ICONS = [
    "alert-triangle",
    "archive",
    "arrow-back-up",
    "arrow-down",
    "arrow-right",
    "arrow-up",
    "arrows-sort",
    "bookmark",
    "bulb",
    "calendar-event",
    "camera",
    "chart-bar",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "circle-check",
    "circle-x",
    "clipboard-list",
    "clock",
    "device-desktop",
    "door",
    "download",
    "eye",
    "file-import",
    "file-text",
    "filter",
    "grip-vertical",
    "history",
    "home",
    "info-circle",
    "list-check",
    "lock",
    "logout",
    "map-pin",
    "menu-2",
    "moon",
    "phone",
    "player-pause",
    "plus",
    "printer",
    "refresh",
    "search",
    "settings",
    "shield-check",
    "sun",
    "topology-star-3",
    "trash",
    "upload",
    "user",
    "users",
    "x",
]


class Package(NamedTuple):
    """One pinned package: the name npm knows, our folder name, its SHA-512, the files taken."""

    source: str
    folder: str
    integrity: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "bootstrap@5.3.8",
        "bootstrap-5.3.8",
        "sha512-HP1SZDqaLDPwsNiqRqi5NcP0SSXciX2s9E+RyqJIIqGo+vJeN5AJVM98CXmW/Wux0nQ5L7jeWUdplCEf0Ee+tg==",
        ("dist/css/bootstrap.min.css",),
    ),
    Package(
        "htmx.org@2.0.11",
        "htmx-2.0.11",
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        ("dist/htmx.min.js",),
    ),
    Package(
        "@tabler/icons@3.51.0",
        "tabler-icons-3.51.0",
        "sha512-0pinvPZz7YeX+OSfxuEAbnEPWbocVXW5iU8h5lh41pYG8sZuQfpWECC980lxOT0clGIcNGn8xsBr+zKaRGdA/g==",
        tuple(f"icons/outline/{name}.svg" for name in ICONS),
    ),
)


def unpack(package: Package, folder: Path) -> dict[str, bytes]:
    """Return the wanted members of one package by their base name; refuse a changed package."""
    command = ["npm", "pack", "--silent", "--json", "--pack-destination", str(folder)]
    asked = subprocess.run(  # noqa: S603 the arguments are the constants above
        [*command, package.source], check=True, capture_output=True, text=True
    )
    archive = folder / json.loads(asked.stdout)[0]["filename"]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package.integrity:
        raise click.ClickException(f"{package.source} 的校验值与约定不符，未作任何改动。")
    members = {}
    with tarfile.open(archive) as tar:
        for path in ("LICENSE", *package.files):
            member = tar.extractfile(f"package/{path}")
            if member is None:
                raise click.ClickException(f"{package.source} 里没有 {path}，未作任何改动。")
            members[Path(path).name] = member.read()
    return members


def sprite(members: dict[str, bytes]) -> dict[str, bytes]:
    """Cut single icons into one `icons.svg` of symbols; stroke and size are left to the page."""
    symbols = []
    for name in ICONS:
        paths = re.findall(r'<path d="[^"]+" ?/>', members[f"{name}.svg"].decode())
        body = "".join(path.replace(" />", "/>") for path in paths)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>')
    drawing = ['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>", ""]
    return {"LICENSE": members["LICENSE"], "icons.svg": "\n".join(drawing).encode()}


def without_source_map(content: bytes) -> bytes:
    """Drop the pointer to a map file that is not carried along."""
    return re.sub(rb"\n?/[/*][#@] sourceMappingURL=\S+(?: \*/)?", b"", content)


def refresh() -> None:
    """Fetch every package, then replace the vendor folder and its manifest."""
    fetched: dict[str, bytes] = {}
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            click.echo(f"取 {package.source}", err=True)
            members = unpack(package, Path(folder))
            if package.folder.startswith("tabler-icons"):
                members = sprite(members)
            for name, content in members.items():
                fetched[f"{package.folder}/{name}"] = without_source_map(content)
    shutil.rmtree(VENDOR, ignore_errors=True)
    lines = []
    for path, content in sorted(fetched.items()):
        (VENDOR / path).parent.mkdir(parents=True, exist_ok=True)
        (VENDOR / path).write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {path}\n")
    (VENDOR / MANIFEST).write_text("".join(lines), encoding="utf-8")


def faults(vendor: Path = VENDOR) -> Iterator[str]:
    """Yield a sentence for each file that is missing, changed or not in the manifest."""
    lines = (vendor / MANIFEST).read_text(encoding="utf-8").splitlines()
    listed = {path: digest for digest, path in (line.split("  ", 1) for line in lines)}
    present = {p.relative_to(vendor).as_posix() for p in vendor.rglob("*") if p.is_file()}
    for path in sorted(listed.keys() - present):
        yield f"{path} 缺失。"
    for path in sorted(present - listed.keys() - {MANIFEST}):
        yield f"{path} 不在清单里。"
    for path in sorted(listed.keys() & present):
        if hashlib.sha256((vendor / path).read_bytes()).hexdigest() != listed[path]:
            yield f"{path} 与清单的校验值不符。"


@click.command(help="更新随页面携带的第三方文件，或核对它们有没有变。")
@click.option("--check", is_flag=True, help="只核对，不联网，不改动。")
def main(check: bool) -> None:
    """Refresh the vendored files, or with `--check` only compare them with the manifest."""
    if not check:
        refresh()
    found = list(faults())
    if found:
        raise click.ClickException("\n".join(found))
    click.echo("第三方文件与清单一致。", err=True)


if __name__ == "__main__":
    main()
