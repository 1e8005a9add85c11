"""`geyi receipt`: a record is proved by what its writer holds, also where the store was changed."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from governance.hotline.stream import ticket_id
from governance.kernel.leaf import leaf, receipt
from projections.engine.runtime import Runtime
from tests.functional.command_line.invoking import answer, run


@pytest.fixture
def copied(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "data"))


@pytest.fixture
def record(copied: Path) -> tuple[int, str, bytes]:
    with Runtime(copied) as runtime:
        return runtime.ledger.records(ticket_id("12345", "T1"), runtime.ledger.position())[0]


def test_programs_read_position_digest_and_whether_it_is_valid(copied, record):
    digest = leaf(*record)
    code = receipt(record[0], digest)
    found = answer(copied, "receipt", code.lower())
    assert found == {"position": record[0], "digest": digest.hex(), "valid": True}
    assert f"有效：第{record[0]}号记录在册" in run(copied, "receipt", code).stdout


def test_what_is_no_receipt_or_of_no_record_is_refused_in_words(copied):
    wrong = run(copied, "receipt", "不是回执")
    assert (wrong.exit_code, "请逐字核对" in wrong.stderr) == (1, True)
    ahead = run(copied, "receipt", "999999-ABCDEFGH")
    assert (ahead.exit_code, ahead.stdout) == (1, "不符：没有第999999号记录\n")


def test_a_doctored_store_is_found_out(copied, record):
    code = receipt(record[0], leaf(*record))
    assert run(copied, "receipt", code).exit_code == 0
    with closing(sqlite3.connect(copied / "events.db")) as store, store:
        for (name,) in store.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            store.execute(f"DROP TRIGGER {name}")
        state = record[2].replace("楼道堆物".encode(), "楼道干净".encode())
        assert state != record[2]
        store.execute("UPDATE stored_events SET state = ? WHERE rowid = ?", (state, record[0]))
    result = run(copied, "receipt", code)
    assert (result.exit_code, result.stdout) == (1, f"不符：第{record[0]}号记录与回执不一样\n")
