"""Who came in and went, and how often somebody was kept out?"""

import sqlalchemy as sa

from governance.kernel.event import Event
from governance.sign_ins import events as fact
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

sign_ins = sa.Table(
    "sign_ins",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("kind", sa.String),
    sa.Column("login", sa.String),
    sa.Column("factor", sa.String, default=""),
    sa.Column("networks", Json, default=()),
    sa.Column("failures", sa.Integer),
    sa.Column("first_at", Moment),
    sa.Column("last_at", Moment),
    sa.Column("recorded_at", Moment),
    sa.Index("sign_ins_login", "login", "recorded_at"),
    sa.Index("sign_ins_recorded", "recorded_at"),
)


class SignInBoard(Projection):
    """One row a coming, a going or a run of failures, by `kind`: in, out, failed."""

    tables = (sign_ins,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.sign_ins = rows(sign_ins)

    @on(fact.SignedIn)
    def signed_in(self, event: fact.SignedIn) -> None:
        """Somebody is in."""
        networks = (event.network,) if event.network else ()
        self._add(event, "in", event.login, networks=networks, factor=event.factor)

    @on(fact.SignedOut)
    def signed_out(self, event: fact.SignedOut) -> None:
        """Somebody is out."""
        self._add(event, "out", event.login)

    @on(fact.SignInsFailed)
    def failed(self, event: fact.SignInsFailed) -> None:
        """Somebody was not let in, so many times."""
        names = ("networks", "failures", "first_at", "last_at")
        values = {name: getattr(event, name) for name in names}
        self._add(event, "failed", event.login, **values)

    def _add(self, event: Event, kind: str, login: str, **values: object) -> None:
        self.sign_ins.add(
            event.reference, kind=kind, login=login, recorded_at=event.recorded_at, **values
        )
