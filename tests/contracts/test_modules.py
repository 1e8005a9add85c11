"""The code as a whole: small, with one clock, and speaking of nothing but itself."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from scripts.cli.chinese import WORDS, compiled
from scripts.sbom import bill
from tests.contracts.tree import ROOT, modules, texts, tree, where

LONGEST = 300
CLOCKS = {"now", "utcnow", "today"}
SPOKEN_OF = re.compile(
    r"/(?:work|tmp|home|root|Users)/\w|(?<!pkg:)pypi(?!nyin)|npmjs|registry\.\w+\.\w|pythonhosted|mirrors\.|"
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
    places = [
        f"{where(file, number)} {found[0]}"
        for file in texts()
        if file != Path(__file__)
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if (found := SPOKEN_OF.search(line))
    ]
    assert not places


def test_imports_keep_to_the_layers():
    linter = Path(sys.executable).with_name("lint-imports")
    asked = subprocess.run(
        [linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stdout


def test_lock_names_exact_versions_with_hashes_and_no_addresses():
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    package = re.compile(r"[\w.-]+(\[[\w, ]+\])?==[\w.+!-]+( ; [\w.' !=<>]+)? \\")
    hashed = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
    kinds = "".join(
        "p" if package.fullmatch(line) else "h" if hashed.fullmatch(line) else "?" for line in lines
    )
    assert re.fullmatch("(ph+)+", kinds)


def test_a_bill_of_materials_names_what_runs_with_its_hashes():
    made = bill()
    parts = {part["name"].lower(): part for part in made["components"]}
    assert {"flask", "eventsourcing", "sqlalchemy", "marshmallow", "apscheduler"} <= set(parts)
    assert not {"pytest", "ruff", "playwright"} & set(parts)
    assert [name for name, part in parts.items() if not part["hashes"]] == []
    assert [
        n
        for n, part in parts.items()
        if "GPL" in part["licenses"][0]["license"]["name"]
        and "LGPL" not in part["licenses"][0]["license"]["name"]
    ] == []


def test_what_click_says_is_compiled_from_its_catalogue():
    assert WORDS.with_suffix(".mo").read_bytes() == compiled()
