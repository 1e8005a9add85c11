"""What a door has of the times somebody stood at it, one after the other as they were recorded."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from governance.policy.needs import ZONE
from projections.engine.rows import Row

HERE = ZoneInfo(ZONE)
FRESH: dict[str, Any] = {
    "visited_at": None,
    "tried_at": None,
    "visits": 0,
    "failed": 0,
    "revisit_on": "",
    "agreed_at": None,
    "agreed_by": None,
}
"""A door nobody has stood at."""


def follow(door: Row, row: Row) -> None:
    """Let one time at a door follow those before it."""
    at = row["made_at"]
    _agree(door, row, at)
    if row["stage"] == "made":
        if row["checked"] and (door["visited_at"] or at) <= at:
            door["failed"] = row["failed"]
        door["visited_at"] = max(door["visited_at"] or at, at)
        door["visits"] += 1
    else:
        door["tried_at"] = max(door["tried_at"] or at, at)
    _keep(door, keeping=at if row["keeps"] else None)


def _agree(door: Row, row: Row, at: datetime) -> None:
    """Take the day agreed at a moment, unless another was agreed later or it was called off."""
    day = row["agreed_for"]
    if day and (door["agreed_at"] is None or door["agreed_at"] <= at):
        door["agreed_at"], door["agreed_by"] = at, row["key"]
        door["revisit_on"] = "" if row["called_off"] else day


def _keep(door: Row, keeping: datetime | None = None) -> None:
    """Let a day agreed stand no more once somebody was met on it or later, or by a visit for it."""
    agreed, seen = door["agreed_at"], door["visited_at"]
    if not door["revisit_on"] or agreed is None:
        return
    kept = seen and seen > agreed and f"{seen.astimezone(HERE):%Y-%m-%d}" >= door["revisit_on"]
    if kept or (keeping is not None and keeping > agreed):
        door["revisit_on"] = ""
