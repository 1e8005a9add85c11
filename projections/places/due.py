"""Whose visit is due? The rule of `governance.visits.due` asked of all doors at once.

The day is worked out where it is asked for and is no column of its own: it depends on the options
in force, so that a new edition would have to write every door anew, and a look at the past would
find the days of today's policy. A test holds the conditions below equal to the rule.
"""

from datetime import date
from typing import Any

import sqlalchemy as sa

from governance.visits.due import DOORS, Door, Due, DueRule
from projections.engine.database import EPOCH, MICROSECOND
from projections.places.board import places
from projections.places.queries import Place

AGREED = places.c.revisit_on != ""
NEVER = places.c.visited_at.is_(None)


def due_of(place: Place, rule: DueRule) -> Due | None:
    """Give what asks for the next visit to a place."""
    return rule.due(
        Door(
            kind=place.kind,
            retired=place.retired,
            interval=place.interval,
            revisit_on=date.fromisoformat(place.revisit_on) if place.revisit_on else None,
            visited_at=place.visited_at,
            tried_at=place.tried_at,
            open_findings=place.open_findings,
        )
    )


def is_due(rule: DueRule) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep places to those due for a visit today."""
    over = _ends(rule) < (rule.tomorrow - EPOCH) // MICROSECOND
    return [
        places.c.kind.in_(DOORS),
        places.c.retired.is_(False),
        sa.case((AGREED, places.c.revisit_on <= rule.today.isoformat()), else_=sa.or_(NEVER, over)),
    ]


def by_urgency(rule: DueRule) -> list[sa.ColumnElement[Any]]:
    """Give the order of doors that are due: agreed days, the never seen, the latest over."""
    kinds = sa.case((AGREED, 0), (NEVER, 1), else_=2)
    return [kinds, places.c.revisit_on, _ends(rule), places.c.code]


def _ends(rule: DueRule) -> sa.ColumnElement[int]:
    """Give when the interval of a door is over, as `Moment` keeps it."""
    spans = {code: _number(span // MICROSECOND) for code, span in rule.spans.items()}
    usual = _number(rule.usual // MICROSECOND)
    wait: sa.ColumnElement[int]
    wait = sa.case(spans, value=places.c.interval, else_=usual) if spans else usual
    if rule.second_look is not None:
        look = _number(rule.second_look // MICROSECOND)
        sooner = sa.and_(places.c.open_findings > 0, look < wait)
        wait = sa.case((sooner, look), else_=wait)
    return sa.type_coerce(places.c.visited_at, sa.BigInteger) + wait


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.BigInteger)
