"""Questions about the register: places, visits and findings."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from governance.policy.roles import Sight
from projections.engine.view import View
from projections.places.board import findings, places, visits


def named(view: View, kind: str) -> list[dict[str, Any]]:
    """Give the places of a kind that are in use, by code."""
    with view.connect() as connection:
        rows = connection.execute(
            sa.select(places)
            .where(places.c.kind == kind, places.c.retired.is_(False))
            .order_by(places.c.code)
        ).mappings()
        return [dict(row) for row in rows]


def labels(view: View, kind: str) -> dict[str, str]:
    """Give the name of each code of a kind."""
    with view.connect() as connection:
        rows = connection.execute(
            sa.select(places.c.code, places.c.name).where(places.c.kind == kind)
        )
        return {row.code: row.name for row in rows}


def place(view: View, key: UUID) -> dict[str, Any] | None:
    """Give one place."""
    return _one(view, places, key)


def visit(view: View, key: UUID) -> dict[str, Any] | None:
    """Give a visit as it stands: the last time somebody stood at the door, else its plan."""
    return _one(view, visits, key, visits.c.version.desc())


def findings_of(view: View, visit_key: UUID) -> list[dict[str, Any]]:
    """Give the findings of a visit in their order."""
    with view.connect() as connection:
        rows = connection.execute(
            sa.select(findings).where(findings.c.visit == visit_key).order_by(findings.c.number)
        ).mappings()
        return [dict(row) for row in rows]


def reach(table: sa.Table, sight: Sight) -> list[sa.ColumnElement[bool]]:
    """Give the conditions that keep rows to the grids somebody sees."""
    return [] if sight.everything else [table.c.grid.in_(sight.grids)]


def _one(view: View, table: sa.Table, key: UUID, *order: Any) -> dict[str, Any] | None:
    query = sa.select(table).where(table.c.key == key).order_by(*order).limit(1)
    with view.connect() as connection:
        row = connection.execute(query).mappings().first()
    return dict(row) if row else None
