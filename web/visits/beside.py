"""Visits on the page of a place: what came of them."""

from uuid import UUID

from flask import render_template
from markupsafe import Markup
from msgspec.structs import asdict

from governance.policy.roles import Sight
from governance.visits.commands import CallOffRevisit, LogVisit
from governance.visits.due import DOORS
from projections.engine.paging import Page
from projections.places.buildings import BUILDING, rooms
from projections.places.queries import Place, place
from projections.visits.queries import Visit, VisitFilter, findings_at, visit_list
from web.frame import current
from web.places.choosing import flats
from web.visits.presenters import OUTCOME_KINDS, became, day_of, worded

LATEST = 20


def of_place(key: UUID) -> Markup:
    """Give the visits to a door, those still planned, and what was found there."""
    door = place(current.view(), key)
    if door and door.kind == BUILDING:
        return _rooms(door)
    if door is None or door.kind not in DOORS:
        return Markup()
    sight = current.sight("visits") if current.opens("visits") else None
    made, plans = _visits(key, sight, ""), _visits(key, sight, "planned")
    page = render_template(
        "visits/of_place.html",
        place=key,
        place_code=door.code,
        agreed=day_of(door.revisit_on),
        agreed_at=door.agreed_at,
        agreed_by=door.agreed_by,
        may_call_off=current.view().live
        and door.agreed_by is not None
        and current.opens("visits")
        and current.may(CallOffRevisit, grid=door.grid),
        visits=[worded(visit) for visit in made.rows],
        plans=[worded(plan) for plan in plans.rows],
        visit_total=made.total,
        kinds=OUTCOME_KINDS,
        findings=[
            asdict(finding) | dict(zip(("word", "kind"), became(finding), strict=True))
            for finding in findings_at(current.view(), key)
        ],
        may_visit=current.view().live
        and current.opens("visit_form")
        and current.may(LogVisit, grid=door.grid),
    )
    return Markup(page)  # noqa: S704  (a template has escaped what is in it)


def _visits(place: UUID, sight: Sight | None, outcome: str) -> Page[Visit]:
    if sight is None:
        return Page([], 0)
    wanted = VisitFilter(place=place, outcome=outcome)
    return visit_list(current.view(), wanted, sight, size=LATEST)


def _rooms(building: Place) -> Markup:
    """Give the doors of a building by their colours, as they stood at the moment looked at."""
    found = rooms(current.view(), current.sight("register"), building.key)
    shown = flats(found, building.name, lambda key: current.here_url("register.show", key=key))
    page = render_template("visits/rooms.html", rooms=shown) if shown else ""
    return Markup(page)  # noqa: S704  (a template has escaped what is in it)
