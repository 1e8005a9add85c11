"""Cases by what one knows of one: its number, the caller or the place it shares with another."""

from collections.abc import Collection
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.kernel.spelling import number_key
from governance.policy.roles import Sight
from projections.casework.queries import CASES, Case, reach
from projections.casework.table import SHARED, cases
from projections.engine.records import Records
from projections.engine.view import View


class Numbered(msgspec.Struct, frozen=True):
    """A ticket by its number, as numbers are compared."""

    serial_key: str
    key: UUID
    source: str


NUMBERED = Records(Numbered, cases)
TICKETS_NUMBERED = NUMBERED.query.where(
    cases.c.serial_key.in_(sa.bindparam("numbers", expanding=True)), cases.c.kind == "ticket"
)


def case_named(view: View, serial: str) -> UUID | None:
    """Give the case with a number."""
    with view.connect() as connection:
        return connection.execute(
            sa.select(cases.c.key).where(cases.c.serial_key == number_key(serial)).limit(1)
        ).scalar()


def tickets_numbered(view: View, numbers: Collection[str]) -> dict[str, list[Numbered]]:
    """Give the tickets with some numbers, as they are compared."""
    found: dict[str, list[Numbered]] = {}
    with view.connect() as connection:
        for row in connection.execute(TICKETS_NUMBERED, {"numbers": list(numbers)}):
            found.setdefault(row.serial_key, []).append(NUMBERED.of(row))
    return found


class Related(msgspec.Struct, frozen=True):
    """Other cases that somebody sees of the same caller or place: the newest, and how many."""

    total: int
    rows: list[Case]


def related(view: View, case: Case, sight: Sight, most: int) -> dict[str, Related]:
    """Give other cases of the same caller and of the same place, by the column they share."""
    found = {}
    with view.connect() as connection:
        for column, tells in SHARED.items():
            if not (value := getattr(case, column)):
                continue
            where = [cases.c[column] == value, tells, cases.c.key != case.key, *reach(sight)]
            total = connection.execute(sa.select(sa.func.count()).where(*where)).scalar_one()
            if total:
                query = CASES.query.where(*where).order_by(cases.c.received_at.desc(), cases.c.key)
                found[column] = Related(total, list(CASES.all(connection, query.limit(most))))
    return found
