"""Questions about topics."""

from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.records import Records
from projections.engine.view import View
from projections.topics.board import Step, topics


class Topic(msgspec.Struct, frozen=True):
    """A topic of a grid; `value` is None until the measure was read, `start` and `until` are days.

    The measure is to come from `baseline` to `target`.
    """

    grid: str
    title: str
    measure: str
    baseline: float
    target: float
    value: float | None
    lead: str
    partners: list[str]
    start: str
    until: str
    milestones: list[Step]
    percent: int
    stage: str

    @property
    def open(self) -> bool:
        """Whether the grid still works on it."""
        return self.stage == "open"


TOPICS = Records(Topic, topics)


def topic_list(view: View, sight: Sight, *, grid: str = "") -> list[Topic]:
    """Give topics, the open ones first."""
    where: list[sa.ColumnElement[bool]] = []
    if not sight.everything:
        where.append(topics.c.grid.in_(sight.grids))
    if grid:
        where.append(topics.c.grid == grid)
    query = TOPICS.query.where(*where).order_by(
        topics.c.stage != "open", topics.c.grid, topics.c.number.desc()
    )
    with view.connect() as connection:
        return TOPICS.all(connection, query)


def topics_grid(view: View, stream: UUID) -> str:
    """Give the grid whose topics a stream holds, empty when it holds none."""
    query = sa.select(topics.c.grid).where(topics.c.stream == stream).limit(1)
    with view.connect() as connection:
        return str(connection.scalar(query) or "")
