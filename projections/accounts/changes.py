"""Which changes of accounts wait for a second person, and what came of the others?"""

from datetime import datetime

import msgspec
import sqlalchemy as sa

from governance.accounts import events as fact
from governance.kernel.event import Event
from projections.engine.database import Json, Moment
from projections.engine.paging import SIZE, Page, paged
from projections.engine.projection import Projection, on
from projections.engine.records import Records
from projections.engine.rows import Lookup, metadata
from projections.engine.view import View

account_changes = sa.Table(
    "account_changes",
    metadata,
    sa.Column("key", sa.String, primary_key=True),
    sa.Column("number", sa.Integer),
    sa.Column("change", sa.String),
    sa.Column("state", sa.String),
    sa.Column("login", sa.String, default=""),
    sa.Column("name", sa.String, default=""),
    sa.Column("unit", sa.String, default=""),
    sa.Column("roles", Json, default=()),
    sa.Column("reason", sa.Text, default=""),
    sa.Column("asked_by", sa.String),
    sa.Column("asked_at", Moment),
    sa.Column("answered_by", sa.String, default=""),
    sa.Column("answered_at", Moment),
    sa.Column("answer", sa.Integer),
    sa.Column("why_not", sa.Text, default=""),
    sa.Index("account_changes_login", "login"),
)


class AccountChangeBoard(Projection):
    """One row a change that takes two, by `state`: waiting, approved, declined; or emergency."""

    tables = (account_changes,)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.changes = rows(account_changes)

    @on(fact.ChangeAsked)
    def asked(self, event: fact.ChangeAsked) -> None:
        """One person asks."""
        names = ("change", "login", "name", "unit", "roles", "reason")
        self._add(event, "waiting", **{name: getattr(event, name) for name in names})

    @on(fact.ChangeApproved)
    def approved(self, event: fact.ChangeApproved) -> None:
        """Another one agrees."""
        self._answer(event, event.asked, "approved")

    @on(fact.ChangeDeclined)
    def declined(self, event: fact.ChangeDeclined) -> None:
        """Nothing comes of it."""
        self._answer(event, event.asked, "declined")["why_not"] = event.reason

    @on(fact.EmergencyTaken)
    def taken(self, event: fact.EmergencyTaken) -> None:
        """One person at the server did it alone."""
        values = {"change": event.change, "login": event.login, "reason": event.reason}
        self._add(event, "emergency", **values)

    def _add(self, event: Event, state: str, **values: object) -> None:
        self.changes.add(
            event.reference,
            number=event.version,
            state=state,
            asked_by=event.actor,
            asked_at=event.recorded_at,
            **values,
        )

    def _answer(self, event: Event, asked: int, state: str) -> "dict[str, object]":
        row = self.changes.change(f"{event.stream}:{asked}")
        row["state"], row["answered_by"] = state, event.actor
        row["answered_at"], row["answer"] = event.recorded_at, event.version
        return row


class AccountChange(msgspec.Struct, frozen=True):
    """A change of an account that takes two people; `number` and `answer` are its records."""

    key: str
    number: int
    change: str
    state: str
    login: str
    name: str
    unit: str
    roles: list[str]
    reason: str
    asked_by: str
    asked_at: datetime
    answered_by: str
    answered_at: datetime | None
    answer: int | None
    why_not: str


CHANGES = Records(AccountChange, account_changes)


def change_list(
    view: View, *, state: str = "", page: int = 1, size: int = SIZE
) -> Page[AccountChange]:
    """Give a page of changes, those that wait first, then the latest."""
    query = CHANGES.query.where(account_changes.c.state == state) if state else CHANGES.query
    waits = sa.case((account_changes.c.state == "waiting", 0), else_=1)
    query = query.order_by(waits, account_changes.c.asked_at.desc(), account_changes.c.key)
    return paged(view, CHANGES, query, page, size)


def change_of(view: View, login: str, number: int) -> AccountChange | None:
    """Give the change of an account that was asked for by a record."""
    query = CHANGES.query.where(
        account_changes.c.login == login, account_changes.c.number == number
    )
    with view.connect() as connection:
        return CHANGES.first(connection, query)
