"""An errand at the command line, and its answer as programs read it."""

import json

from click.testing import CliRunner

from scripts.cli.main import main
from tests.builders import moment

RECEIVED = moment("2025-03-03 10:00")


def run(folder, *words):
    return CliRunner().invoke(main, [*words, "--data", str(folder)])


def answer(folder, *words):
    told = run(folder, *words, "--json")
    assert told.exit_code == 0, told.output
    return json.loads(told.stdout)
