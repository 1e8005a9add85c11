"""The second factor: a secret of each person's own, of which his telephone tells a code.

RFC 6238: six digits, thirty seconds, one step of either side for a clock that is off. A code opens
once: the step it was of is kept, and none that is not later opens again. Recovery codes are for a
telephone that is lost; each opens once, and only a keyed mark of it stands here. Secrets are
sealed.
"""

import hmac
import os
import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256
from typing import Literal
from unicodedata import normalize

import pyotp
import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from projections.engine.database import Moment, alone, prepare

STEP = 30
EITHER_SIDE = 1
NONCE = 12
CODES = 8
LENGTH = 10
Way = Literal["", "code", "recovery"]
metadata = sa.MetaData()
second_factors = sa.Table(
    "second_factors",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("secret", sa.LargeBinary, nullable=False),
    sa.Column("counter", sa.BigInteger, nullable=False),
    sa.Column("bound_at", Moment),
)
recovery_codes = sa.Table(
    "recovery_codes",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("mark", sa.String, primary_key=True),
)


class SecondFactors:
    """The second factors of a deployment; `key` seals the secrets."""

    def __init__(self, engine: sa.Engine, key: bytes) -> None:
        prepare(engine, metadata)
        self._engine = engine
        self._key = key

    def has(self, login: str) -> bool:
        """Whether somebody has bound one."""
        with self._engine.connect() as connection:
            return connection.execute(_of(login)).first() is not None

    def everybody(self) -> set[str]:
        """Give who has bound one."""
        with self._engine.connect() as connection:
            return set(connection.execute(sa.select(second_factors.c.login)).scalars())

    def bind(self, login: str, secret: str, code: str, *, now: datetime) -> list[str]:
        """Bind a secret whose code is right, and give the recovery codes; none when it is wrong.

        Who has bound one binds no other before it is let go.
        """
        counter = _counter(secret, _plain(code), now)
        if counter is None:
            return []
        codes = [_readable(secrets.token_bytes(LENGTH)) for _ in range(CODES)]
        row = {"login": login, "secret": self.sealed(login, secret), "counter": counter}
        with alone(self._engine) as connection:
            if connection.execute(_of(login)).first():
                return []
            connection.execute(sa.insert(second_factors).values(**row, bound_at=now))
            connection.execute(sa.delete(recovery_codes).where(recovery_codes.c.login == login))
            marks = [{"login": login, "mark": self._mark(login, one)} for one in codes]
            connection.execute(sa.insert(recovery_codes), marks)
        return codes

    def opens(self, login: str, code: str, *, now: datetime) -> Way:
        """Say by what a code opens, and let it open nothing more; empty when it opens nothing."""
        typed = _plain(code)
        with alone(self._engine) as connection:
            held = connection.execute(_of(login)).first()
            if held is None:
                return ""
            counter = _counter(self.opened(login, held.secret), typed, now)
            if counter is not None:
                used = connection.execute(
                    sa.update(second_factors)
                    .where(second_factors.c.login == login, second_factors.c.counter < counter)
                    .values(counter=counter)
                )
                return "code" if used.rowcount else ""
            mark = self._mark(login, typed)
            gone = sa.delete(recovery_codes).where(
                recovery_codes.c.login == login, recovery_codes.c.mark == mark
            )
            return "recovery" if connection.execute(gone).rowcount else ""

    def let_go(self, login: str) -> None:
        """Let go what somebody has bound: at his next log-in he binds another."""
        with alone(self._engine) as connection:
            for table in (second_factors, recovery_codes):
                connection.execute(sa.delete(table).where(table.c.login == login))

    def sealed(self, login: str, secret: str) -> bytes:
        """Seal a secret for one account."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, secret.encode(), login.encode())

    def opened(self, login: str, sealed: bytes) -> str:
        """Open a sealed secret of an account."""
        data = AESGCM(self._key).decrypt(sealed[:NONCE], sealed[NONCE:], login.encode())
        return data.decode()

    def _mark(self, login: str, code: str) -> str:
        text = f"{login}\0{_plain(code)}"
        return hmac.new(self._key, text.encode(), sha256).hexdigest()


def new_secret() -> str:
    """Make a secret of 160 bits."""
    return pyotp.random_base32()


def address(secret: str, login: str, product: str) -> str:
    """Give what a telephone reads from the drawing."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=product)


def _counter(secret: str, code: str, now: datetime) -> int | None:
    """Give the step a code is of; None when it is of none that is near."""
    this, known = int(now.timestamp()) // STEP, pyotp.TOTP(secret)
    for counter in range(this - EITHER_SIDE, this + EITHER_SIDE + 1):
        if hmac.compare_digest(known.generate_otp(counter).encode(), code.encode()):
            return counter
    return None


def _plain(code: str) -> str:
    """Give a code as it is, however it was typed: in full width, in capitals, in groups."""
    return "".join(normalize("NFKC", code).split()).replace("-", "").lower()


def _readable(data: bytes) -> str:
    text = b32encode(data).decode().lower()[:LENGTH]
    return f"{text[:5]}-{text[5:]}"


def _of(login: str) -> "sa.Select[tuple[bytes, int]]":
    query = sa.select(second_factors.c.secret, second_factors.c.counter)
    return query.where(second_factors.c.login == login)
