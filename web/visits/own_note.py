"""上次自己写的: what the person logged in wrote at a door the last time, opened without a purpose.

Who wrote a text knows it. What others wrote, or wrote anew in a correction, is looked at as ever.
"""

from uuid import UUID

from governance.policy.roles import Sight
from projections.visits.queries import VisitFilter, visit_list
from web.frame import current
from web.frame.list_page import Cells
from web.visits.presenters import TEXTS, worded

FIELDS = ("narrative", "note")


def own_note(place: UUID, sight: Sight) -> tuple[Cells, str] | None:
    """Give the last visit somebody made to a door himself, and his note; None without one."""
    me = current.me().login
    found = visit_list(current.live(), VisitFilter(place=place, visitor=me), sight, size=1).rows
    for row in found:
        texts = [
            (event.actor, name, sealed)
            for event in current.history(row.key)
            if event.TOPIC in TEXTS and getattr(event, "entry", event.version) == row.version
            for name in FIELDS
            if (sealed := getattr(event, name, None))
        ]
        if texts and texts[-1][0] == me:
            _, name, sealed = texts[-1]
            return worded(row), current.reveal(sealed, row.key, name)
    return None
