"""Every projection there is; importing this module registers them."""

from projections import (
    case_board,
    findings,
    issue_board,
    meeting_board,
    people,
    policy_shelf,
    records,
    register,
    ticket_board,
)
from projections.projection import PROJECTIONS

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
