"""What does an agenda on paper need besides the agenda? Names, and the grid's resolutions."""

import msgspec
import sqlalchemy as sa

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
    carried: dict[str, int]


def paper_rows(view: View, grid: str, window: int) -> PaperRows:
    """Give the rows for the paper of a grid's meeting in a fortnight."""
    with view.connect() as connection:
        held = connection.execute(
            sa.select(meetings.c.held_at, meetings.c["keys"].label("items"))
            .where(meetings.c.grid == grid, meetings.c.stage == "held", meetings.c.window < window)
            .order_by(meetings.c.window)
        ).all()
        running = resolutions.c.closed_at.is_(None)
        recent = resolutions.c.closed_at > held[-1].held_at if held else sa.true()
        rows = RESOLUTIONS.all(
            connection,
            RESOLUTIONS.query.where(resolutions.c.grid == grid, sa.or_(running, recent)).order_by(
                resolutions.c.serial, resolutions.c.key
            ),
        )
    carried: dict[str, int] = {}
    for meeting in held:
        for key in meeting.items:
            carried[key] = carried.get(key, 0) + 1
    return PaperRows(
        street=next((place.name for place in named(view, "street")), ""),
        grid=labels(view, "grid").get(grid, grid),
        resolutions=rows,
        carried=carried,
    )
