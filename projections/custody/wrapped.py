"""Keys as they are kept: wrapped under the master key, in a database of their own.

One that is erased leaves a row without it. One that does not open belongs to another master key.
"""

import hmac
import os
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeAlias

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap
from sqlalchemy.dialects import postgresql, sqlite

from governance.kernel.errors import UnsafeSettingError
from governance.kernel.sealed import NONCE, Gone, Sealed
from projections.custody.blind import CHUNK, Row, blind, forgotten, metadata
from projections.engine.database import Moment, alone, fold_back, writers

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("subject", sa.String, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=True),
    sa.Column("erased_at", Moment),
    sa.Column("basis", sa.Text),
)
checks = sa.Table(
    "master_check",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("value", sa.LargeBinary, nullable=False),
)
indexed = sa.Table(
    "indexed",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("position", sa.BigInteger, nullable=False),
)

# Made once: they are asked at every act.
STORED = sa.select(keys.c.subject, keys.c.wrapped).where(
    keys.c.subject.in_(sa.bindparam("subjects", expanding=True))
)
CHECKED = sa.select(checks.c.value).with_for_update()


class Opener:
    """A key: the cipher it opens with, and its bytes, from which others are made."""

    __slots__ = ("cipher", "raw")

    def __init__(self, raw: bytes) -> None:
        self.cipher, self.raw = AESGCM(raw), raw


Key: TypeAlias = Opener | Gone
Wrapped = dict[str, bytes | None]


class TakenError(Exception):
    """Another process came first with a key or a name: nothing was stored."""


