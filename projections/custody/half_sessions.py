"""Who has given the right password and not yet the second factor: for minutes, and no session."""

import hashlib
import secrets
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa

from projections.engine.database import Moment, alone, prepare

LASTING = timedelta(minutes=10)
metadata = sa.MetaData()
half_sessions = sa.Table(
    "half_sessions",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("login", sa.String, nullable=False, index=True),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("secret", sa.LargeBinary),
    sa.Column("begun_at", Moment),
)


class Half(msgspec.Struct, frozen=True):
    """Whose it is, the hash his password was verified against, and a secret offered to him."""

    login: str
    hash: str
    secret: bytes | None


class HalfSessions:
    """The half sessions of a deployment."""

    def __init__(self, engine: sa.Engine) -> None:
        prepare(engine, metadata)
        self._engine = engine

    def begin(self, login: str, held: str, secret: bytes | None, *, now: datetime) -> str:
        """Give a new one."""
        made = secrets.token_urlsafe(32)
        row = {"id": _hash(made), "login": login, "hash": held, "secret": secret}
        with alone(self._engine) as connection:
            old = half_sessions.c.begun_at < now - LASTING
            connection.execute(sa.delete(half_sessions).where(old))
            connection.execute(sa.insert(half_sessions).values(**row, begun_at=now))
        return made

    def of(self, half: str, *, now: datetime) -> Half | None:
        """Give what one stands for, None when it is over."""
        columns = (half_sessions.c.login, half_sessions.c.hash, half_sessions.c.secret)
        query = sa.select(*columns).where(
            half_sessions.c.id == _hash(half), half_sessions.c.begun_at >= now - LASTING
        )
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return Half(*row) if row else None

    def end(self, connection: sa.Connection, login: str) -> None:
        """End those of an account."""
        connection.execute(sa.delete(half_sessions).where(half_sessions.c.login == login))


def _hash(half: str) -> str:
    return hashlib.sha256(half.encode()).hexdigest()
