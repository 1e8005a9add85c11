"""Whose visit is due, and which rule asks for it? An agreed day goes before the interval."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
import sqlalchemy as sa

from governance.policy.calendar import Calendar
from governance.policy.roles import Sight
from projections.engine.database import MICROSECOND
from projections.engine.paging import Page, paged
from projections.engine.view import View
from projections.places.board import places, visits
from projections.places.doors import DOORS
from projections.places.queries import reach


class Due(msgspec.Struct, frozen=True):
    """Why a door is to be visited, one of `revisit_reasons`, and since when; no day: never seen."""

    rule: str
    since: date | None


def due_of(door: dict[str, Any], days: Mapping[str, float | None], calendar: Calendar) -> Due:
    """Give what asks for the next visit to a door; `days` are those of each interval."""
    seen, tried = door["visited_at"], door["tried_at"]
    if door["revisit_on"]:
        missed = tried and (seen is None or tried > seen)
        rule = "missed" if missed else "follow_up" if door["open_findings"] else "promised"
        return Due(rule, date.fromisoformat(door["revisit_on"]))
    span = days.get(door["interval"])
    ends = calendar.local(seen + timedelta(days=span)) if seen and span else None
    return Due("interval", ends.date() if ends else None)


def due_doors(
    view: View,
    sight: Sight,
    days: Mapping[str, float | None],
    calendar: Calendar,
    *,
    now: datetime,
    limit: int,
) -> Page:
    """Give the doors due and not yet planned: agreed days, then the never seen, then the latest."""
    agreed = places.c.revisit_on != ""
    never = places.c.visited_at.is_(None)
    spans = {code: timedelta(days=each) for code, each in days.items() if each}
    overdue = (
        sa.and_(places.c.interval == code, places.c.visited_at < now - span)
        for code, span in spans.items()
    )
    wait = sa.case(
        {code: sa.literal(span // MICROSECOND, sa.BigInteger) for code, span in spans.items()},
        value=places.c.interval,
        else_=sa.literal(0, sa.BigInteger),
    )
    where = [
        *reach(places, sight),
        places.c.kind.in_(DOORS),
        places.c.retired.is_(False),
        sa.or_(
            sa.and_(agreed, places.c.revisit_on <= calendar.local(now).date().isoformat()),
            sa.and_(~agreed, sa.or_(never, *overdue)),
        ),
        ~sa.exists().where(visits.c.place == places.c.key, visits.c.stage == "planned"),
    ]
    order = (
        sa.case((agreed, 0), (never, 1), else_=2),
        places.c.revisit_on,
        sa.type_coerce(places.c.visited_at, sa.BigInteger) + wait,
        places.c.code,
    )
    return paged(view, sa.select(places).where(*where).order_by(*order), 1, limit)
