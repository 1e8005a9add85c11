"""The leaf of a record (RFC 9162 §2.1.1) and the receipt (回执) that is cut from it.

A leaf rests on what is stored and on nothing else, so that whoever holds a receipt can prove, by
the tree over all leaves, that its record is among them and unchanged. What is hashed is the
canonical JSON (RFC 8785) of the position, the stream, the number in its stream, the topic and the
base64 of the stored bytes: sealed values stay sealed in it, and an erasure changes no leaf.
"""

import re
from base64 import b32encode, b64encode
from hashlib import sha256
from typing import Final
from uuid import UUID

import msgspec

from governance.kernel.event import decode

LEAF: Final = b"\x00"
LETTERS: Final = 8
RECEIPT: Final = re.compile(rf"([1-9]\d{{0,11}})-([A-Z2-7]{{{LETTERS}}})")


def leaf(position: int, topic: str, state: bytes) -> bytes:
    """Give the hash of a record as it is stored: 32 bytes."""
    event = decode(topic, state)
    return hashed(position, event.stream, event.version, topic, state)


def hashed(position: int, stream: UUID, version: int, topic: str, state: bytes) -> bytes:
    """Give the leaf hash of a record by its parts; keys stand in the order RFC 8785 asks for."""
    record = {
        "n": position,
        "o": str(stream),
        "s": b64encode(state).decode(),
        "t": topic,
        "v": version,
    }
    return sha256(LEAF + msgspec.json.encode(record)).digest()


def receipt(position: int, digest: bytes) -> str:
    """Give the short code of a record: its position, and the beginning of its leaf (40 bits)."""
    return f"{position}-{_letters(digest)}"


def parts(code: str) -> tuple[int, str] | None:
    """Give the position and the letters of a receipt; None for what is none."""
    found = RECEIPT.fullmatch(code)
    return (int(found[1]), found[2]) if found else None


def matches(code: str, digest: bytes) -> bool:
    """Whether a receipt is that of a record with this leaf."""
    found = parts(code)
    return found is not None and found[1] == _letters(digest)


def _letters(digest: bytes) -> str:
    return b32encode(digest).decode()[:LETTERS]