def derived(secret: bytes, purpose: bytes) -> bytes:
    """Give a secret of its own for a purpose."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"geyi " + purpose).derive(
        secret
    )


def holds_any(engine: sa.Engine) -> bool:
    """Whether a master key was used here before."""
    with engine.connect() as connection:
        asked = [sa.select(table).limit(1) for table in (checks, keys)]
        return any(connection.execute(query).first() for query in asked)


class WrappedKeys:
    """The keys of a database under the master key whose secret is given."""

    def __init__(self, engine: sa.Engine, secret: bytes) -> None:
        self._engine = engine
        self._wrapping, self._check = derived(secret, b"wrap"), derived(secret, b"check")
        self._reading = engine.execution_options(isolation_level="AUTOCOMMIT")
        server = engine.dialect.name == "postgresql"
        insert = postgresql.insert if server else sqlite.insert
        # A lone statement needs no transaction around it; a file needs the lock of its writers.
        self._storing = self._reading.connect if server else partial(alone, engine)
        self._insert = insert(keys).on_conflict_do_nothing().returning(keys.c.subject)
        self._insert_row = insert(blind).on_conflict_do_nothing().returning(blind.c.mark)
        self._insert_check = insert(checks).on_conflict_do_nothing()
        self._insert_indexed = insert(indexed).on_conflict_do_nothing()

    def stored(self, subjects: list[str]) -> Wrapped:
        """Give what stands under each name that is here; None where the key was erased."""
        stored: Wrapped = {}
        with self._reading.connect() as connection:
            for start in range(0, len(subjects), CHUNK):
                rows = connection.execute(STORED, {"subjects": subjects[start : start + CHUNK]})
                stored |= {row.subject: row.wrapped for row in rows}
        return stored

    def create(self, subjects: list[str], rows: Sequence[Row] = ()) -> dict[str, Opener]:
        """Store keys for those that have none, and rows of the index, all in one transaction.

        TakenError when one of them has come to be here meanwhile.
        """
        made = {subject: os.urandom(32) for subject in subjects}
        wrapped = [
            {"subject": subject, "wrapped": aes_key_wrap(self._wrapping, raw)}
            for subject, raw in made.items()
        ]
        with alone(self._engine) as connection:
            self._refuse_renewed(connection)
            if wrapped and len(connection.execute(self._insert, wrapped).all()) < len(wrapped):
                raise TakenError
            if rows and len(connection.execute(self._insert_row, rows).all()) < len(rows):
                raise TakenError
        return {subject: Opener(raw) for subject, raw in made.items()}

    def erase(self, subject: str, *, basis: str, now: datetime) -> None:
        """Erase a key for good, also one that is not here, and what the index says of it."""
        row = {"wrapped": None, "erased_at": now, "basis": basis}
        with alone(self._engine) as connection:
            connection.execute(self._insert, {"subject": subject, **row})
            connection.execute(
                sa.update(keys)
                .where(keys.c.subject == subject, keys.c.erased_at.is_(None))
                .values(row)
            )
            connection.execute(forgotten(subject))
        # What was overwritten still stands in the write-ahead log, until that is folded back.
        with writers(self._engine):
            fold_back(self._engine, when_due=False)

    def index(self, rows: Sequence[Row]) -> None:
        """Keep rows of the index, those that are there already too."""
        with alone(self._engine) as connection:
            for start in range(0, len(rows), CHUNK):
                connection.execute(self._insert_row, rows[start : start + CHUNK])

    def reading(self) -> sa.Connection:
        """Give a connection to read by."""
        return self._reading.connect()

    @property
    def indexed(self) -> int | None:
        """The position up to which everything is in the index; None where there never was one."""
        with self.reading() as connection:
            return connection.scalar(sa.select(indexed.c.position))

    def set_indexed(self, position: int) -> None:
        """Say so."""
        with alone(self._engine) as connection:
            connection.execute(sa.delete(indexed))
            connection.execute(self._insert_indexed, {"number": 1, "position": position})

    def unwrapped(self, wrapped: bytes | None) -> Key:
        """Give a key, or why there is none."""
        if wrapped is None:
            return Gone.ERASED
        try:
            return Opener(aes_key_unwrap(self._wrapping, wrapped))
        except InvalidUnwrap:
            return Gone.LOST

    def fit(self) -> bool:
        """Whether the master key is the one these keys are known to be wrapped under."""
        with self._reading.connect() as connection:
            known = connection.scalar(sa.select(checks.c.value))
        return known is not None and hmac.compare_digest(known, self._check)

    def renew(self, secret: bytes) -> int:
        """Wrap all keys under another master key, in one transaction; give how many there are."""
        other = WrappedKeys(self._engine, secret)
        with alone(self._engine) as connection:
            self._refuse_renewed(connection)
            held = connection.execute(sa.select(keys.c.subject, keys.c.wrapped)).all()
            opened = {row.subject: self.unwrapped(row.wrapped) for row in held}
            rows = [
                {"named": name, "wrapped": aes_key_wrap(other._wrapping, key.raw)}
                for name, key in opened.items()
                if isinstance(key, Opener)
            ]
            change = sa.update(keys).where(keys.c.subject == sa.bindparam("named"))
            connection.execute(change.values(wrapped=sa.bindparam("wrapped")), rows)
            connection.execute(sa.update(checks).values(value=derived(secret, b"check")))
        return len(rows)

    def clean(self) -> None:
        """Write the file anew: what was deleted before it was overwritten is in it no more."""
        with writers(self._engine):
            if self._engine.dialect.name == "sqlite":
                with self._engine.connect() as connection:
                    existing: Any = connection.connection.driver_connection
                    existing.execute("VACUUM")  # outside any transaction
            fold_back(self._engine, when_due=False)

    def _refuse_renewed(self, connection: sa.Connection) -> None:
        """Refuse to wrap under a master key that is one no longer: a program older than it."""
        # Of two who renew at once on a server, the second waits here for the first.
        known = connection.scalar(CHECKED)
        if known is not None and known != self._check:
            raise UnsafeSettingError("keys.master_renewed")

    def agree(self) -> bool:
        """Whether the master key is the one of these keys; the first to come leaves what tells it.

        Keys from before anything was left tell it by opening.
        """
        mine, stored = self._check, sa.select(checks.c.value)
        with self._reading.connect() as connection:
            if (known := connection.scalar(stored)) is not None:
                return hmac.compare_digest(known, mine)
            query = sa.select(keys.c.wrapped).where(keys.c.wrapped.is_not(None))
            wrapped = connection.execute(query).scalars()
            opens = (isinstance(self.unwrapped(one), Opener) for one in wrapped)
            # Where there is no key yet, nothing speaks against this one.
            if not (next(opens, True) or any(opens)):
                return False
        with self._storing() as connection:
            connection.execute(self._insert_check, {"number": 1, "value": mine})
            return hmac.compare_digest(connection.scalar(stored) or b"", mine)


def next_name(name: str) -> str:
    """Give the name of somebody who comes again after the key of a name was erased."""
    subject, _, number = name.partition("#")
    return f"{subject}#{int(number or 1) + 1}"


def opened(key: Key, sealed: Sealed, context: str) -> str | Gone:
    """Open a sealed text with what there is of its key."""
    if isinstance(key, Gone):
        return key
    try:
        return key.cipher.decrypt(
            sealed.data[:NONCE], sealed.data[NONCE:], context.encode()
        ).decode()
    except (InvalidTag, ValueError):
        return Gone.LOST
