"""Somebody who has every file and every key that is left, and tries a whole list of numbers."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap

from projections.custody.blind import INDEX, PERSON, SEARCHED
from projections.custody.wrapped import derived, keys
from projections.engine.runtime import Runtime
from tests.expecting import existing


def bytes_of(office: Runtime) -> bytes:
    """Give all bytes of a deployment: every file in its folder, logs and locks among them."""
    return b"\n".join(p.read_bytes() for p in sorted(office.data.rglob("*")) if p.is_file())


def guessed(office: Runtime, numbers: Iterable[str], everything: bytes) -> set[str]:
    """Give the numbers of a list that anything in the bytes gives away."""
    return {
        number
        for number in numbers
        if any(mark in everything for mark in _marks(*_secrets(office), number))
    }


def before(master: bytes, text: str) -> str:
    """Give the mark that earlier releases put beside a sealed text, and beside a command."""
    return _old(derived(master, b"mark"), b"mark\0", text, 16)


def _secrets(office: Runtime) -> tuple[bytes, bytes]:
    master = (office.data / "master.key").read_bytes()
    with office.engines["keys"].connect() as connection:
        query = sa.select(keys.c.wrapped).where(keys.c.subject == INDEX)
        wrapped = existing(connection.scalar(query))
    return master, aes_key_unwrap(derived(master, b"wrap"), wrapped)


def _marks(master: bytes, index: bytes, number: str) -> Iterator[bytes]:
    """Give everything that any release ever made of a number with keys that nobody erases."""
    marking = derived(master, b"mark")
    yield number.encode()
    yield _old(marking, b"mark\0", number, 16).encode()
    yield _old(marking, b"person\0", number, 24).encode()
    digests = [hashlib.sha256(number.encode()).digest(), _digest(marking, number)]
    for field in (PERSON, *SEARCHED):
        key = _digest(index, field)
        digests.append(_digest(key, number))
    for digest in digests:
        for short in (digest, digest[:16], digest[:12]):
            yield short
            yield short.hex().encode()
            yield base64.b64encode(short)


def _old(marking: bytes, purpose: bytes, text: str, length: int) -> str:
    made = hmac.new(marking, purpose + text.encode(), hashlib.sha256)
    return made.hexdigest()[:length]


def _digest(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
