"""Whose visit is due, and is planned by nobody?"""

import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DueRule
from projections.engine.paging import Page, paged
from projections.engine.view import View
from projections.places.board import places
from projections.places.due import by_urgency, is_due
from projections.places.queries import PLACES, Place, reach
from projections.visits.table import visits


def due_doors(view: View, sight: Sight, rule: DueRule, *, limit: int) -> Page[Place]:
    """Give the doors due and not yet planned: agreed days, then the never seen, then the latest."""
    planned = sa.exists().where(visits.c.place == places.c.key, visits.c.stage == "planned")
    query = PLACES.query.where(*reach(places, sight), *is_due(rule), ~planned)
    return paged(view, PLACES, query.order_by(*by_urgency(rule)), 1, limit)
