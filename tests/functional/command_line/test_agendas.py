"""Agendas proposed, frozen and written to files."""

from hashlib import sha256

import pytest

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from projections.disclosures.queries import DisclosureFilter, disclosure_list
from projections.engine.clock import now
from projections.engine.runtime import Runtime
from tests.deployment import tell
from tests.functional.command_line.invoking import RECEIVED, answer, run


def test_an_agenda_is_proposed_without_being_stored_then_frozen_once(folder):
    with Runtime(folder) as runtime:
        before = runtime.ledger.position()
    asked = ("agenda", "g1", "--date", now().date().isoformat())
    made = answer(folder, *asked)
    assert list(made) == ["grid", "window", "position", "digest", "items"]
    assert list(made["items"][0]) == ["section", "subject", "reasons"]
    assert {"楼道堆物"} < {item["subject"] for item in made["items"]}
    with Runtime(folder) as runtime:
        assert runtime.ledger.position() == before
    frozen = answer(folder, *asked, "--freeze")
    assert frozen["digest"] == made["digest"]
    assert answer(folder, *asked) == frozen
    with Runtime(folder) as runtime:
        position = runtime.ledger.position()
    assert answer(folder, *asked, "--freeze") == frozen
    with Runtime(folder) as runtime:
        assert runtime.ledger.position() == position


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_a_frozen_agenda_is_the_same_file_for_ever(folder, tmp_path, kind):
    asked = ("agenda", "g1", "--date", now().date().isoformat())
    answer(folder, *asked, "--freeze")
    files = [tmp_path / f"{name}.{kind}" for name in "ab"]
    assert run(folder, *asked, "--format", kind, "--out", str(files[0])).exit_code == 0
    with Runtime(folder) as runtime:
        stream = ticket_id("12345", f"later {kind}")
        tell(
            runtime,
            hotline.ReceiveTicket,
            stream,
            serial=f"later {kind}",
            source="12345",
            received_at=RECEIVED,
            kind="complaint",
            title="后来的",
            grid="g1",
        )
    assert run(folder, *asked, "--format", kind, "--out", str(files[1])).exit_code == 0
    assert files[0].read_bytes() == files[1].read_bytes()
    with Runtime(folder) as runtime:
        taken = disclosure_list(runtime.live(), DisclosureFilter(kind="export", actor="system"))
    assert {(row.what, row.digest) for row in taken.rows} >= {
        (f"{path.name}（命令行）", sha256(path.read_bytes()).hexdigest()) for path in files
    }
