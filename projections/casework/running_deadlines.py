"""Which clocks have run out?"""

from datetime import datetime

import sqlalchemy as sa

from governance.casework.kind import KINDS
from governance.processes.chasing import Running
from projections.casework.table import AHEAD, cases
from projections.engine.view import View
from projections.resolutions.board import resolutions


def running(view: View, now: datetime) -> list[Running]:
    """Give every clock of a case that has run out, and the day of every open resolution.

    A clock may hide behind another that ran out before.
    """
    clocks = {clock.name for kind in KINDS.values() for clock in kind.clocks}
    late = (
        sa.select(
            *(cases.c[name] for name in ("key", "kind", "clocks")),
            *(cases.c[f"{name}_due"] for name in sorted(clocks)),
        )
        .where(now > AHEAD)
        .order_by(AHEAD, cases.c.key)
    )
    days = (
        sa.select(resolutions.c.key, resolutions.c.due)
        .where(resolutions.c.stage == "open", resolutions.c.due.is_not(None))
        .order_by(resolutions.c.due, resolutions.c.key)
    )
    with view.connect() as connection:
        return [
            Running(KINDS[row["kind"]].stream, row["key"], clock, due)
            for row in connection.execute(late).mappings()
            for clock in row["clocks"].split()
            if (due := row[f"{clock}_due"]) and due < now
        ] + [Running("resolutions", row.key, "due", row.due) for row in connection.execute(days)]
