"""Questions about looks at personal data, exports and erasures."""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from projections.disclosures.board import disclosures
from projections.engine.paging import SIZE, Page, paged
from projections.engine.records import Records
from projections.engine.view import View


class Disclosure(msgspec.Struct, frozen=True):
    """A look, export or erasure, by `kind`; `rows` and `digest` come once a file is whole."""

    key: str
    kind: str
    subject: UUID | None
    page: str
    fields: list[str] | None
    purpose: str
    what: str
    filter: str
    rows: int | None
    position: int | None
    digest: str
    actor: str
    recorded_at: datetime


DISCLOSURES = Records(Disclosure, disclosures)


class DisclosureFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; empty means all. `kind` is look, export or erasure."""

    kind: str = ""
    actor: str = ""


def disclosure_list(
    view: View, wanted: DisclosureFilter, *, page: int = 1, size: int = SIZE
) -> Page[Disclosure]:
    """Give a page of disclosures, the latest first."""
    where = [
        disclosures.c[name] == value
        for name in wanted.__struct_fields__
        if (value := getattr(wanted, name))
    ]
    query = DISCLOSURES.query.where(*where)
    query = query.order_by(disclosures.c.recorded_at.desc(), disclosures.c.key)
    return paged(view, DISCLOSURES, query, page, size)


def erasures(view: View) -> dict[str, str]:
    """Give the ground of each erasure by the name of the key it was recorded for."""
    query = sa.select(disclosures.c.what, disclosures.c.purpose)
    query = query.where(disclosures.c.kind == "erasure")
    with view.connect() as connection:
        return {row.what: row.purpose for row in connection.execute(query)}


def looks_of(view: View, actor: str, since: datetime) -> int:
    """Count what somebody has looked at since a moment."""
    query = sa.select(sa.func.count()).where(*_looks(since), disclosures.c.actor == actor)
    with view.connect() as connection:
        return int(connection.execute(query).scalar_one())


def lookers(view: View, since: datetime, most: int) -> list[tuple[str, int]]:
    """Give who has looked since a moment and how often, the most first."""
    times = sa.func.count()
    query = sa.select(disclosures.c.actor, times).where(*_looks(since))
    query = query.group_by(disclosures.c.actor).order_by(times.desc(), disclosures.c.actor)
    with view.connect() as connection:
        return [(row[0], row[1]) for row in connection.execute(query.limit(most))]


def _looks(since: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return disclosures.c.kind == "look", disclosures.c.recorded_at > since
