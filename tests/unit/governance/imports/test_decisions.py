from typing import Any

import pytest

from governance.imports.commands import RecordBatch
from governance.imports.events import BatchImported, Refusal
from governance.imports.stream import STREAM, batch_id
from tests.builders import ask, happened
from tests.given import refusal, when

SHEET: dict[str, Any] = {
    "source": "12345",
    "file": "三月.xlsx",
    "digest": "d" * 64,
    "mapping": "m" * 64,
}
ID = batch_id(SHEET["digest"], SHEET["mapping"])
COUNTS = {"rows": 5, "accepted": 2, "known": 1, "corrected": 1}
REFUSALS = (Refusal(4, "rows.no_serial"), Refusal(4, "rows.no_time"))


def record(**changes):
    return ask(RecordBatch, ID, **SHEET | COUNTS | {"refusals": REFUSALS} | changes)


def imported(**changes: Any) -> BatchImported:
    return BatchImported(**SHEET | COUNTS | {"refused": 1, "refusals": REFUSALS} | changes)


AGAIN = {"accepted": 0, "known": 4, "corrected": 0}


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        ((), record(), [imported()]),
        ((happened(imported()),), record(), []),
        ((happened(imported()),), record(**AGAIN), [imported(**AGAIN)]),
        (
            (happened(imported()),),
            record(refusals=(Refusal(3, "rows.no_time"),)),
            [imported(refusals=(Refusal(3, "rows.no_time"),))],
        ),
        (
            (),
            record(unknown_columns=("所属片区",)),
            [imported(unknown_columns=("所属片区",))],
        ),
    ],
    ids=["read", "read again", "read again, all known", "another row refused", "unknown columns"],
)
def test_decisions(past, command, facts):
    assert when(STREAM, past, command) == facts


def test_rows_must_add_up():
    assert refusal(STREAM, (), record(rows=6)) == "imports.does_not_add_up"
    assert refusal(STREAM, (), record(refusals=())) == "imports.does_not_add_up"


def test_another_mapping_of_the_same_file_is_another_batch():
    assert batch_id("d", "m") != batch_id("d", "n")
