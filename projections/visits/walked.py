"""How many doors has somebody gone to, and which were the last?"""

from datetime import datetime
from uuid import UUID

import msgspec
import sqlalchemy as sa

from projections.engine.view import View
from projections.visits.table import visits


class Walked(msgspec.Struct, frozen=True):
    """Doors gone to, each once however often, and those of them where somebody was met."""

    doors: int
    met: int


def walked(view: View, visitor: str, since: datetime) -> Walked:
    """Give the doors somebody has gone to from a moment on; what was withdrawn was none."""
    met = sa.case((visits.c.stage == "made", visits.c.place))
    query = sa.select(
        sa.func.count(visits.c.place.distinct()), sa.func.count(met.distinct())
    ).where(visits.c.visitor == visitor, visits.c.made_at >= since)
    with view.connect() as connection:
        return Walked(*connection.execute(query).one())


def latest(view: View, visitor: str, since: datetime, *, most: int) -> list[UUID]:
    """Give the doors somebody has gone to from a moment on, the last first."""
    query = (
        sa.select(visits.c.place)
        .where(visits.c.visitor == visitor, visits.c.made_at >= since)
        .group_by(visits.c.place)
        .order_by(sa.func.max(visits.c.made_at).desc(), visits.c.place)
    )
    with view.connect() as connection:
        return list(connection.execute(query.limit(most)).scalars())
