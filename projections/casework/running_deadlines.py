"""Which clocks have run out?"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from governance.processes.chasing import Running
from projections.casework.table import ISSUE_CLOCKS, cases
from projections.engine.view import View
from projections.resolutions.board import resolutions

OVER = ("closed", "void")


STREAMS = {"ticket": "hotline", "issue": "issues"}


TICKET_CLOCKS: dict[str, sa.ColumnElement[bool]] = {
    "contact": sa.and_(
        cases.c.stage.not_in(OVER),
        cases.c.contacted_at.is_(None),
        cases.c.contact_tried.is_(False),
    ),
    "handle": cases.c.stage.in_(("received", "dispatched")),
    "callback": cases.c.stage == "handled",
}


def running(view: View, now: datetime) -> list[Running]:
    """Give every clock of a case that has run out, and the day of every open resolution."""
    with view.connect() as connection:
        return [
            Running(STREAMS[kind], row.key, clock, row.due)
            for kind, clock, query in _clocks(now)
            for row in connection.execute(query)
        ] + [
            Running("resolutions", row.key, "due", row.due)
            for row in connection.execute(
                sa.select(resolutions.c.key, resolutions.c.due)
                .where(resolutions.c.stage == "open", resolutions.c.due.is_not(None))
                .order_by(resolutions.c.due, resolutions.c.key)
            )
        ]


def _clocks(now: datetime) -> list[tuple[str, str, sa.Select[Any]]]:
    """Give a query for each clock there is: a clock may hide behind another that ran out before."""
    conditions = [("ticket", clock, runs) for clock, runs in TICKET_CLOCKS.items()]
    for clock in sorted({clock for clocks in ISSUE_CLOCKS.values() for clock in clocks}):
        stages = [stage for stage, clocks in ISSUE_CLOCKS.items() if clock in clocks]
        conditions.append(("issue", clock, cases.c.stage.in_(stages)))
    return [
        (
            kind,
            clock,
            sa.select(cases.c.key, cases.c[f"{clock}_due"].label("due"))
            .where(cases.c.kind == kind, runs, cases.c[f"{clock}_due"] < now)
            .order_by("due", cases.c.key),
        )
        for kind, clock, runs in conditions
    ]
