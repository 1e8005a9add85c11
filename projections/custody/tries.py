"""Tries of passwords, counted where they come from: who is wrong waits, and nobody else.

A try counts for the account at its address, for the address, and for the account; each has a wait
of its own, longer with every try beyond its measure (`Lockout`). What is counted is what was typed
and from where, whether or not there is such an account: nothing of it tells which there are. The
wider two counts hold nobody up at an address he got in from before, so nobody at another address
can keep him out. Accounts and addresses stand here as keyed marks.
"""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from governance.policy.security import Lockout
from projections.engine.database import Moment, alone

ANY = ""
TURN = 0x6E81
"""The lock in PostgreSQL of whoever counts; on a file it is that of its writers."""
Key = tuple[str, str]
metadata = sa.MetaData()
tries = sa.Table(
    "tries",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("until", Moment),
    sa.Column("seen_at", Moment, index=True),
)
known = sa.Table(
    "known_addresses",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("address", sa.String, primary_key=True),
    sa.Column("seen_at", Moment),
)


class Counted(msgspec.Struct, frozen=True):
    """A try: whether it may be verified, and where it was counted."""

    open: bool
    keys: tuple[Key, ...]


class Tries:
    """The counts of a deployment; `secret` is the key of the marks."""

    def __init__(self, engine: sa.Engine, secret: bytes) -> None:
        self._engine = engine
        self._secret = secret
        self._server = engine.dialect.name == "postgresql"
        self._insert = postgresql.insert if self._server else sqlite.insert

    def count(self, login: str, address: str, rules: Lockout, *, now: datetime) -> Counted:
        """Count a try before it is verified: of many that come at once, so many are and no more."""
        own, where = self._marks(login, address)
        limits = {
            (own, where): rules.tries,
            (ANY, where): rules.address_tries,
            (own, ANY): rules.account_tries,
        }
        with alone(self._engine) as connection:
            self._take_turn(connection)
            stale = tries.c.seen_at < now - rules.forgotten_after
            connection.execute(sa.delete(tries).where(stale))
            begun = [
                {"login": one, "address": at, "failures": 0, "seen_at": now} for one, at in limits
            ]
            connection.execute(self._insert(tries).values(begun).on_conflict_do_nothing())
            waiting = set()
            for row in connection.execute(_among(*limits)).all():
                key = (row.login, row.address)
                if row.until and row.until > now:
                    waiting.add(key)
                    continue
                wait = rules.wait(row.failures + 1 - limits[key])
                until = now + wait if wait else None
                self._set(connection, key, failures=row.failures + 1, until=until, seen_at=now)
            here = sa.select(known.c.seen_at).where(
                known.c.login == own,
                known.c.address == where,
                known.c.seen_at > now - rules.known_for,
            )
            if connection.execute(here).first():
                return Counted((own, where) not in waiting, tuple(limits.keys() - waiting))
        return Counted(not waiting, tuple(limits.keys() - waiting))

    def take_back(self, counted: Counted) -> None:
        """Let a try that was right not have been one; the wrong ones before it stand."""
        with alone(self._engine) as connection:
            self._take_turn(connection)
            for row in connection.execute(_among(*counted.keys)).all():
                failures = max(row.failures - 1, 0)
                self._set(connection, (row.login, row.address), failures=failures, until=None)

    def let_in(self, connection: sa.Connection, login: str, address: str, *, now: datetime) -> None:
        """Begin anew for somebody at an address, which is one of his from now on."""
        own, where = self._marks(login, address)
        connection.execute(sa.delete(tries).where(tries.c.login == own, tries.c.address == where))
        insert = self._insert(known).values(login=own, address=where, seen_at=now)
        key = [known.c.login, known.c.address]
        connection.execute(insert.on_conflict_do_update(index_elements=key, set_={"seen_at": now}))

    def forget(self, connection: sa.Connection, login: str) -> None:
        """Begin anew for an account, wherever from."""
        connection.execute(sa.delete(tries).where(tries.c.login == self._mark(login)))

    def wait(self, login: str, address: str, *, now: datetime) -> timedelta:
        """Give how long whoever types this name at this address is to wait."""
        own, where = self._marks(login, address)
        with self._engine.connect() as connection:
            held = connection.execute(_among((own, where), (ANY, where), (own, ANY))).all()
        waits = [row.until - now for row in held if row.until and row.until > now]
        return max(waits, default=timedelta())

    def _take_turn(self, connection: sa.Connection) -> None:
        if self._server:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(TURN)))

    def _marks(self, login: str, address: str) -> Key:
        return self._mark(login), self._mark(f"@{address}")

    def _mark(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), sha256).hexdigest()[:32]

    def _set(self, connection: sa.Connection, key: Key, **values: object) -> None:
        where = (tries.c.login == key[0], tries.c.address == key[1])
        connection.execute(sa.update(tries).where(*where).values(values))


def _among(*keys: Key) -> sa.Select[tuple[str, str, int, datetime]]:
    query = sa.select(tries.c.login, tries.c.address, tries.c.failures, tries.c.until)
    return query.where(sa.tuple_(tries.c.login, tries.c.address).in_(keys))
