"""该走访的门户: which doors are due, by which rule, in words."""

from typing import Any

from governance.policy.checks.lists import LONGEST_INTERVAL as NEVER
from projections.visits.due import due_doors, due_of
from projections.visits.queries import VisitFilter, visit_list
from web.frame import current
from web.visits.shown import worded

USUAL = "usual"


def interval_days() -> dict[str, float | None]:
    """Give the days of each interval; a door that was never given one has the usual.

    An early edition may name no days, or more than there is time: such doors are hardly ever due.
    """
    days: dict[str, float | None] = {
        row.code: row.weight if row.weight and 0 < row.weight < NEVER else NEVER
        for row in current.book().options.rows("visit_intervals")
    }
    return days | {"": days.get(USUAL, NEVER)}


def due(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the first doors the rules ask for that nobody has planned, and how many there are."""
    days, calendar = interval_days(), current.book().calendar
    sight, now = current.sight("visits"), current.as_at()
    found = due_doors(current.view(), sight, days, calendar, now=now, limit=limit)
    return [asked_for(door) for door in found.rows], found.total


def asked_for(door: dict[str, Any]) -> dict[str, Any]:
    """Give a door with the rule that asks for the next visit to it, and since when."""
    options = current.book().options
    why = due_of(door, interval_days(), current.book().calendar)
    words = [options.label("revisit_reasons", why.rule)]
    if why.rule == "interval":
        words.append(options.label("visit_intervals", door["interval"] or USUAL))
    if door["visited_at"] is None and why.rule == "interval":
        words = ["还没有走访过"]
    return door | {"rule": why.rule, "since": why.since, "why": "，".join(words)}


def planned(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the plans for today or earlier that still wait, the person's own first."""
    today = current.book().calendar.local(current.as_at()).date()
    wanted = VisitFilter(outcome="planned", due=today)
    found = visit_list(current.view(), wanted, current.sight("visits"), size=limit)
    rows = sorted(found.rows, key=lambda row: row["visitor"] != current.me().login)
    return [worded(row) for row in rows], found.total
