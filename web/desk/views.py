"""今日与我的."""

from typing import Any

from flask import Blueprint, render_template, url_for

from projections import case_queries, meeting_queries, place_queries
from web import here, words
from web.access import page
from web.cases.listing import listed
from web.desk.queues import WARM, queues_of

bp = Blueprint("desk", __name__)

FIRST = 12


@bp.get("/")
@page("today")
def today() -> str:
    """Show what is due for whoever is logged in."""
    person, at = here.me(), here.as_at()
    queues = queues_of(person.roles)
    sight = here.sight("cases")
    filters = {name: wanted for name, _, wanted in queues}
    counts = case_queries.counts(here.view(), sight, at, filters) if filters else {}
    return render_template(
        "desk/today.html",
        stats=[
            {
                "label": label,
                "value": counts[name],
                "url": here.here_url("cases.index", **_query(wanted)),
                "kind": ("bad" if name in WARM else "info") if counts[name] else "ok",
            }
            for name, label, wanted in queues
        ],
        rows=_due(queues),
        doors=_doors(),
        meetings=_meetings(),
        resolutions=_resolutions(),
        at=at,
        words=words,
        grids=here.grid_names(),
    )


@bp.get("/me")
@page("today")
def mine() -> str:
    """Show who one is here, and what one may do."""
    roles = here.runtime().governance.book.roles
    return render_template(
        "desk/mine.html",
        person=here.me(),
        roles=[role for role in roles.role if role.code in here.me().roles],
        grids=here.grid_names(),
        my_acts=[("修改密码", url_for("accounts.own"))],
    )


def _due(queues: list[Any]) -> list[dict[str, Any]]:
    if not queues:
        return []
    wanted = case_queries.Filter(stage="open")
    found = case_queries.case_list(
        here.view(), wanted, here.sight("cases"), now=here.as_at(), size=FIRST
    )
    return [listed(row) for row in found.rows]


def _doors() -> list[dict[str, Any]]:
    """Give the doors to visit first: whoever was seen longest ago."""
    if not here.opens("visit_form"):
        return []
    return place_queries.to_visit(here.view(), here.sight("visits"), limit=8)


def _meetings() -> list[dict[str, Any]]:
    if not here.opens("agenda"):
        return []
    sight = here.sight("agenda")
    return meeting_queries.coming(here.view(), sight, here.as_at())


def _resolutions() -> list[dict[str, Any]]:
    if not here.opens("resolutions"):
        return []
    rows = meeting_queries.resolution_list(here.view(), here.sight("resolutions"), stage="running")
    return rows[:8]


def _query(wanted: case_queries.Filter) -> dict[str, str]:
    return {name: value for name in wanted.__struct_fields__ if (value := getattr(wanted, name))}
