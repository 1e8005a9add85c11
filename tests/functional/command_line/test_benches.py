"""Measurements say what they found, whatever the machine's speed."""

import json
import sys
from subprocess import PIPE, Popen
from uuid import UUID

import pytest
from click.testing import CliRunner

from governance.kernel.ledger import open_ledger
from scripts.bench import peak_of_mb
from scripts.bench.http import Done, summary
from scripts.bench.synthetic import in_turn
from scripts.cli.main import main
from tests.expecting import existing


def test_a_rebuild_and_the_past_are_measured_and_compared(tmp_path):
    kept = tmp_path / "kept"
    for _ in range(2):
        ran = CliRunner().invoke(main, ["bench", "rebuild", "--cases", "30", "--keep", str(kept)])
        measured = json.loads(ran.stdout)
        assert measured["events"] == 240
        assert measured["identical"] is measured["as_of_is_a_log_cut_there"] is True
        assert {"rate", "rebuild_peak_mb", "live_bytes", "past_bytes"} <= measured.keys()
        assert measured["as_of"].keys() == {"early", "middle", "between", "late"}
        assert measured["as_of"]["late"]["position"] == 239
    with open_ledger(kept) as ledger:
        assert ledger.position() == 240, "what was kept is used again"
    assert {path.name for path in tmp_path.iterdir()} == {"kept"}


def test_the_tickets_measured_are_under_way_together_each_in_its_order():
    events = list(in_turn(900))
    assert [event.recorded_at for event in events] == sorted(event.recorded_at for event in events)
    versions: dict[UUID, list[int]] = {}
    for event in events:
        versions.setdefault(event.stream, []).append(event.version)
    assert list(versions.values()) == [list(range(1, 9))] * 900
    assert len({event.stream for event in events[4000:4008]}) == 8


def test_what_people_did_over_connections_is_told_by_how_many_they_were():
    slow, fast = Done([0.1] * 94 + [0.3] * 6, 1, 10.0), Done([0.02] * 200, 0, 10.0)
    assert summary([(4, slow, fast), (16, fast, slow)]) == {
        "creates": 300,
        "create_rate": 10.0,
        "errors": 2,
        "writers": [
            {"n": 4, "rate": 10.0, "p95_ms": 300.0, "reader_p95_ms": 20.0},
            {"n": 16, "rate": 20.0, "p95_ms": 20.0, "reader_p95_ms": 300.0},
        ],
    }


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_long_sheet_is_read_tried_and_taken_and_its_memory_told(kind):
    ran = CliRunner().invoke(main, ["bench", "sheets", "--rows", "30", "--kind", kind])
    measured = json.loads(ran.stdout)
    assert measured["trial_rows"] == measured["taken_rows"] == measured["rows"] == 30
    assert 0 < measured["before_mb"] <= measured["read_mb"] <= measured["taken_mb"]
    assert {"read_rate", "trial_rate", "taken_rate"} <= measured.keys()


def test_the_most_memory_of_another_process_is_known(tmp_path):
    program = "block = bytearray(50_000_000); print(len(block), flush=True); input()"
    with Popen([sys.executable, "-c", program], stdin=PIPE, stdout=PIPE, text=True) as other:
        existing(other.stdout).readline()
        assert 50 < existing(peak_of_mb(other.pid)) < 150
        other.communicate("\n")
    assert peak_of_mb(other.pid) is None
