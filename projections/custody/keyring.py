"""What is sealed under keys of persons and cases: AES-256-GCM under a key each (`wrapped`).

The name of a person's key is drawn by lot; who has which, and what is sealed where, says an index
beside the log (`blind`), and no longer once the key is erased.
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
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.locking import FileLock
from governance.kernel.sealed import NONCE, Gone, Sealed, Sealing
from projections.custody.blind import (
    INDEX,
    PERSON,
    SEARCHED,
    Marks,
    Row,
    metadata,
    names_of,
    owned,
    references,
    sealed_for,
)
from projections.custody.master import make_next, master_secret, next_secret, take_next
from projections.custody.wrapped import (
    Key,
    Opener,
    TakenError,
    WrappedKeys,
    derived,
    holds_any,
    next_name,
    opened,
)
from projections.engine.database import prepare

FRESH = 30.0
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
        self._erased, self._engine = erased, engine
        self._master = master
        prepare(engine, metadata)
        if (coming := next_secret(master)) and WrappedKeys(engine, coming).fit():
            take_next(master)  # whoever renewed it was stopped in between
        secret = master_secret(master, in_use=in_use or holds_any(engine))
        self._secret = secret
        self._held: dict[str, tuple[float, Opener]] = {}
        self._kept = WrappedKeys(engine, secret)
        fresh = not in_use and not holds_any(engine)
        if not self._kept.agree():
            raise UnsafeSettingError("keys.master_foreign", file=str(master))
        self._secret_of_marks = self._made([INDEX])[0].raw
        self.marks = Marks(self._secret_of_marks)
        if fresh:
            self._kept.set_indexed(0)

    def secret(self, purpose: str) -> bytes:
        """Give a secret of its own for a purpose, such as signing messages between pages."""
        return derived(self._secret, purpose.encode())

    def renew(self) -> int:
        """Make another master key, and give how many keys are wrapped under it from now on.

        What anybody made with the old one, as the marks of earlier releases are, is of no use once
        all copies of it are gone. Programs that run need a new start.
        """
        with FileLock(self._master.with_name(f"{self._master.name}.lock")):
            secret = make_next(self._master)
            wrapped = self._kept.renew(secret)
            take_next(self._master)
        self._secret, self._kept = secret, WrappedKeys(self._engine, secret)
        self.clean()
        return wrapped

    def clean(self) -> None:
        """Let nothing that was deleted stay in the file of keys."""
        self._kept.clean()

    def subjects(self, person: str) -> list[str]:
        """Give the names of the keys a person is sealed under, of earlier releases' too."""
        with self._kept.reading() as connection:
            known = names_of(connection, self.marks, person)
        before = self.before(person)
        return known if before in known else [*known, before]

    def before(self, person: str) -> str:
        """Give the name that earlier releases gave the key of a person, made from who he is."""
        marking = derived(self._secret, b"mark")
        made = hmac.new(marking, b"person\0" + person.encode(), hashlib.sha256)
        return f"person:{made.hexdigest()[:24]}"

    def references(self, texts: Iterable[str]) -> list[str]:
        """Give what names the sealed texts that are one of some texts."""
        with self._kept.reading() as connection:
            return references(connection, self.marks, texts)

    def said(self, words: str, subjects: Collection[str]) -> str:
        """Give the mark of words under the keys of all subjects, empty when one of them is gone."""
        found = self._keys(set(subjects)) if subjects else {}
        secret = self._secret_of_marks
        for name in sorted(subjects):
            key = found.get(name, Gone.LOST)
            if isinstance(key, Gone):
                return ""
            secret = hmac.new(secret, key.raw, hashlib.sha256).digest()
        return hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()[:32]

    def ready(self, subjects: Iterable[str]) -> None:
        """Have the keys of many subjects at hand, asked for at once."""
        self._keys(set(subjects))

    def seal(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        """Seal texts; keys of new subjects and what finds them are stored first, all at once."""
        while True:
            try:
                return self._sealed(sealings)
            except TakenError:
                continue

    def _sealed(self, sealings: Sequence[Sealing]) -> list[Sealed]:
        persons = {sealing.person for sealing in sealings} - {""}
        known: dict[str, str] = {}
        if persons:
            with self._kept.reading() as connection:
                known = sealed_for(connection, self.marks, persons)
        unknown = sorted(persons - known.keys())
        known |= {person: f"person:{uuid4().hex}" for person in unknown}
        subjects = [known.get(sealing.person, sealing.subject) for sealing in sealings]
        names, found, absent = self._living(set(subjects))
        rows = [self.marks.row(PERSON, person, known[person]) for person in unknown]
        nonces = [os.urandom(NONCE) for _ in sealings]
        rows += [
            self.marks.row(sealing.field, sealing.text, names[subject], nonce.hex())
            for sealing, subject, nonce in zip(sealings, subjects, nonces, strict=True)
            if sealing.field in SEARCHED
        ]
        if absent or rows:
            found |= self._hold(self._kept.create(sorted(absent), rows))
        return [
            Sealed(name, "", nonce + found[name].cipher.encrypt(nonce, *_encoded(sealing)))
            for sealing, name, nonce in zip(
                sealings, map(names.__getitem__, subjects), nonces, strict=True
            )
        ]

    @property
    def indexed(self) -> int | None:
        """The position up to which everything is in the index; None where there never was one."""
        return self._kept.indexed

    def known(self, subjects: Collection[str]) -> set[str]:
        """Give those of some names of keys of which the index says whose they are."""
        with self._kept.reading() as connection:
            return owned(connection, subjects)

    def index(self, rows: Sequence[Row]) -> None:
        """Keep rows of the index."""
        if rows:
            self._kept.index(rows)

    def set_indexed(self, position: int) -> None:
        """Say that up to a position nothing is missing in the index."""
        self._kept.set_indexed(position)

    def names(self, subject: str) -> dict[str, bool]:
        """Give every name a subject had a key under, and whether that key is still there."""
        found: dict[str, bool] = {}
        while stored := self._kept.stored([subject]):
            found[subject] = stored[subject] is not None
            subject = next_name(subject)
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
        found = self._keys({sealed.subject for sealed, _ in held})
        texts = [
            opened(found.get(sealed.subject, Gone.LOST), sealed, context)
            for sealed, context in held
        ]
        if Gone.LOST not in texts:
            return texts
        erased = set(self._erased())
        return [
            Gone.ERASED if text is Gone.LOST and sealed.subject in erased else text
            for text, (sealed, _) in zip(texts, held, strict=True)
        ]

    def erase(self, subject: str, *, basis: str, now: datetime) -> None:
        """Erase a key for good, also one that is not here, and what finds it.

        `basis` is the legal ground.
        """
        self._kept.erase(subject, basis=basis, now=now)
        self._held.pop(subject, None)

    def forget(self) -> None:
        """Ask the database anew for every key, as happens by itself after `FRESH` seconds."""
        self._held.clear()

    def _made(self, subjects: list[str]) -> list[Opener]:
        """Give the keys of subjects, made where there are none."""
        while True:
            names, found, absent = self._living(set(subjects))
            try:
                found |= self._kept.create(sorted(absent)) if absent else {}
            except TakenError:
                continue
            return [found[names[subject]] for subject in subjects]

    def _living(self, subjects: set[str]) -> tuple[dict[str, str], dict[str, Opener], set[str]]:
        """Give for each subject its first name whose key opens or is still to be made.

        Beside it the keys there are, and the names that have none yet.
        """
        names, found = {subject: subject for subject in subjects}, dict[str, Opener]()
        absent, asked = set[str](), subjects
        while asked:
            wanted = {names[subject] for subject in asked}
            held = self._keys(wanted)
            found |= {name: key for name, key in held.items() if isinstance(key, Opener)}
            absent |= wanted - held.keys()
            asked = {s for s in asked if names[s] not in found and names[s] not in absent}
            names |= {subject: next_name(names[subject]) for subject in asked}
        return names, found, absent

    def _keys(self, subjects: set[str]) -> dict[str, Key]:
        """Give what there is under each name that is here: a key, or why there is none."""
        found: dict[str, Key] = {**self._fresh(subjects)}
        if missing := sorted(subjects - found.keys()):
            stored = self._kept.stored(missing)
            keys = {name: self._kept.unwrapped(wrapped) for name, wrapped in stored.items()}
            self._hold({name: key for name, key in keys.items() if isinstance(key, Opener)})
            found |= keys
        return found

    def _hold(self, keys: dict[str, Opener]) -> dict[str, Opener]:
        if len(self._held) > CACHED:
            self._held.clear()
        until = time.monotonic() + FRESH
        self._held |= {name: (until, key) for name, key in keys.items()}
        return keys

    def _fresh(self, subjects: set[str]) -> dict[str, Opener]:
        now = time.monotonic()
        return {
            subject: held[1]
            for subject in subjects
            if (held := self._held.get(subject)) and held[0] > now
        }


def _encoded(sealing: Sealing) -> tuple[bytes, bytes]:
    return sealing.text.encode(), sealing.context.encode()
