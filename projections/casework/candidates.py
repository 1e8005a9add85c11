"""Which cases might come before a grid's meeting, and what is known of each."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from governance.casework.kind import ENDS
from governance.meetings.rules import Candidate, FactValue
from governance.policy import needs
from governance.policy.known import Column
from projections.agenda.facts import LIMIT, Candidates, Meeting, candidate
from projections.casework.table import cases


def _cases(connection: sa.Connection, meeting: Meeting) -> Iterator[Candidate]:
    """Give the open cases, and those closed since the last meeting that a resident judged."""
    news = sa.and_(
        cases.c.closed_at > meeting.since,
        cases.c.satisfaction != "",
        cases.c.historical.is_(False),
    )
    rows = connection.execute(
        sa.select(cases).where(
            cases.c.grid == meeting.grid, sa.or_(cases.c.stage.not_in(ENDS), news)
        )
    )
    for row in rows:
        yield candidate(
            row.kind,
            f"case:{row.key}",
            meeting,
            subject=row.title,
            serial=row.serial,
            unit=row.unit,
            source=row.source,
            place=meeting.where(row.area, row.place),
            stream=row.key,
            versions=_closable(row.evidence),
            first="received",
            facts=_facts(row, meeting),
        )


def _closable(values: dict[str, int]) -> dict[str, int]:
    """Give what facts rest on, with what makes a case ready to be closed."""
    behind = values.get("checked") or values.get("callback")
    return {**values, "closing_proposed": behind} if behind else values


def _facts(row: sa.Row[Any], meeting: Meeting) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        "stage": row.stage,
        "urgency": row.urgency,
        "title": row.title,
        "called_back": row.called_back,
        "satisfaction": row.satisfaction or None,
    }
    if row.stage in ENDS:
        # Nothing is carried on that is over, however often it was dealt with.
        return {**facts, "carried": None, "agreed": None}
    return {
        **facts,
        **meeting.limit(None if row.handled_at else row.handle_due),
        "crossing": bool(row.crossing),
        "crossing_units": tuple(row.crossing_units),
        "round": row.round,
        "returns": row.returns,
        "extensions": row.extensions,
        "chased": row.chased,
        "closing_proposed": row.stage == "checked"
        or (row.stage == "handled" and row.callback_over),
    }


CANDIDATES = Candidates(
    kinds=needs.CASES,
    facts=(
        *LIMIT,
        Column("crossing", "flag", "三跨"),
        Column("crossing_units", "list", "三跨涉及单位"),
        Column("round", "number", "重办次数"),
        Column("returns", "number", "退单次数"),
        Column("extensions", "number", "延期次数"),
        Column("chased", "number", "催办次数"),
        Column("stage", "text", "环节"),
        Column("urgency", "text", "紧急程度", ("urgency",)),
        Column("called_back", "flag", "已回访"),
        Column("satisfaction", "text", "满意情况", ("satisfaction",)),
        Column("closing_proposed", "flag", "拟结案"),
        Column("title", "text", "标题"),
    ),
    find=_cases,
)
