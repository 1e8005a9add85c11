"""Measurements say what they found, whatever the machine's speed."""

import json
from uuid import UUID

from click.testing import CliRunner

from governance.kernel.ledger import open_ledger
from scripts.bench.synthetic import in_turn
from scripts.cli.main import main


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
