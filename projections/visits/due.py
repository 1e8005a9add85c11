"""Whose visit is due? The rule of `governance.visits.due` asked of all doors at once.

The day is worked out where it is asked for and is no column of its own: it depends on the options
in force, so that a new edition would have to write every door anew, and a look at the past would
find the days of today's policy. A test holds the conditions below equal to the rule.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa

from governance.policy.roles import Sight
from governance.visits.due import DOORS, Door, Due, DueRule
from projections.engine.database import EPOCH, MICROSECOND
from projections.engine.paging import Page, paged_columns
from projections.engine.view import View
from projections.places.board import places, visits
from projections.places.queries import reach

AGREED = places.c.revisit_on != ""
NEVER = places.c.visited_at.is_(None)


def due_of(row: Mapping[str, Any], rule: DueRule) -> Due | None:
    """Give what asks for the next visit to a place."""
    values = {name: row[name] for name in Door.__struct_fields__}
    agreed = date.fromisoformat(values["revisit_on"]) if values["revisit_on"] else None
    return rule.due(Door(**values | {"revisit_on": agreed}))


def is_due(rule: DueRule) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep places to those due for a visit today."""
    over = _ends(rule) < (rule.tomorrow - EPOCH) // MICROSECOND
    return [
        places.c.kind.in_(DOORS),
        places.c.retired.is_(False),
        sa.case((AGREED, places.c.revisit_on <= rule.today.isoformat()), else_=sa.or_(NEVER, over)),
    ]


def due_doors(view: View, sight: Sight, rule: DueRule, *, limit: int) -> Page[dict[str, Any]]:
    """Give the doors due and not yet planned: agreed days, then the never seen, then the latest."""
    planned = sa.exists().where(visits.c.place == places.c.key, visits.c.stage == "planned")
    where = [*reach(places, sight), *is_due(rule), ~planned]
    order = (
        sa.case((AGREED, 0), (NEVER, 1), else_=2),
        places.c.revisit_on,
        _ends(rule),
        places.c.code,
    )
    return paged_columns(view, sa.select(places).where(*where).order_by(*order), 1, limit)


def _ends(rule: DueRule) -> sa.ColumnElement[int]:
    """Give when the interval of a door is over, as `Moment` keeps it."""
    spans = {code: _number(span // MICROSECOND) for code, span in rule.spans.items()}
    usual = _number(rule.usual // MICROSECOND)
    wait = sa.case(spans, value=places.c.interval, else_=usual) if spans else usual
    return sa.type_coerce(places.c.visited_at, sa.BigInteger) + wait


def _number(value: int) -> sa.ColumnElement[int]:
    return sa.literal(value, sa.BigInteger)
