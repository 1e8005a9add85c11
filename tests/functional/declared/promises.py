"""A concept nobody has heard of: what was promised to whoever called, told by its board alone."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote
from uuid import UUID, uuid4

import sqlalchemy as sa

from governance.hotline import commands as ticket
from governance.hotline import events as hotline
from governance.hotline.stream import ticket_id
from governance.kernel.command import SYSTEM
from governance.meetings.rules import Candidate
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.policy.known import Column
from projections.agenda.facts import Candidates, Meeting, candidate
from projections.boards import BOARDS
from projections.engine.counted import Counted, Field
from projections.engine.database import Moment, SealedText
from projections.engine.projection import Projection, on
from projections.engine.rows import Lookup, metadata
from projections.engine.runtime import Runtime
from tests.builders import SHANGHAI
from tests.deployment import tell
from web.frame import current
from web.frame.feature import Feature

# What was promised to whoever called: kept once the ticket is dispatched.
promises = sa.Table(
    "promises",
    metadata,
    sa.Column("key", sa.Uuid, primary_key=True),
    sa.Column("word", sa.Text),
    sa.Column("grid", sa.String),
    sa.Column("keeper", sa.String, default=""),
    sa.Column("state", sa.String, default="given"),
    sa.Column("weight", sa.Integer, default=0),
    sa.Column("given_at", Moment),
    sa.Column("keep_due", Moment),
    sa.Column("kept_at", Moment),
    sa.Column("informed_on", sa.String, default=""),
    sa.Column("caller", SealedText),
)
LENGTH = timedelta(days=2)
COUNTED = Counted(
    name="promises",
    title="承诺",
    measure="句",
    table=promises,
    fields={
        "word": Field("内容"),
        "grid": Field("网格"),
        "keeper": Field("兑现单位"),
        "state": Field("状态", codes={"given": "已承诺", "kept": "已兑现"}),
        "weight": Field("分量"),
        "given_at": Field("承诺时间"),
        "keep_due": Field("兑现期限"),
        "kept_at": Field("兑现时间"),
        "informed_on": Field("告知日期", day=True),
    },
    bases=("given_at", "keep_due", "informed_on"),
    since="given_at",
    scopes={"unit": "keeper"},
    heading="word",
    listed=("word", "state", "grid", "keeper", "given_at", "keep_due", "informed_on", "weight"),
    link="promise",
)


def _open(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    rows = connection.execute(
        sa.select(promises).where(promises.c.grid == meeting.grid, promises.c.state == "given")
    )
    for row in rows:
        age = (meeting.today - meeting.calendar.local(row.given_at).date()).days
        yield candidate(
            "promise",
            f"promise:{row.key}",
            meeting,
            subject=row.word,
            stream=row.key,
            versions={"given": 1, "waiting": 1},
            first="given",
            facts={"waiting": age, "told_on": meeting.calendar.local(row.given_at).date()},
        )


class PromiseBoard(Projection):
    """One row a promise."""

    tables = (promises,)
    counted = (COUNTED,)
    candidates = (
        Candidates(
            kinds=("promise",),
            facts=(Column("waiting", "number", "等候天数"), Column("told_on", "day", "告知日期")),
            find=_open,
        ),
    )

    def __init__(self, rows: Lookup) -> None:
        super().__init__(rows)
        self.promises = rows(promises)

    @on(hotline.TicketReceived)
    def given(self, event: hotline.TicketReceived) -> None:
        """Somebody called."""
        at = event.received_at
        self.promises.add(
            event.stream,
            word=f"承诺：{event.title}",
            grid=event.grid,
            given_at=at,
            keep_due=at + LENGTH,
            informed_on=at.astimezone(SHANGHAI).date().isoformat(),
            weight=len(event.title),
        )

    @on(hotline.TicketDispatched)
    def kept(self, event: hotline.TicketDispatched) -> None:
        """A unit has it."""
        row = self.promises.change(event.stream)
        row["state"], row["kept_at"], row["keeper"] = "kept", event.recorded_at, event.unit


BOARDS_AND_ONE = (*BOARDS, PromiseBoard)
FEATURE = Feature(links={"promise": current.page_of("cases.show")})
GIVEN = {
    "id": "promised",
    "label": "承诺数",
    "version": 1,
    "unit": "count",
    "rows": "promises",
    "basis": "given_at",
    "of": [],
    "counts": [],
    "definition": "统计期内作出的承诺",
    "source": "测试",
}
KEPT = GIVEN | {
    "id": "kept_rate",
    "label": "按期兑现率",
    "unit": "percent",
    "basis": "keep_due",
    "counts": [{"column": "kept_at", "op": "before", "other": "keep_due"}],
    "definition": "兑现期限落在统计期内的承诺，其中按期兑现的",
}
TOLD = GIVEN | {
    "id": "informed_on",
    "label": "告知数",
    "basis": "informed_on",
    "definition": "按告知日期",
}
RULE = {
    "id": "promise-waiting",
    "title": "承诺未兑现",
    "section": "overdue",
    "kinds": ["promise"],
    "when": [{"fact": "waiting", "op": "ge", "value": 3}],
    "reason": "承诺后{waiting}天没有兑现",
    "source": "测试",
}
METRICS = (GIVEN, KEPT, TOLD)
DAYS = "period=days&from=2026-02-01&to=2026-03-31"


def publish(runtime: Runtime, policy: str, **more: Iterable[dict[str, Any]]) -> None:
    content = runtime.governance.book.editions[policy].content
    content = content | {name: [*content[name], *rows] for name, rows in more.items()}
    runtime.execute(
        PublishEdition(
            command_id=uuid4(),
            stream=POLICY_STREAM,
            policy=policy,
            content=content,
            source="测试",
        ),
        actor=SYSTEM,
    )


def promise(runtime: Runtime, serial: str, grid: str) -> UUID:
    stream = ticket_id("12345", serial)
    tell(
        runtime,
        ticket.ReceiveTicket,
        stream,
        serial=serial,
        source="12345",
        received_at=runtime.clock(),
        kind="complaint",
        title=f"第{serial}件",
        grid=grid,
    )
    return stream


def held(runtime: Runtime) -> list[dict[str, Any]]:
    with runtime.live().connect() as connection:
        return [dict(row) for row in connection.execute(sa.select(promises)).mappings()]


def cell(page: str, metric: str, scope: str = "all") -> tuple[str, str]:
    found = re.findall(rf'href="(/figures/cases\?[^"]*metric={metric}[^"]*)">([^<]*)</a>', page)
    cells = [(unescape(url), text) for url, text in found]
    asked = f"scope={quote(scope)}"
    return next((u, t) for u, t in cells if asked in u and "denominator" in u)
