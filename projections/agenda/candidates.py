"""What might come before a grid's meeting? Everything the agenda's rules may choose from."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from governance.meetings.rules import Candidate, FactValue
from governance.policy.book import PolicyBook
from projections.agenda.facts import Meeting, matter
from projections.agenda.figures import bulletin
from projections.casework.table import cases
from projections.engine.view import View
from projections.meetings.board import meetings
from projections.places.board import findings
from projections.resolutions.board import resolutions
from projections.topics.board import topics

OVER = ("closed", "void")
HANDLED = ("handled", "checked")
RUNNING = ("open", "claimed")
# Open, and nobody has it: a finding whose issue runs comes as that issue.
UNATTENDED = ("hazard", "unsolved")
NO_TOPIC = "“一格一题”课题"


def candidates(
    view: View,
    book: PolicyBook,
    grid: str,
    *,
    meets_at: datetime,
    next_meets_at: datetime,
    now: datetime,
) -> list[Candidate]:
    """Give the candidates of a grid's meeting, with the facts the policy lists and their events."""
    calendar = book.calendar
    with view.connect() as connection:
        since, carried = _earlier(connection, book, grid, meets_at)
        meeting = Meeting(
            grid=grid,
            calendar=calendar,
            today=calendar.local(max(meets_at, now)).date(),
            following=calendar.local(next_meets_at).date(),
            since=since,
            carried=carried,
        )
        found = [
            *_resolutions(connection, meeting),
            *_topics(connection, meeting),
            *_cases(connection, meeting),
            *_findings(connection, meeting),
        ]
    return [*found, *bulletin(view, book, grid, meets_at=meets_at, now=now)]


def _earlier(
    connection: sa.Connection, book: PolicyBook, grid: str, meets_at: datetime
) -> tuple[datetime, dict[str, int]]:
    """Give when the grid last met, and how many earlier meetings had each matter."""
    rows = connection.execute(
        sa.select(meetings.c.held_at, meetings.c["keys"].label("matters"))
        .where(meetings.c.grid == grid, meetings.c.stage == "held", meetings.c.meets_at < meets_at)
        .order_by(meetings.c.held_at)
    ).all()
    carried: dict[str, int] = {}
    for row in rows:
        for key in row.matters:
            carried[key] = carried.get(key, 0) + 1
    return (rows[-1].held_at if rows else meets_at - book.cycles.length), carried


def _resolutions(connection: sa.Connection, meeting: Meeting) -> list[Candidate]:
    rows = connection.execute(
        sa.select(resolutions).where(
            resolutions.c.grid == meeting.grid, resolutions.c.stage.in_(RUNNING)
        )
    )
    return [
        matter(
            "resolution",
            f"resolution:{row.key}",
            meeting,
            subject=row.matter,
            serial=row.serial,
            unit=row.owner,
            stream=row.key,
            told=row.evidence,
            first="adopted",
            facts={
                **meeting.limit(row.due),
                "claimed": row.stage == "claimed",
                "stage": row.stage,
                "owner": row.owner,
                "percent": row.percent,
                "title": row.matter,
            },
        )
        for row in rows
    ]


def _topics(connection: sa.Connection, meeting: Meeting) -> list[Candidate]:
    rows = connection.execute(
        sa.select(topics).where(topics.c.grid == meeting.grid, topics.c.stage == "open")
    ).all()
    if not rows:
        return [
            Candidate(
                kind="topic",
                key=f"topic:{meeting.grid}",
                subject=NO_TOPIC,
                grid=meeting.grid,
                facts={"open": False},
            )
        ]
    return [_topic(row, meeting) for row in rows]


def _topic(row: sa.Row[Any], meeting: Meeting) -> Candidate:
    ahead = [date.fromisoformat(step["due"]) for step in row.milestones if not step["reached"]]
    facts: dict[str, FactValue] = {
        "open": True,
        "overdue_milestones": sum(day < meeting.today for day in ahead),
        "next_milestone": min((day for day in ahead if day >= meeting.today), default=None),
        "percent": row.percent,
        "owner": row.lead,
        "stage": row.stage,
        "title": row.title,
    }
    return matter(
        "topic",
        f"topic:{row.key}",
        meeting,
        subject=row.title,
        unit=row.lead,
        stream=row.stream,
        told=dict.fromkeys(["opened", *facts], row.version),
        first="opened",
        facts=facts,
    )


def _cases(connection: sa.Connection, meeting: Meeting) -> list[Candidate]:
    """Give the open cases, and those closed since the last meeting that a resident judged."""
    news = sa.and_(cases.c.closed_at > meeting.since, cases.c.satisfaction != "")
    rows = connection.execute(
        sa.select(cases).where(
            cases.c.grid == meeting.grid, sa.or_(cases.c.stage.not_in(OVER), news)
        )
    )
    return [
        matter(
            row.kind,
            f"case:{row.key}",
            meeting,
            subject=row.title,
            serial=row.serial,
            unit=row.unit,
            source=row.source,
            stream=row.key,
            told=_closable(row.evidence),
            first="received",
            facts=_case_facts(row, meeting),
        )
        for row in rows
    ]


def _closable(told: dict[str, int]) -> dict[str, int]:
    """Give what facts rest on, with what makes a case ready to be closed."""
    behind = told.get("checked") or told.get("callback")
    return {**told, "closing_proposed": behind} if behind else told


def _case_facts(row: sa.Row[Any], meeting: Meeting) -> dict[str, FactValue]:
    facts: dict[str, FactValue] = {
        "stage": row.stage,
        "urgency": row.urgency,
        "title": row.title,
        "called_back": row.called_back,
        "satisfaction": row.satisfaction or None,
    }
    if row.stage in OVER:
        # Nothing is carried on that is over, however often it was dealt with.
        return {**facts, "carried": None}
    return {
        **facts,
        **meeting.limit(None if row.stage in HANDLED else row.handle_due),
        "crossing": bool(row.crossing),
        "crossing_units": tuple(row.crossing_units),
        "round": row.round,
        "returns": row.returns,
        "extensions": row.extensions,
        "chased": row.chased,
        "closing_proposed": row.stage == "checked" or (row.stage == "handled" and row.called_back),
    }


def _findings(connection: sa.Connection, meeting: Meeting) -> list[Candidate]:
    rows = connection.execute(
        sa.select(findings).where(
            findings.c.grid == meeting.grid, findings.c.outcome.in_(UNATTENDED)
        )
    )
    return [
        matter(
            "finding",
            f"finding:{row.key}",
            meeting,
            subject=row.title,
            source="visit",
            stream=row.visit,
            told={"found": row.version, "age_days": row.version},
            first="found",
            facts={
                "age_days": (meeting.today - meeting.calendar.local(row.found_at).date()).days,
                "title": row.title,
            },
        )
        for row in rows
    ]
