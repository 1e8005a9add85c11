"""Visits on pages of others: the doors to go to today, and what came of the visits to a place."""

from uuid import UUID

from flask import render_template
from markupsafe import Markup
from msgspec.structs import asdict

from governance.policy.roles import Sight
from governance.visits.commands import CallOffRevisit, LogVisit
from governance.visits.due import DOORS
from projections.engine.paging import Page
from projections.places.queries import place
from projections.visits.queries import Visit, VisitFilter, findings_at, visit_list
from web.frame import current
from web.frame.feature import Tile, Today
from web.frame.list_page import Cells
from web.places.due import DueDoor
from web.visits import due
from web.visits.presenters import OUTCOME_KINDS, became, day_of, worded

PLANS = 20
OFFERED = 8
LATEST = 20


def today() -> Today:
    """Give the doors to visit today: those planned, then those a rule asks for."""
    if not current.opens("visit_form"):
        return Today()
    plans, waiting = due.planned(PLANS)
    doors, asked = due.due(OFFERED)
    count = waiting + asked
    return Today(
        tiles=(
            Tile(
                label="今天该走访",
                value=count,
                url="#doors-title",
                kind="info" if count else "ok",
                unit="户",
            ),
        ),
        part=_part(plans, waiting, doors, asked) if count else Markup(),
    )


def _part(plans: list[Cells], waiting: int, doors: list[DueDoor], asked: int) -> Markup:
    page = render_template(
        "visits/today.html",
        plans=plans,
        doors=doors,
        more_plans=waiting - len(plans),
        more_doors=asked - len(doors),
    )
    return Markup(page)  # noqa: S704  (a template has escaped what is in it)


def of_place(key: UUID) -> Markup:
    """Give the visits to a door, those still planned, and what was found there."""
    door = place(current.view(), key)
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
