"""What is sealed under keys of persons and cases: AES-256-GCM under a key each (`wrapped`).

Erasing a key erases what was sealed under it; the events keep their bytes. Whoever is said of again
afterwards has another key, under the same name with a number. A key that is not here, or that does
not open what bears its name, was lost: an older database of keys was brought back. A key is durable
before anything sealed under it is stored. Other processes may go on reading with a key for `FRESH`
seconds after it was erased elsewhere.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.sealed import Gone, Sealed, Sealing
from projections.custody.master import master_secret
from projections.custody.wrapped import Key, WrappedKeys, derived, holds_any, metadata
from projections.engine.database import prepare

FRESH = 30.0
NONCE = 12
CACHED = 50_000


class Keyring:
    """The vault of a deployment: its keys, and the file of the master key that wraps them.

    With `in_use`, or when there are keys, a missing master key is not made but refused. `erased`
    gives whose keys the log says were erased: older keys that were brought back do not know.
    """

    def __init__(
        self,
        engine: sa.Engine,
        master: Path,
        *,
        in_use: bool = False,
        erased: Callable[[], Collection[str]] = tuple,
    ) -> None:
        self._erased = erased
        prepare(engine, metadata)
        secret = master_secret(master, in_use=in_use or holds_any(engine))
        self._secret = secret
        self._marking = derived(secret, b"mark")
        self._held: dict[str, tuple[float, AESGCM]] = {}
        self._kept = WrappedKeys(engine, secret)
        if not self._kept.agree():
            raise UnsafeSettingError("keys.master_foreign", file=str(master))

    def secret(self, purpose: str) -> bytes:
        """Give a secret of its own for a purpose, such as signing messages between pages."""
        return derived(self._secret, purpose.encode())

    def subject(self, person: str) -> str:
        """Give the keyed pseudonym of a person."""
        return "person:" + self._hmac(b"person\0" + person.encode()).hexdigest()[:24]

    def mark(self, text: str) -> str:
        """Give the keyed mark of a text."""
        return self._hmac(b"mark\0" + text.encode()).hexdigest()[:16]

    def seal(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        """Seal texts; keys of new subjects are stored first, in one transaction."""
        names, found = self._living({sealing.subject for sealing in sealings})
        sealed = []
        for sealing in sealings:
            nonce, name = os.urandom(NONCE), names[sealing.subject]
            data = found[name].encrypt(nonce, sealing.text.encode(), sealing.context.encode())
            sealed.append(Sealed(name, self.mark(sealing.text), nonce + data))
        return sealed

    def names(self, subject: str) -> dict[str, bool]:
        """Give every name a subject had a key under, and whether that key is still there."""
        found: dict[str, bool] = {}
        while stored := self._kept.stored([subject]):
            found[subject] = stored[subject] is not None
            subject = _next_name(subject)
        return found

    def holds(self, subject: str) -> bool:
        """Whether there is a key under a name."""
        return self._kept.stored([subject]).get(subject) is not None

    def not_erased(self, subjects: list[str]) -> list[str]:
        """Give those of which no erasure stands here: the key is there, or nothing is."""
        stored = self._kept.stored(subjects)
        return [subject for subject in subjects if stored.get(subject, b"") is not None]

    def reveal(self, sealed: Sealed, context: str) -> str | Gone:
        """Open a sealed text, or say why it does not open; a moved ciphertext counts as lost."""
        return self.reveal_all([(sealed, context)])[0]

    def reveal_all(self, held: Sequence[tuple[Sealed, str]]) -> list[str | Gone]:
        """Open (sealed text, context) pairs in one visit."""
        found = self._keys({sealed.subject for sealed, _ in held}, create=False)
        texts = [_opened(found[sealed.subject], sealed, context) for sealed, context in held]
        if Gone.LOST not in texts:
            return texts
        erased = set(self._erased())
        return [
            Gone.ERASED if text is Gone.LOST and sealed.subject in erased else text
            for text, (sealed, _) in zip(texts, held, strict=True)
        ]

    def erase(self, subject: str, *, basis: str, now: datetime) -> None:
        """Erase a key for good, also one that is not here; `basis` is the legal ground."""
        self._kept.erase(subject, basis=basis, now=now)
        self._held.pop(subject, None)

    def forget(self) -> None:
        """Ask the database anew for every key, as happens by itself after `FRESH` seconds."""
        self._held.clear()

    def _hmac(self, content: bytes) -> "hmac.HMAC":
        return hmac.new(self._marking, content, hashlib.sha256)

    def _living(self, subjects: set[str]) -> tuple[dict[str, str], dict[str, AESGCM]]:
        """Give for each subject the first of its names whose key opens, and the keys."""
        names, found = {subject: subject for subject in subjects}, dict[str, AESGCM]()
        asked = subjects
        while asked:
            held = self._keys({names[subject] for subject in asked}, create=True)
            found |= {name: key for name, key in held.items() if isinstance(key, AESGCM)}
            asked = {subject for subject in asked if names[subject] not in found}
            names |= {subject: _next_name(names[subject]) for subject in asked}
        return names, found

    def _keys(self, subjects: set[str], *, create: bool) -> dict[str, Key]:
        """Give what there is under each name: a key, or why there is none."""
        found: dict[str, Key] = {**self._fresh(subjects)}
        missing = sorted(subjects - found.keys())
        if not missing:
            return found
        stored = self._kept.create(missing) if create else {}
        if len(stored) < len(missing):
            stored |= self._kept.stored([subject for subject in missing if subject not in stored])
        if len(self._held) > CACHED:
            self._held.clear()
        found |= dict.fromkeys(missing, Gone.LOST)
        for subject, wrapped in stored.items():
            key = found[subject] = self._kept.unwrapped(wrapped)
            if isinstance(key, AESGCM):
                self._held[subject] = (time.monotonic() + FRESH, key)
        return found

    def _fresh(self, subjects: set[str]) -> dict[str, AESGCM]:
        now = time.monotonic()
        return {
            subject: held[1]
            for subject in subjects
            if (held := self._held.get(subject)) and held[0] > now
        }


def _next_name(name: str) -> str:
    """Give the name of somebody who comes again after the key of a name was erased."""
    subject, _, number = name.partition("#")
    return f"{subject}#{int(number or 1) + 1}"


def _opened(key: Key, sealed: Sealed, context: str) -> str | Gone:
    if isinstance(key, Gone):
        return key
    try:
        return key.decrypt(sealed.data[:NONCE], sealed.data[NONCE:], context.encode()).decode()
    except (InvalidTag, ValueError):
        return Gone.LOST
