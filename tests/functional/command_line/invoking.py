"""Calling the command line, and its answer as programs read it."""

import json

from click.testing import CliRunner

from scripts.cli.main import main
from tests.builders import moment

RECEIVED = moment("2025-03-03 10:00")


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "--data", str(folder)])


def answer(folder, *words):
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
