"""该走访的门户: which doors are due, by which rule, in words."""

from typing import Any

from governance.visits.due import INTERVALS, USUAL, DueRule, due_rule
from projections.visits.due import due_doors, due_of
from projections.visits.queries import VisitFilter, visit_list
from web.frame import current
from web.visits.presenters import worded


def rule() -> DueRule:
    """Give the rule of the moment looked at."""
    book = current.book()
    return due_rule(book.options, book.calendar, current.as_at())


def due(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the first doors the rules ask for that nobody has planned, and how many there are."""
    found = due_doors(current.view(), current.sight("visits"), rule(), limit=limit)
    return [asked_for(door) for door in found.rows], found.total


def asked_for(door: dict[str, Any]) -> dict[str, Any]:
    """Give a place with the rule that asks for the next visit to it, from when on, and why.

    All three are empty where nothing ever asks; the day is where the door is due at once.
    """
    why = due_of(door, rule())
    if why is None:
        return door | {"rule": "", "due_on": None, "why": ""}
    options = current.book().options
    words = [options.label("revisit_reasons", why.rule)]
    if why.rule == "interval":
        words.append(options.label(INTERVALS, door["interval"] or USUAL))
    if why.day is None:
        words = ["还没有走访过"]
    return door | {"rule": why.rule, "due_on": why.day, "why": "，".join(words)}


def planned(limit: int) -> tuple[list[dict[str, Any]], int]:
    """Give the plans for today or earlier that still wait, the person's own first."""
    today = rule().today
    wanted = VisitFilter(outcome="planned", due=today)
    found = visit_list(current.view(), wanted, current.sight("visits"), size=limit)
    rows = sorted(found.rows, key=lambda row: row["visitor"] != current.me().login)
    return [worded(row) for row in rows], found.total
