"""该走访的门户: which doors are due and which visits are planned, in words."""

from projections.visits.due import due_doors
from projections.visits.queries import VisitFilter, visit_list
from web.frame import current
from web.frame.list_page import Cells
from web.places.due import DueDoor, asked_for, rule
from web.visits.presenters import worded


def due(limit: int) -> tuple[list[DueDoor], int]:
    """Give the first doors the rules ask for that nobody has planned, and how many there are."""
    found = due_doors(current.view(), current.sight("visits"), rule(), limit=limit)
    return [asked_for(door) for door in found.rows], found.total


def planned(limit: int) -> tuple[list[Cells], int]:
    """Give the plans for today or earlier that still wait, the person's own first."""
    wanted = VisitFilter(outcome="planned", due=rule().today)
    found = visit_list(current.view(), wanted, current.sight("visits"), size=limit)
    rows = sorted(found.rows, key=lambda row: row.visitor != current.me().login)
    return [worded(row) for row in rows], found.total
