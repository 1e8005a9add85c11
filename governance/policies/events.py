"""Stored shapes; see CONTRIBUTING.md before changing one."""

from typing import Any

from governance.kernel.event import Event, event


@event("policies.EditionPublished")
class EditionPublished(Event, frozen=True, kw_only=True):
    """政策版本: a policy has a new edition, in force from now on and never for the past."""

    policy: str
    number: int
    content: dict[str, Any]
    source: str
    reason: str = ""
