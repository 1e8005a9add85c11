"""The code as a whole: small, with one clock, and speaking of nothing but itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from tests.contracts.tree import ROOT, modules, texts, tree, where

LONGEST = 300
CLOCKS = {"now", "utcnow", "today"}
SPOKEN_OF = re.compile(
    r"/(?:work|tmp|home|root|Users)/\w|pypi|npmjs|registry\.\w+\.\w|pythonhosted|mirrors\.|"
    r"\bgithub\.com/(?!\S*/blob)",
    re.IGNORECASE,
)


def test_modules_are_small():
    files = [*modules(), *modules("tests")]
    lengths = {where(file, 1): len(file.read_text("utf-8").splitlines()) for file in files}
    assert not {place: n for place, n in lengths.items() if n > LONGEST}


def test_nobody_but_the_clock_asks_the_machine_for_the_time():
    asked = [
        where(file, node.lineno)
        for file in modules()
        if file != ROOT / "projections/engine/clock.py"
        for node in ast.walk(tree(file))
        if isinstance(node, ast.Attribute)
        and node.attr in CLOCKS
        and isinstance(node.value, ast.Name)
        and node.value.id in {"datetime", "date"}
    ]
    assert not asked


def test_the_project_speaks_only_of_itself():
    told = [
        f"{where(file, number)} {found[0]}"
        for file in texts()
        if file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (found := SPOKEN_OF.search(line))
    ]
    assert not told


def test_imports_keep_to_the_layers():
    linter = Path(sys.executable).with_name("lint-imports")
    asked = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stdout


def test_lock_names_exact_versions_and_no_addresses():
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    assert lines
    assert not [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.+!-]+", line)]
