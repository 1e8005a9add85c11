"""What became of a matter: when it came before meetings, what each decided, and what came of it."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import msgspec
import sqlalchemy as sa

from governance.casework.kind import ENDS
from governance.meetings.state import ADOPTING
from governance.policy.agenda import AgendaRules
from governance.policy.needs import CLOSING
from projections.casework.table import cases
from projections.engine.records import Records
from projections.engine.view import View
from projections.meetings.matters import matters
from projections.resolutions.board import RUNNING, STAGES, resolutions
from projections.resolutions.queries import RESOLUTIONS, Resolution


class Raised(msgspec.Struct, frozen=True):
    """A matter at a meeting that was held; `decision` is empty where none was recorded."""

    meeting: UUID
    grid: str
    window: int
    item: str
    kind: str
    stream: UUID | None
    serial: str
    subject: str
    unit: str
    held_at: datetime
    decision: str
    said: str


class Step(msgspec.Struct, frozen=True):
    """A matter at a meeting, with the resolutions it made there as they stand."""

    raised: Raised
    adopted: list[Resolution]


RAISED = Records(Raised, matters)
HELD = matters.c.held_at.is_not(None)


def steps(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Step]:
    """Give matters at meetings that were held, in the order of the meetings."""
    query = RAISED.query.where(HELD, *where).order_by(matters.c.held_at, matters.c.key)
    rows = RAISED.all(connection, query)
    decided = [row.meeting for row in rows if row.decision in ADOPTING]
    adopted: dict[tuple[UUID, str], list[Resolution]] = {}
    if decided:
        made = RESOLUTIONS.query.where(resolutions.c.meeting.in_(decided))
        for one in RESOLUTIONS.all(connection, made.order_by(resolutions.c.serial)):
            adopted.setdefault((one.meeting, one.item), []).append(one)
    return [Step(row, adopted.get((row.meeting, row.item), [])) for row in rows]


def ledger(view: View, items: Collection[str]) -> list[Step]:
    """Give what became of a matter that stood on agendas under some keys."""
    with view.connect() as connection:
        return steps(connection, matters.c.item.in_(items))


def agreed(view: View) -> list[Raised]:
    """Give what the last decision on it was to close and is open still, the earliest first."""
    with view.connect() as connection:
        return _agreed(connection)


def _agreed(connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Raised]:
    later = matters.alias()
    newer = sa.exists().where(
        later.c.item == matters.c.item,
        later.c.decision != "",
        later.c.held_at > matters.c.held_at,
    )
    open_case = sa.exists().where(cases.c.key == matters.c.stream, cases.c.stage.not_in(ENDS))
    running = sa.exists().where(
        resolutions.c.key == matters.c.stream, resolutions.c.stage.in_(RUNNING)
    )
    query = RAISED.query.where(
        HELD, matters.c.decision == CLOSING, ~newer, sa.or_(open_case, running), *where
    )
    return RAISED.all(connection, query.order_by(matters.c.held_at, matters.c.key))


class Past(msgspec.Struct, frozen=True):
    """What the meetings of a grid before one decided: in words by item, and what waits of it."""

    words: Mapping[str, tuple[str, ...]]
    agreed: frozenset[str]


def past(connection: sa.Connection, rules: AgendaRules, grid: str, window: int) -> Past:
    """Give what the meetings of a grid before a fortnight's decided, and what came of it."""
    before = (matters.c.grid == grid, matters.c.window < window)
    titles = {decision.code: decision.title for decision in rules.decision}
    waiting = frozenset(row.item for row in _agreed(connection, *before))
    rows = sorted(steps(connection, *before), key=lambda step: step.raised.item)
    grouped = groupby(rows, key=attrgetter("raised.item"))
    return Past({item: tuple(_words(list(of), titles, waiting)) for item, of in grouped}, waiting)


def _words(known: list[Step], titles: Mapping[str, str], waiting: frozenset[str]) -> Iterable[str]:
    """Tell when a matter first came up, what was decided on it last and what came of that."""
    first, last = known[0].raised, known[-1].raised
    if first is not last:
        yield f"{_issue(first)}首次上会"
    decided = [step for step in known if step.raised.decision]
    if not decided:
        yield f"{_issue(last)}上会，没有记录议定"
        return
    step = decided[-1]
    kind = titles.get(step.raised.decision, step.raised.decision)
    later = "，会后尚未办理" if step.raised.item in waiting else ""
    yield f"{_issue(step.raised)}议定（{kind}）：{step.raised.said.rstrip('。')}{later}"
    for one in step.adopted:
        yield f"议定事项“{one.matter}”{STAGES[one.stage]}，进度{one.percent}%"


def _issue(row: Raised) -> str:
    return f"{row.window // 100}年第{row.window % 100}期"
