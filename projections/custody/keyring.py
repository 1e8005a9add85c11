"""Keys of persons and cases: AES-256-GCM under a key each, kept wrapped in a database of its own.

Erasing a key erases what was sealed under it; the events keep their bytes. Whoever is told of again
afterwards has another key, under the same name with a number. A key is durable before anything
sealed under it is stored. Other processes may go on reading with a key for `FRESH`
seconds after it was erased elsewhere.
"""

import hashlib
import hmac
import os
import time
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import aes_key_unwrap, aes_key_wrap
from sqlalchemy.dialects import postgresql, sqlite

from governance.kernel.sealed import Sealed, Sealing
from projections.database import Moment, alone

FRESH = 30.0
NONCE = 12
CACHED = 50_000

metadata = sa.MetaData()
keys = sa.Table(
    "keys",
    metadata,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),
    sa.Column("erased_at", Moment),
    sa.Column("basis", sa.Text),
)


class Keyring:
    """The vault of a deployment. `master` is a file of 32 random bytes, readable by us alone."""

    def __init__(self, engine: sa.Engine, master: Path) -> None:
        self.engine = engine
        secret = _master(master)
        self._secret = secret
        self._wrapping = _derived(secret, b"wrap")
        self._marking = _derived(secret, b"mark")
        self._held: dict[str, tuple[float, AESGCM]] = {}
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        server = engine.dialect.name == "postgresql"
        insert = postgresql.insert if server else sqlite.insert
        # A lone statement needs no transaction around it; a file needs the lock of its writers.
        self._storing = self._reading.connect if server else partial(alone, engine)
        self._insert = (
            insert(keys).on_conflict_do_nothing().returning(keys.c.subject, keys.c.wrapped)
        )
        with alone(engine) as connection:
            metadata.create_all(connection)

    def secret(self, purpose: str) -> bytes:
        """Give a secret of its own for a purpose, such as signing messages between pages."""
        return _derived(self._secret, purpose.encode())

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

    def current(self, subject: str) -> str:
        """Give the name under which whoever it is has a key, or would get one."""
        while self._stored([subject]).get(subject, b"") is None:
            subject = _next_name(subject)
        return subject

    def holds(self, subject: str) -> bool:
        """Whether there is a key under a name."""
        return self._stored([subject]).get(subject) is not None

    def reveal(self, sealed: Sealed, context: str) -> str | None:
        """Open a sealed text; None when its key is erased. A moved ciphertext raises ValueError."""
        key = self._keys({sealed.subject}, create=False).get(sealed.subject)
        if key is None:
            return None
        try:
            return key.decrypt(sealed.data[:NONCE], sealed.data[NONCE:], context.encode()).decode()
        except InvalidTag:
            raise ValueError("sealed elsewhere") from None

    def erase(self, subject: str, *, basis: str, now: datetime) -> None:
        """Erase a key for good; `basis` is the legal ground."""
        with alone(self.engine) as connection:
            connection.execute(
                sa.update(keys)
                .where(keys.c.subject == subject, keys.c.erased_at.is_(None))
                .values(wrapped=None, erased_at=now, basis=basis)
            )
        self._held.pop(subject, None)

    def forget(self) -> None:
        """Ask the database anew for every key, as happens by itself after `FRESH` seconds."""
        self._held.clear()

    def _hmac(self, content: bytes) -> "hmac.HMAC":
        return hmac.new(self._marking, content, hashlib.sha256)

    def _living(self, subjects: set[str]) -> tuple[dict[str, str], dict[str, AESGCM]]:
        """Give for each subject the first of its names whose key is not erased, and the keys."""
        names, found = {subject: subject for subject in subjects}, dict[str, AESGCM]()
        while asked := {subject for subject in subjects if names[subject] not in found}:
            found |= self._keys({names[subject] for subject in asked}, create=True)
            names |= {s: _next_name(names[s]) for s in asked if names[s] not in found}
        return names, found

    def _keys(self, subjects: set[str], *, create: bool) -> dict[str, AESGCM]:
        found = self._fresh(subjects)
        missing = sorted(subjects - found.keys())
        if not missing:
            return found
        stored = self._create(missing) if create else {}
        if len(stored) < len(missing):
            stored |= self._stored([subject for subject in missing if subject not in stored])
        if len(self._held) > CACHED:
            self._held.clear()
        for subject, wrapped in stored.items():
            if wrapped is not None:
                found[subject] = AESGCM(aes_key_unwrap(self._wrapping, wrapped))
                self._held[subject] = (time.monotonic() + FRESH, found[subject])
        return found

    def _fresh(self, subjects: set[str]) -> dict[str, AESGCM]:
        now = time.monotonic()
        return {
            subject: held[1]
            for subject in subjects
            if (held := self._held.get(subject)) and held[0] > now
        }

    def _stored(self, subjects: list[str]) -> dict[str, bytes | None]:
        stored: dict[str, bytes | None] = {}
        with self._reading.connect() as connection:
            for start in range(0, len(subjects), 500):
                chunk = subjects[start : start + 500]
                query = sa.select(keys.c.subject, keys.c.wrapped).where(keys.c.subject.in_(chunk))
                stored |= {row.subject: row.wrapped for row in connection.execute(query)}
        return stored

    def _create(self, subjects: list[str]) -> dict[str, bytes | None]:
        """Store a key for each that has none, and give the new ones.

        Most are new: trying at once is one transaction where asking first would be two.
        """
        rows = [
            {"subject": subject, "wrapped": aes_key_wrap(self._wrapping, os.urandom(32))}
            for subject in subjects
        ]
        with self._storing() as connection:
            return {row.subject: row.wrapped for row in connection.execute(self._insert, rows)}


def _next_name(name: str) -> str:
    """Give the name of somebody who comes again after the key of a name was erased."""
    subject, _, number = name.partition("#")
    return f"{subject}#{int(number or 1) + 1}"


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"geyi " + purpose).derive(
        secret
    )


def _master(path: Path) -> bytes:
    """Read the master key, making it on the first start; two processes may race for it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        secret = os.urandom(32)
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    return secret
