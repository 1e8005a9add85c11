"""Whose visit is due, and is planned by nobody? In which order does somebody go to them?"""

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DueRule
from governance.visits.portion import Share
from projections.engine.paging import Page, paged
from projections.engine.view import View
from projections.places.board import places
from projections.places.due import AGREED, by_urgency, is_due
from projections.places.queries import PLACES, Place, reach
from projections.visits.table import visits


class Turn(msgspec.Struct, frozen=True):
    """The doors due that nobody has planned, in somebody's order: their number, and the first.

    Those of an agreed day stand first; there are `agreed` of them, and `asked` others.
    """

    agreed: int
    asked: int
    rows: list[Place]


def due_doors(view: View, sight: Sight, rule: DueRule, *, limit: int) -> Page[Place]:
    """Give the doors due and not yet planned: agreed days, then the never seen, then the latest."""
    query = PLACES.query.where(*_due(sight, rule)).order_by(*by_urgency(rule))
    return paged(view, PLACES, query, 1, limit)


def in_turn(view: View, sight: Sight, rule: DueRule, share: Share, *, limit: int) -> Turn:
    """Give the same doors for one day of somebody: the agreed, those of his share, then the rest.

    Where somebody has stood today already, only a day that was agreed asks to go there again.
    """
    untried = sa.or_(places.c.tried_at.is_(None), places.c.tried_at < rule.midnight)
    where = [*_due(sight, rule), sa.or_(AGREED, untried)]
    own = places.c.lot % share.of == share.nth
    kinds = sa.case((AGREED, 0), (own, 1), else_=2)
    agreed = sa.func.count(sa.case((AGREED, 1)))
    with view.connect() as connection:
        counted = sa.select(sa.func.count(), agreed).select_from(places).where(*where)
        total, first = connection.execute(counted).one()
        query = PLACES.query.where(*where).order_by(kinds, *by_urgency(rule)).limit(limit)
        return Turn(first, total - first, PLACES.all(connection, query))


def _due(sight: Sight, rule: DueRule) -> list[sa.ColumnElement[bool]]:
    planned = sa.exists().where(visits.c.place == places.c.key, visits.c.stage == "planned")
    return [*reach(places, sight), *is_due(rule), ~planned]
