"""Every projection there is; importing this module registers them."""

from projections import meeting_board, records
from projections.accounts import board as people
from projections.casework import board as case_board
from projections.engine.projection import PROJECTIONS
from projections.hotline import board as ticket_board
from projections.issues import board as issue_board
from projections.places import board as register
from projections.policies import board as policy_shelf
from projections.visits import findings

__all__ = [
    "PROJECTIONS",
    "case_board",
    "findings",
    "issue_board",
    "meeting_board",
    "people",
    "policy_shelf",
    "records",
    "register",
    "ticket_board",
]
