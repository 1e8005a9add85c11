"""Who may log in: password hashes and sessions, in a database of their own, never in the log.

A session is a random id whose hash is kept here, so that logging out, a new password or a
suspension ends it everywhere at once.

A try is counted before it is verified, for many may come at once. Whoever tries learns nothing but
whether he is in: an unknown account, a locked one and a wrong password are counted, verified and
answered alike. Who has no account is `NOBODY`, whose password nobody knows.
"""

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.dialects import postgresql, sqlite

from governance.policy.roles import Lasting, Roles
from projections.engine.database import EPOCH, Moment, alone, prepare
from projections.engine.trouble import Trouble, forgiven, trouble_of

# GB/T 22239 身份鉴别: failed log-ins lock an account, idle sessions end (the policy of roles).
TRIES = 5
LOCKED_FOR = timedelta(minutes=30)
# Touching a session at every request would cost a flushed write each.
TOUCH_EVERY = timedelta(minutes=1)
NOBODY = ""
# OWASP: 19 MiB, two passes; a login storm stays bearable on two cores.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

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


SESSION = sa.select(sessions).where(sessions.c.id == sa.bindparam("identity"))


def usual(_: str) -> Lasting:
    """Give how long a session lasts of whom no role says otherwise."""
    return Roles("", ()).lasting(())


class Access:
    """Passwords and sessions of a deployment."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        self._hasher = HASHER
        self.trouble: Trouble | None = None  # why the last session seen could not be written
        self._untold: dict[str, datetime] = {}  # when it was seen all the same
        prepare(engine, metadata)
        self._nobody = self._hash_of_nobody()

    def set_password(self, login: str, password: str, *, now: datetime) -> None:
        """Set a password and end all sessions of the account; nobody is given one."""
        if login == NOBODY:
            raise ValueError("a password for nobody")
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
        """Give a new session, None when name or password are wrong or the account is locked."""
        expected = self._counted(login, now)
        if not self._right(expected, password):
            return None
        session = secrets.token_urlsafe(32)
        with alone(self.engine) as connection:
            right = connection.execute(
                sa.update(credentials)
                # A password that was changed meanwhile opens no more.
                .where(credentials.c.login == login, credentials.c.hash == expected)
                .values(failures=0, locked_until=None)
            )
            if not right.rowcount:
                return None
            connection.execute(
                sa.insert(sessions).values(
                    id=_hash(session), login=login, begun_at=now, seen_at=now
                )
            )
        return session

    def who(
        self, session: str, *, now: datetime, lasting: Callable[[str], Lasting] = usual
    ) -> str | None:
        """Give whose session it is, None when it has ended; `lasting` says when one of his does."""
        identity = _hash(session)
        with self.engine.connect() as connection:
            held = connection.execute(SESSION, {"identity": identity}).first()
        if held is None:
            return None
        limits, seen = lasting(held.login), max(held.seen_at, self._untold.get(identity, EPOCH))
        if now - seen > limits.idle or now - held.begun_at > limits.longest:
            with forgiven():  # where it cannot be taken out, it has ended all the same
                self.log_out(session)
            return None
        if now - seen > TOUCH_EVERY:
            self._touch(identity, now)
        return str(held.login)

    def known(self, session: str) -> bool:
        """Whether a session is one at all: ended by its age or not, it was given by us."""
        with self.engine.connect() as connection:
            held = connection.execute(SESSION, {"identity": _hash(session)}).first()
        return held is not None

    def log_out(self, session: str) -> None:
        """End one session."""
        with alone(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.id == _hash(session)))

    def end_sessions(self, login: str) -> None:
        """End all sessions of an account."""
        with alone(self.engine) as connection:
            connection.execute(sa.delete(sessions).where(sessions.c.login == login))

    def _touch(self, identity: str, now: datetime) -> None:
        """Note when a session was seen; where nothing can be written, whoever reads goes on."""
        self._untold[identity] = now
        try:
            with alone(self.engine) as connection:
                connection.execute(
                    sa.update(sessions).where(sessions.c.id == identity).values(seen_at=now)
                )
        except Exception as error:
            self.trouble = trouble_of(error)
            if self.trouble is None:
                raise
        else:
            self.trouble = None
            self._untold.pop(identity, None)

    def _right(self, held: str, password: str) -> bool:
        try:
            return self._hasher.verify(held, password)
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _counted(self, login: str, now: datetime) -> str:
        """Count a try, and give the hash it is verified against: that of nobody when locked."""
        with alone(self.engine) as connection:
            # Nobody sorts first, so he is found last.
            held = connection.execute(
                sa.select(credentials)
                .where(credentials.c.login.in_((login, NOBODY)))
                .order_by(credentials.c.login.desc())
                .limit(1)
                .with_for_update()
            ).one()
            until = held.locked_until
            locked = until is not None and until > now
            tries = held.failures + 1 if until is None or locked else 1
            if not locked:
                until = now + LOCKED_FOR if tries >= TRIES else None
            connection.execute(
                sa.update(credentials)
                .where(credentials.c.login == held.login)
                .values(failures=tries, locked_until=until)
            )
        return self._nobody if locked else str(held.hash)

    def _hash_of_nobody(self) -> str:
        """Give the hash of a password nobody knows; the first start makes it."""
        query = sa.select(credentials.c.hash).where(credentials.c.login == NOBODY)
        with self.engine.connect() as connection:
            if held := connection.execute(query).scalar():
                return str(held)
        insert = postgresql.insert if self.engine.dialect.name == "postgresql" else sqlite.insert
        row = {"login": NOBODY, "hash": self._hasher.hash(secrets.token_urlsafe(32))}
        with alone(self.engine) as connection:
            connection.execute(insert(credentials).values(row).on_conflict_do_nothing())
            return str(connection.execute(query).scalar_one())


def _hash(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()
