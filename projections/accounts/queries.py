"""Questions about accounts."""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.command import Actor
from projections.accounts.board import accounts
from projections.engine.records import Records
from projections.engine.view import View


class Account(msgspec.Struct, frozen=True):
    """Somebody who may log in unless `suspended`; `grids` are those he works in."""

    key: UUID
    login: str
    name: str
    unit: str
    roles: list[str]
    grids: list[str]
    suspended: bool
    opened_at: datetime


ACCOUNTS = Records(Account, accounts)


def account(view: View, login: str) -> Account | None:
    """Give one account by its login."""
    with view.connect() as connection:
        return ACCOUNTS.by(connection, "login", login)


def everybody(view: View) -> list[Account]:
    """Give all accounts, by unit and login."""
    order = (accounts.c.suspended, accounts.c.unit, accounts.c.login)
    with view.connect() as connection:
        return ACCOUNTS.all(connection, ACCOUNTS.query.order_by(*order))


def people(view: View) -> list[Actor]:
    """Give everybody whose account is not suspended, as a decision knows them."""
    return [
        Actor(row.login, frozenset(row.roles), frozenset(row.grids), row.unit)
        for row in everybody(view)
        if not row.suspended
    ]


def names(view: View) -> dict[str, str]:
    """Give the name of each login."""
    with view.connect() as connection:
        rows = connection.execute(sa.select(accounts.c.login, accounts.c.name))
        return {row.login: row.name for row in rows}
