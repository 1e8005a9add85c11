"""Exit codes, and that everything is said in Chinese."""

import re

import click
import pytest
from click.testing import CliRunner

from scripts.cli.main import main
from tests.functional.command_line.invoking import run

MISUSES = [
    (),
    ("case",),
    ("no_such",),
    ("figures", "--from", "2026-01-01"),
    ("figures", "--from", "gestern", "--to", "2026-01-01"),
    ("figures", "--from", "2026-01-01", "--to", "2026-01-02", "--by", "moon"),
    ("figures", "--from", "2026-01-01", "--to", "2026-01-02", "--metric", "no_such"),
    ("due", "--from", "2026-01-01", "--limit", "很快"),
    ("due", "--from", "昨天", "--limit", "5工作日"),
    ("agenda", "g1", "--date", "2026-01-01", "--format", "pdf"),
    ("due", "--from", "2026-01-01", "--limit", "5工作日", "--past-mb", "0"),
    ("import", "hotline", "no_such.csv", "--mapping", "no_such.toml"),
]


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_misuse_is_told_in_chinese_with_exit_code_two(folder, words):
    result = run(folder, *words)
    assert result.exit_code == 2
    last = result.stderr.strip().splitlines()[-1]
    assert re.search(r"[\u4e00-\u9fff]", last), last
    assert not re.search(r"Error|Invalid|Missing|valid", result.stderr)


@pytest.mark.parametrize(
    "words",
    [
        ("case", "no_such"),
        ("agenda", "g9", "--date", "2026-01-01"),
        ("account", "suspend", "nobody", "--reason", "调离"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_refused_with_exit_code_one(folder, words):
    result = run(folder, *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert re.search(r"[\u4e00-\u9fff]", result.stderr)


def test_the_folder_may_come_from_the_environment_or_before_the_command(folder):
    result = CliRunner().invoke(main, ["case", "T1", "--json"], env={"GEYI_DATA": str(folder)})
    assert result.exit_code == 0
    before = CliRunner().invoke(main, ["--data", str(folder), "case", "T1", "--json"])
    assert before.stdout == result.stdout


def walk(command, name="geyi"):
    yield name, command
    for inner in getattr(command, "commands", {}).values():
        yield from walk(inner, f"{name} {inner.name}")


@pytest.mark.parametrize(("name", "command"), list(walk(main)), ids=lambda value: str(value)[:40])
def test_every_command_and_option_is_explained_in_chinese(name, command):
    texts = [command.help, *(o.help for o in command.params if o.param_type_name == "option")]
    assert all(text and re.search(r"[\u4e00-\u9fff]", text) for text in texts), name
    usage = " ".join(command.collect_usage_pieces(click.Context(command)))
    assert not re.search("[A-Z]", usage), usage
    explained = command.get_help(click.Context(command))
    assert not re.search(r"TEXT|INTEGER|DIRECTORY|FILE|%Y|OPTIONS", explained), explained
