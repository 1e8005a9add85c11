"""What does an agenda on paper need besides the agenda? Names, and the grid's resolutions."""

from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from projections.agenda.earlier import earlier
from projections.engine.view import View
from projections.meetings.board import meetings
from projections.places.queries import labels, named
from projections.resolutions.board import resolutions
from projections.resolutions.queries import RESOLUTIONS, Resolution


class PaperRows(msgspec.Struct, frozen=True):
    """The street's and the grid's name (the grid's code where it has none), resolutions by serial.

    Listed are those that run and those that ended since the grid last met. `carried` counts by
    resolution the earlier meetings that had it.
    """

    street: str
    grid: str
    resolutions: list[Resolution]
    carried: Mapping[str, int]


def paper_rows(view: View, grid: str, window: int) -> PaperRows:
    """Give the rows for the paper of a grid's meeting in a fortnight."""
    with view.connect() as connection:
        met = earlier(connection, grid, meetings.c.window < window, meetings.c.window)
        running = resolutions.c.closed_at.is_(None)
        recent = resolutions.c.closed_at > met.last if met.last else sa.true()
        rows = RESOLUTIONS.all(
            connection,
            RESOLUTIONS.query.where(resolutions.c.grid == grid, sa.or_(running, recent)).order_by(
                resolutions.c.serial, resolutions.c.key
            ),
        )
    return PaperRows(
        street=next((place.name for place in named(view, "street")), ""),
        grid=labels(view, "grid").get(grid, grid),
        resolutions=rows,
        carried=met.carried,
    )
