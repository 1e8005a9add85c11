"""How many doors has somebody gone to?"""

from datetime import datetime

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
