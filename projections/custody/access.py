"""Who may log in: password hashes and sessions, in a database of their own, never in the log.

A session is a random id whose hash is kept here, so that logging out, a new password or a
suspension ends it everywhere at once.

A try is counted before it is verified, for many may come at once (`tries`). Whoever tries learns
nothing but whether he is in and how long to wait: an unknown account, a suspended one and a wrong
password are counted, verified and answered alike. Who has no account is `NOBODY`, whose password
nobody knows.
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
from governance.policy.security import Lockout
from projections.custody import tries
from projections.custody.half_sessions import HalfSessions
from projections.custody.tries import Tries
from projections.engine.database import EPOCH, Moment, alone, prepare
from projections.engine.trouble import Trouble, forgiven, trouble_of

# Touching a session at every request would cost a flushed write each.
TOUCH_EVERY = timedelta(minutes=1)
NOBODY = ""
USUAL_RULES = Lockout()
# OWASP: 19 MiB, two passes; a login storm stays bearable on two cores.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)

metadata = sa.MetaData()
credentials = sa.Table(
    "credentials",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("hash", sa.String, nullable=False),
    # Stores of earlier releases want it; tries are counted where they come from.
    sa.Column("failures", sa.Integer, nullable=False, default=0),
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
    """Passwords and sessions of a deployment; `secret` is the key of what is kept of addresses."""

    def __init__(self, engine: sa.Engine, secret: bytes) -> None:
        self.engine = engine
        self._hasher = HASHER
        self.trouble: Trouble | None = None  # why the last session seen could not be written
        self._untold: dict[str, datetime] = {}  # when it was seen all the same
        prepare(engine, metadata)
        prepare(engine, tries.metadata)
        self.tries = Tries(engine, secret)
        self.halves = HalfSessions(engine)
        self._nobody = self._hash_of_nobody()

    def set_password(self, login: str, password: str, *, now: datetime) -> None:
        """Set a password and end all sessions of the account; nobody is given one."""
        if login == NOBODY:
            raise ValueError("a password for nobody")
        row = {"login": login, "hash": self._hasher.hash(password), "changed_at": now}
        with alone(self.engine) as connection:
            connection.execute(sa.delete(credentials).where(credentials.c.login == login))
            connection.execute(sa.insert(credentials).values(row))
            connection.execute(sa.delete(sessions).where(sessions.c.login == login))
            self.halves.end(connection, login)
            self.tries.forget(connection, login)

    def log_in(
        self,
        login: str,
        password: str,
        *,
        now: datetime,
        address: str = "",
        open_to: bool = True,
        rules: Lockout = USUAL_RULES,
    ) -> str | None:
        """Give a new session, None when name or password are wrong or whoever tries is to wait.

        Whom an account is not `open_to`, because he is suspended, is nobody.
        """
        held = self.verified(
            login, password, now=now, address=address, open_to=open_to, rules=rules
        )
        return self.begin(login, held, address, now=now) if held else None

    def verified(
        self,
        login: str,
        password: str,
        *,
        now: datetime,
        address: str = "",
        open_to: bool = True,
        rules: Lockout = USUAL_RULES,
    ) -> str:
        """Give the hash a right password was verified against, for `begin`; else nothing."""
        counted = self.tries.count(login, address, rules, now=now)
        held = self._held(login) if open_to and counted.open else self._nobody
        if not self._right(held, password):
            return ""
        self.tries.take_back(counted)
        return held

    def wait(self, login: str, address: str, *, now: datetime) -> timedelta:
        """Give how long whoever types this name at this address is to wait before he tries."""
        return self.tries.wait(login, address, now=now)

    def begin(self, login: str, held: str, address: str, *, now: datetime) -> str | None:
        """Give a session; a password that was changed while it was verified opens no more."""
        session = secrets.token_urlsafe(32)
        with alone(self.engine) as connection:
            same = sa.select(credentials.c.login).where(
                credentials.c.login == login, credentials.c.hash == held
            )
            if not connection.execute(same.with_for_update()).first():
                return None
            row = {"id": _hash(session), "login": login, "begun_at": now, "seen_at": now}
            connection.execute(sa.insert(sessions).values(row))
            self.halves.end(connection, login)
            self.tries.let_in(connection, login, address, now=now)
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
        """End all sessions of an account, whole and half."""
        with alone(self.engine) as connection:
            self.halves.end(connection, login)
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

    def _held(self, login: str) -> str:
        """Give the hash of an account, that of nobody where there is none."""
        query = sa.select(credentials.c.hash).where(credentials.c.login == login)
        with self.engine.connect() as connection:
            return str(connection.execute(query).scalar() or self._nobody)

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
