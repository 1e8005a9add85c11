"""Questions about looks at personal data, exports and erasures."""

import msgspec
import sqlalchemy as sa

from projections.disclosures.board import disclosures
from projections.engine.paging import SIZE, Page, paged
from projections.engine.view import View


class DisclosureFilter(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; empty means all. `kind` is look, export or erasure."""

    kind: str = ""
    actor: str = ""


def disclosure_list(
    view: View, wanted: DisclosureFilter, *, page: int = 1, size: int = SIZE
) -> Page:
    """Give a page of disclosures, the latest first."""
    where = [
        disclosures.c[name] == value
        for name in wanted.__struct_fields__
        if (value := getattr(wanted, name))
    ]
    query = sa.select(disclosures).where(*where)
    query = query.order_by(disclosures.c.recorded_at.desc(), disclosures.c.key)
    return paged(view, query, page, size)


def erasures(view: View) -> dict[str, str]:
    """Give the ground of each erasure by the name of the key it was recorded for."""
    query = sa.select(disclosures.c.what, disclosures.c.purpose)
    query = query.where(disclosures.c.kind == "erasure")
    with view.connect() as connection:
        return {row.what: row.purpose for row in connection.execute(query)}
