"""The project in a folder of its own, to be added to as somebody would and to be checked there."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.contracts.tree import OURS, ROOT

FILES = ("setup.cfg", "pyproject.toml", "requirements.lock")
# What is to be added, and whoever adds it, is not there yet.
LEFT_OUT = ("__pycache__", "static", "lending", "test_lending.py", "test_growing.py")


class Copy:
    """The project as it stands, without what is served as it is."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        for name in OURS:
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns(*LEFT_OUT))
        for name in FILES:
            shutil.copy(ROOT / name, folder / name)
        (folder / "web/static").symlink_to(ROOT / "web/static")
        self.before = self._texts()

    def write(self, name: str, text: str) -> None:
        """Write a file that was not there."""
        file = self.folder / name
        assert not file.exists()
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def edit(self, name: str, *edits: tuple[str, str]) -> None:
        """Put more in the place of a text that stands in a file once."""
        file = self.folder / name
        text = file.read_text("utf-8")
        for old, new in edits:
            assert text.count(old) == 1, (name, old)
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a module of Python in it, which nobody measures."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.folder,
            env=inherited | {"PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )

    def test(self, *tests: str) -> str:
        """Run some of its tests; give what they say, nothing when they pass."""
        quiet = ("-q", "-x", "-p", "no:cacheprovider", "-p", "no:xdist")
        asked = self.run("pytest", *quiet, "-m", "not postgres", *tests)
        return "" if asked.returncode == 0 else asked.stdout + asked.stderr

    def taken(self) -> tuple[set[str], set[str]]:
        """Give the files that are new and those that were edited since it was asked last."""
        before, self.before = self.before, self._texts()
        new = set(self.before) - set(before)
        return new, {name for name, text in before.items() if self.before.get(name) != text}

    def _texts(self) -> dict[str, bytes]:
        return {
            str(file.relative_to(self.folder)): file.read_bytes()
            for name in OURS
            for file in (self.folder / name).rglob("*")
            if file.is_file() and file.suffix != ".pyc"
        }
