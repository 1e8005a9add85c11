"""What the tests pass through is measured: every package, by branches, down to a floor."""

import re
import sys
from configparser import ConfigParser

import pytest
from coverage import Coverage

from tests.contracts.tree import PACKAGES, ROOT, modules, where

FLOOR = 96
LEFT_OUT = re.compile(r"pragma:? *no ?(?:cover|branch)")
REASON = re.compile(r"# pragma: no (?:cover|branch) +\(.{10,}\)$")


def unexplained(text):
    """Give the numbers of lines that are left out of the measure and do not say why."""
    return [
        number
        for number, line in enumerate(text.splitlines(), 1)
        if LEFT_OUT.search(line) and not REASON.search(line)
    ]


def test_every_package_is_measured_by_branches_and_there_is_a_floor():
    settings = ConfigParser()
    settings.read(ROOT / "setup.cfg", "utf-8")
    run, report = settings["coverage:run"], settings["coverage:report"]
    assert run.getboolean("branch")
    assert sorted(run["source"].split(", ")) == sorted(PACKAGES)
    assert float(report["fail_under"]) >= FLOOR
    assert not {"omit", "include"} & {*run, *report}
    assert "exclude_also" not in report


def test_the_check_can_measure_and_report():
    script = (ROOT / "scripts" / "test").read_text("utf-8")
    for step in ("coverage erase", "coverage run", "coverage combine", "coverage report"):
        assert re.search(rf"^(?:\$limit )?\$bin/{step}", script, re.MULTILINE), step


def test_a_line_left_out_says_why():
    places = [
        where(file, number) for file in modules() for number in unexplained(file.read_text("utf-8"))
    ]
    assert not places


@pytest.mark.parametrize("line", ["x = 1  # pragma: no cover", "x = 1  # pragma: no cover (why)"])
def test_a_line_left_out_without_a_reason_is_found(line):
    assert unexplained(f"import x\n{line}\n") == [2]
    assert not unexplained("x = 1  # pragma: no cover  (the machine has no such disk)")


@pytest.mark.walk
def test_a_walk_is_not_measured():
    assert sys.gettrace() is None or Coverage.current() is None


def test_what_runs_on_both_databases_is_measured_on_the_first(database_url):
    assert (sys.gettrace() is None) is bool(database_url) or Coverage.current() is None


def test_what_is_no_walk_is_measured_when_anything_is():
    assert Coverage.current() is None or sys.gettrace() is not None
