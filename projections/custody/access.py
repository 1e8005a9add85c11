"""Who may log in: password hashes and sessions, in a database of their own, never in the log.

A session is a random id whose hash is kept here, so that logging out, a new password or a
suspension ends it everywhere at once.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from projections.database import Moment, alone

# GB/T 22239 身份鉴别: failed log-ins lock an account, idle sessions end.
TRIES = 5
LOCKED_FOR = timedelta(minutes=30)
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
# Touching a session at every request would cost a flushed write each.
TOUCH_EVERY = timedelta(minutes=1)

metadata = sa.MetaData()
credentials = sa.Table(
    "credentials",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False, default=0),
    sa.Column("locked_until", Moment),
    sa.Column("changed_at", Moment),
)
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("login", sa.String, nullable=False, index=True),
    sa.Column("begun_at", Moment),
    sa.Column("seen_at", Moment),
)


class LockedOutError(Exception):
    """Too many wrong passwords; `until` says when the account opens again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class Access:
    """Passwords and sessions of a deployment."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        # OWASP: 19 MiB, two passes; a login storm stays bearable on two cores.
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._nobody = self._hasher.hash("nobody")
        metadata.create_all(engine)

    def set_password(self, login: str, password: str, *, now: datetime) -> None:
        """Set a password and end all sessions of the account."""
        row = {
            "login": login,
            "hash": self._hasher.hash(password),
            "failures": 0,
            "changed_at": now,
        }
        with alone(self.engine) as connection:
            connection.execute(sa.delete(credentials).where(credentials.c.login == login))
            connection.execute(sa.insert(credentials).values(row))
            connection.execute(sa.delete(sessions).where(sessions.c.login == login))

    def log_in(self, login: str, password: str, *, now: datetime) -> str | None:
        """Give a new session, None when the name or the password is wrong; LockedOutError."""
        with self.engine.connect() as connection:
            held = connection.execute(
                sa.select(credentials).where(credentials.c.login == login)
            ).first()
        if held and held.locked_until and held.locked_until > now:
            raise LockedOutError(held.locked_until)
        if not self._right(held.hash if held else self._nobody, password) or held is None:
            if held:
                self._failed(login, held.failures + 1, now)
            return None
        session = secrets.token_urlsafe(32)
        with alone(self.engine) as connection:
            connection.execute(
                sa.update(credentials)
                .where(credentials.c.login == login)
                .values(failures=0, locked_until=None)
            )
            connection.execute(
                sa.insert(sessions).values(
                    id=_hash(session), login=login, begun_at=now, seen_at=now
                )
            )
        return session

    def who(self, session: str, *, now: datetime) -> str | None:
        """Give whose session it is, None when it has ended."""
        identity = _hash(session)
        with self.engine.connect() as connection:
            held = connection.execute(sa.select(sessions).where(sessions.c.id == identity)).first()
        if held is None:
            return None
        if now - held.seen_at > IDLE or now - held.begun_at > LONGEST:
            self.log_out(session)
            return None
        if now - held.seen_at > TOUCH_EVERY:
            with alone(self.engine) as connection:
                connection.execute(
                    sa.update(sessions).where(sessions.c.id == identity).values(seen_at=now)
                )
        return str(held.login)

    def log_out(self, session: str) -> None:
        """End one session."""
        with alone(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.id == _hash(session)))

    def end_sessions(self, login: str) -> None:
        """End all sessions of an account."""
        with alone(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.login == login))

    def _right(self, held: str, password: str) -> bool:
        try:
            return self._hasher.verify(held, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _failed(self, login: str, failures: int, now: datetime) -> None:
        locked = now + LOCKED_FOR if failures >= TRIES else None
        with alone(self.engine) as connection:
            connection.execute(
                sa.update(credentials)
                .where(credentials.c.login == login)
                .values(failures=0 if locked else failures, locked_until=locked)
            )


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
