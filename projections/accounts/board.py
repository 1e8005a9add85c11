"""Who has an account, and what may each do where?"""

import sqlalchemy as sa

from governance.accounts import events as fact
from projections.engine.database import Json, Moment
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("login", sa.String),
    sa.Column("name", sa.String),
    sa.Column("unit", sa.String, default=""),
    sa.Column("roles", Json, default=()),
    sa.Column("grids", Json, default=()),
    sa.Column("suspended", sa.Boolean, default=False),
    sa.Column("opened_at", Moment),
    sa.Index("accounts_login", "login"),
)


class AccountBoard(Projection):
    """One row an account."""

    tables = (accounts,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.accounts = rows(accounts)

    @on(fact.AccountOpened)
    def opened(self, event: fact.AccountOpened) -> None:
        """Somebody has an account."""
        self.accounts.add(
            event.stream,
            login=event.login,
            name=event.name,
            unit=event.unit,
            roles=event.roles,
            grids=event.grids,
            opened_at=event.recorded_at,
        )

    @on(fact.RolesAssigned)
    def assigned(self, event: fact.RolesAssigned) -> None:
        """Somebody may do other things, or elsewhere."""
        row = self.accounts.change(event.stream)
        row["roles"], row["grids"], row["unit"] = event.roles, event.grids, event.unit

    @on(fact.AccountRenamed)
    def renamed(self, event: fact.AccountRenamed) -> None:
        """Somebody is called otherwise."""
        self.accounts.change(event.stream)["name"] = event.new

    @on(fact.AccountSuspended)
    def suspended(self, event: fact.AccountSuspended) -> None:
        """Somebody may not log in."""
        self.accounts.change(event.stream)["suspended"] = True

    @on(fact.AccountRestored)
    def restored(self, event: fact.AccountRestored) -> None:
        """Somebody may log in again."""
        self.accounts.change(event.stream)["suspended"] = False
