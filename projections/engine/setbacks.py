"""Where did the clock go back? The past is searched by the latest moment reached, never by less.

Hosts that write side by side are a little apart, and nobody calls that a clock gone back: what is
within `APART` is found by looking at the records themselves.
"""

from datetime import timedelta

import sqlalchemy as sa

from governance.kernel.event import EVENTS, Event
from projections.engine.database import Moment
from projections.engine.projection import Handler, Projection
from projections.engine.rows import Lookup, metadata

APART = timedelta(seconds=2)
LATEST = "latest"

# The latest moment any record has, and the setback that has not been made up for.
clock_reached = sa.Table(
    "clock_reached",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("moment", Moment),
    sa.Column("behind_since", sa.String, default=""),
)
# From the first record behind `moment` to the first that is not, by reference; none while it lasts.
setbacks = sa.Table(
    "setbacks",
    metadata,
    sa.Column("first", sa.String, primary_key=True),
    sa.Column("over", sa.String, default=""),
    sa.Column("moment", Moment),
)


class SetbackBoard(Projection):
    """One row a time the clock went back."""

    tables = (clock_reached, setbacks)

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.reached, self.setbacks = rows(clock_reached), rows(setbacks)

    def handlers(self) -> dict[type[Event], list[Handler]]:
        """Give the one method there is, for every event."""
        return {event: [self.recorded] for event in EVENTS.values()}

    def recorded(self, event: Event) -> None:
        """Anything was recorded."""
        at = event.recorded_at
        row = self.reached.obtain(LATEST)
        latest = row["moment"] or at
        if at < latest - APART:
            if not row["behind_since"]:
                self.setbacks.add(event.reference, moment=latest)
                row["behind_since"] = event.reference
            return
        if row["behind_since"]:
            self.setbacks.change(row["behind_since"])["over"] = event.reference
            row["behind_since"] = ""
        row["moment"] = max(latest, at)
