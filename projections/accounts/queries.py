"""Questions about accounts."""

from typing import Any

import sqlalchemy as sa

from governance.kernel.command import Actor
from projections.accounts.board import accounts
from projections.engine.view import View


def account(view: View, login: str) -> dict[str, Any] | None:
    """Give one account by its login."""
    with view.connect() as connection:
        row = (
            connection.execute(sa.select(accounts).where(accounts.c.login == login))
            .mappings()
            .first()
        )
    return dict(row) if row else None


def everybody(view: View) -> list[dict[str, Any]]:
    """Give all accounts, by unit and login."""
    with view.connect() as connection:
        rows = connection.execute(
            sa.select(accounts).order_by(accounts.c.suspended, accounts.c.unit, accounts.c.login)
        ).mappings()
        return [dict(row) for row in rows]


def people(view: View) -> list[Actor]:
    """Give everybody whose account is not suspended, as a decision knows them."""
    return [
        Actor(row["login"], frozenset(row["roles"]), frozenset(row["grids"]), row["unit"])
        for row in everybody(view)
        if not row["suspended"]
    ]


def names(view: View) -> dict[str, str]:
    """Give the name of each login."""
    with view.connect() as connection:
        rows = connection.execute(sa.select(accounts.c.login, accounts.c.name))
        return {row.login: row.name for row in rows}
