"""A leaf is what RFC 9162 hashes, over bytes any other program can make."""

import hashlib
import json
from base64 import b64encode
from uuid import UUID

import msgspec
import pytest

from governance.casework.events import CrossingCleared
from governance.hotline.kind import TICKET
from governance.kernel.leaf import hashed, leaf, matches, parts, receipt
from governance.kernel.ledger import open_ledger
from tests.builders import NOW

STREAM = UUID("00000000-0000-0000-0000-00000000002a")
STATE = '{"说":"明"}'.encode()


def test_a_leaf_is_the_hash_of_the_canonical_json_after_a_zero_byte():
    parts_ = {"n": 7, "o": str(STREAM), "v": 3, "t": "a.B", "s": b64encode(STATE).decode()}
    canonical = json.dumps(parts_, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    expected = hashlib.sha256(b"\x00" + canonical.encode()).digest()
    assert hashed(7, STREAM, 3, "a.B", STATE) == expected
    assert expected.hex() == "95413c5d1c4d0713254a3fa49474c532bfa289c2d1a0aaf9e5d7c8ffcb9bf486"


def test_the_leaf_of_a_record_rests_on_its_stored_bytes(tmp_path, database_url):
    event = TICKET.event(CrossingCleared)(stream=STREAM, version=1, recorded_at=NOW, result="好")
    with open_ledger(tmp_path, database_url) as ledger:
        (position,) = ledger.append([event])
        state = msgspec.json.encode(event)
        assert ledger.leaf_at(position) == leaf(position, event.TOPIC, state)
        assert ledger.leaf_at(position) == hashed(position, STREAM, 1, event.TOPIC, state)
        assert ledger.leaf_at(position + 1) is None


def test_a_receipt_is_of_one_record_only():
    digest = hashed(7, STREAM, 3, "a.B", STATE)
    code = receipt(7, digest)
    assert parts(code) == (7, code[2:])
    assert matches(code, digest)
    for other in (
        hashed(8, STREAM, 3, "a.B", STATE),
        hashed(7, STREAM, 4, "a.B", STATE),
        hashed(7, STREAM, 3, "a.C", STATE),
        hashed(7, STREAM, 3, "a.B", STATE + b" "),
        hashed(7, UUID(int=43), 3, "a.B", STATE),
    ):
        assert not matches(code, other)


@pytest.mark.parametrize(
    "typed", ["", "7", "0-ABCDEFGH", "07-ABCDEFGH", "7-ABCDEFG1", "7-ABCDEFGHI"]
)
def test_what_is_no_receipt_is_none(typed):
    assert parts(typed) is None
    assert not matches(typed, bytes(32))
