"""Questions about looks at personal data, exports and erasures."""

import msgspec
import sqlalchemy as sa

from projections.case_queries import Page
from projections.records import disclosures
from projections.view import View


class DisclosureFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; empty means all. `kind` is look, export or erasure."""

    kind: str = ""
    actor: str = ""


def disclosure_list(view: View, wanted: DisclosureFilter, *, page: int = 1, size: int = 50) -> Page:
    """Give a page of disclosures, the latest first."""
    where = [
        disclosures.c[name] == value
        for name in wanted.__struct_fields__
        if (value := getattr(wanted, name))
    ]
    query = sa.select(disclosures).where(*where)
    query = query.order_by(disclosures.c.recorded_at.desc(), disclosures.c.key)
    count = sa.select(sa.func.count()).select_from(disclosures).where(*where)
    with view.connect() as connection:
        total = connection.execute(count).scalar_one()
        rows = connection.execute(query.limit(size).offset((page - 1) * size)).mappings()
        return Page([dict(row) for row in rows], total)


def erased_subjects(view: View) -> list[str]:
    """Give the pseudonyms of whose key an erasure was recorded."""
    query = sa.select(disclosures.c.what).where(disclosures.c.kind == "erasure")
    with view.connect() as connection:
        return list(connection.execute(query).scalars())
