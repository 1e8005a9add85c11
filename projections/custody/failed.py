"""Tries that let nobody in and of which no record tells yet: one row an account, however many."""

from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from projections.engine.database import Json, Moment, alone, prepare

MOST = 5
"""Networks a run is remembered with."""
metadata = sa.MetaData()
failed = sa.Table(
    "failed_sign_ins",
    metadata,
    sa.Column("login", sa.String, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("networks", Json),
    sa.Column("first_at", Moment),
    sa.Column("last_at", Moment),
)


class Run(msgspec.Struct, frozen=True):
    """So many failures of an account; of an empty login, of names no account has."""

    login: str
    failures: int
    networks: tuple[str, ...]
    first_at: datetime
    last_at: datetime


class Failed:
    """The runs of a deployment that are still to be told."""

    def __init__(self, engine: sa.Engine) -> None:
        prepare(engine, metadata)
        self._engine = engine
        server = engine.dialect.name == "postgresql"
        self._insert = postgresql.insert if server else sqlite.insert

    def add(self, login: str, network: str, *, now: datetime) -> None:
        """Count one more."""
        row = {"failures": 0, "networks": (), "first_at": now, "last_at": now}
        with alone(self._engine) as connection:
            begun = self._insert(failed).values(login=login, **row)
            connection.execute(begun.on_conflict_do_nothing())
            held = connection.execute(_of(login).with_for_update()).one()
            networks = [*held.networks]
            if network and network not in networks and len(networks) < MOST:
                networks.append(network)
            connection.execute(
                sa.update(failed)
                .where(failed.c.login == login)
                .values(failures=held.failures + 1, networks=networks, last_at=now)
            )

    def run(self, login: str) -> Run | None:
        """Give what is to be told of an account."""
        with self._engine.connect() as connection:
            row = connection.execute(_of(login)).first()
        return _run(row) if row else None

    def long(self, least: timedelta, *, now: datetime) -> list[Run]:
        """Give the runs that began so long ago that they are to be told."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(failed).where(failed.c.first_at <= now - least))
            return [_run(row) for row in rows]

    def let_go(self, run: Run) -> None:
        """Let go what a record tells; what came since is the beginning of the next run."""
        own = failed.c.login == run.login
        with alone(self._engine) as connection:
            connection.execute(sa.delete(failed).where(own, failed.c.failures <= run.failures))
            connection.execute(
                sa.update(failed)
                .where(own)
                .values(failures=failed.c.failures - run.failures, first_at=run.last_at)
            )


def _of(login: str) -> "sa.Select[tuple[str, int, list[str], datetime, datetime]]":
    columns = (failed.c.login, failed.c.failures, failed.c.networks)
    query = sa.select(*columns, failed.c.first_at, failed.c.last_at)
    return query.where(failed.c.login == login)


def _run(row: "sa.Row[tuple[str, int, list[str], datetime, datetime]]") -> Run:
    return Run(row.login, row.failures, tuple(row.networks), row.first_at, row.last_at)
