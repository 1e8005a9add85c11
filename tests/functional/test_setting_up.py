"""Setting up: whole, or known not to be."""

import signal
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress

from click.testing import CliRunner

from projections.engine.runtime import UNFINISHED, Runtime
from scripts.cli.main import main
from scripts.setting_up import initialise


def test_what_is_set_up_whole_bears_no_mark(tmp_path):
    with Runtime(tmp_path) as runtime:
        assert initialise(runtime, demo=False)
        assert initialise(runtime, demo=False) == []
    assert not (tmp_path / UNFINISHED).exists()


def test_nothing_is_made_where_nothing_was_set_up(tmp_path):
    result = CliRunner().invoke(main, ["case", "T1", "--data", str(tmp_path / "nowhere")])
    assert result.exit_code == 2
    assert "geyi init" in result.stderr
    assert not (tmp_path / "nowhere").exists()


def test_a_set_up_that_was_killed_is_not_taken_as_whole(tmp_path):
    data = tmp_path / "killed"
    asked = [sys.executable, "-m", "scripts.cli.main", "init", "--demo", "--data", str(data)]
    with subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as begun:
        while begun.poll() is None and not stored(data):
            with suppress(subprocess.TimeoutExpired):
                begun.wait(0.05)
        begun.kill()
    assert begun.returncode == -signal.SIGKILL
    assert stored(data)
    for words in (("init", "--demo"), ("init",), ("case", "T1"), ("doctor",)):
        result = CliRunner().invoke(main, [*words, "--data", str(data)])
        assert (result.exit_code, result.stdout) == (1, "")
        assert "中断" in result.stderr
        assert str(data) in result.stderr


def stored(data):
    """Whether anything has been stored, as another process sees it."""
    try:
        with closing(sqlite3.connect(f"file:{data / 'events.db'}?mode=ro", uri=True)) as file:
            return file.execute("SELECT count(*) FROM stored_events").fetchone()[0] > 0
    except sqlite3.Error:
        return False
