"""Questions about policy editions."""

from datetime import datetime
from typing import Any

import msgspec

from projections.engine.records import Records
from projections.engine.view import View
from projections.policies.board import editions


class EditionNote(msgspec.Struct, frozen=True):
    """Who published an edition, when and on what ground."""

    policy: str
    number: int
    source: str
    reason: str
    actor: str
    published_at: datetime


class PublishedEdition(EditionNote, frozen=True):
    """An edition with what it says."""

    content: dict[str, Any]


NOTES = Records(EditionNote, editions)
EDITIONS = Records(PublishedEdition, editions)


def edition_list(view: View) -> list[EditionNote]:
    """Give all editions without their contents, the latest of each policy first."""
    query = NOTES.query.order_by(editions.c.policy, editions.c.number.desc())
    with view.connect() as connection:
        return NOTES.all(connection, query)


def edition(view: View, policy: str, number: int) -> PublishedEdition | None:
    """Give one edition with its content."""
    with view.connect() as connection:
        query = EDITIONS.query.where(editions.c.key == f"{policy}:{number}")
        return EDITIONS.first(connection, query)
