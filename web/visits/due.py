"""该走访的门户: which doors are due, by which rule, in words."""

from typing import Any

from governance.policy.checks.lists import LONGEST_INTERVAL as NEVER
from projections.due_doors import due_doors, due_of
from projections.visit_queries import VisitFilter, visit_list
from web import here
from web.visits.shown import worded

USUAL = "usual"


def interval_days() -> dict[str, float | None]:
    """Give the days of each interval; a door that was never given one has the usual.

    An early edition may name no days, or more than there is time: such doors are hardly ever due.
    """
    days: dict[str, float | None] = {
        row.code: row.weight if row.weight and 0 < row.weight < NEVER else NEVER
        for row in here.book().options.rows("visit_intervals")
    }
    return days | {"": days.get(USUAL, NEVER)}


def due(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the first doors the rules ask for that nobody has planned, and how many there are."""
    days, calendar = interval_days(), here.book().calendar
    sight, now = here.sight("visits"), here.as_at()
    found = due_doors(here.view(), sight, days, calendar, now=now, limit=limit)
    return [asked_for(door) for door in found.rows], found.total


def asked_for(door: dict[str, Any]) -> dict[str, Any]:
    """Give a door with the rule that asks for the next visit to it, and since when."""
    options = here.book().options
    why = due_of(door, interval_days(), here.book().calendar)
    words = [options.label("revisit_reasons", why.rule)]
    if why.rule == "interval":
        words.append(options.label("visit_intervals", door["interval"] or USUAL))
    if door["visited_at"] is None and why.rule == "interval":
        words = ["还没有走访过"]
    return door | {"rule": why.rule, "since": why.since, "why": "，".join(words)}


def planned(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the plans for today or earlier that still wait, the person's own first."""
    today = here.book().calendar.local(here.as_at()).date()
    wanted = VisitFilter(outcome="planned", due=today)
    found = visit_list(here.view(), wanted, here.sight("visits"), size=limit)
    rows = sorted(found.rows, key=lambda row: row["visitor"] != here.me().login)
    return [worded(row) for row in rows], found.total
