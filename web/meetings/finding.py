"""What is printed on a paper of a meeting leads to it, as it stood when the paper went out."""

from typing import Final

from projections.meetings.papers import Paper, papers_called
from web.frame import current

ALIKE: Final = str.maketrans("018", "OIB")
"""Digits no 核验码 has, and the letters they were read for; a 1 may be an L too."""


def printed(code: str) -> str:
    """Give the page of the paper a 核验码 or a number of minutes is printed on."""
    sight = current.sight("agenda")
    tries = (code, code.translate(ALIKE), code.translate(ALIKE | {ord("1"): "L"}))
    for one in dict.fromkeys(tries):
        for paper in papers_called(current.live(), one):
            if sight.everything or paper.grid in sight.grids:
                return _page(paper)
    return ""


def _page(paper: Paper) -> str:
    if paper.paper == "minutes":
        return current.page_url("minutes.show", key=paper.meeting)
    ledger = current.runtime().ledger
    records = ledger.records(paper.meeting, ledger.position())
    return current.page_url("meetings.show", key=paper.meeting, as_of=records[paper.record - 1][0])
