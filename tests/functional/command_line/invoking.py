"""Calling the command line, and its answer as programs read it."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from scripts.cli.main import main
from tests.builders import moment

RECEIVED = moment("2025-03-03 10:00")


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--data", str(folder)])


def answer(folder: Path, *words: str) -> Any:
    result = run(folder, *words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)
