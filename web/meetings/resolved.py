"""What a meeting resolved, in words."""

from datetime import datetime
from uuid import UUID

import msgspec

from projections.resolutions.board import STAGES
from projections.resolutions.queries import resolution_list
from web.frame import current
from web.frame.feature import features
from web.text.paper import responsible


class Resolved(msgspec.Struct, frozen=True):
    """A resolution, and the key of the `item` it came of; `stage` is its word and colour."""

    item: str
    matter: str
    leader: str
    owner: str
    units: str
    due: datetime | None
    standard: str
    stage: tuple[str, str]
    url: str


def resolved(key: UUID) -> list[Resolved]:
    """Give what a meeting resolved: whoever sees the meeting sees it."""
    people = current.people_names()
    return [
        Resolved(
            item=row.item,
            matter=row.matter,
            leader=people.get(row.leader, row.leader),
            owner=row.owner,
            units=responsible(row.owner, row.partners),
            due=row.due,
            standard=row.standard,
            stage=(STAGES[row.stage], features().look("resolution", row.stage)),
            url=current.here_url("resolutions.show", key=row.key),
        )
        for row in resolution_list(current.view(), current.sight("agenda"), meeting=key)
    ]
