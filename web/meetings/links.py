"""Where the matter behind an item has its page."""

from typing import Any
from uuid import UUID

from flask import current_app

from web.frame import current

PAGES = {
    "ticket": ("cases.show", "key"),
    "issue": ("cases.show", "key"),
    "finding": ("visits.show", "key"),
    "resolution": ("resolutions.show", "key"),
}


def matter_url(kind: str, stream: UUID | None) -> str:
    """Give the page of a case, visit, resolution or topic; empty when none is to be opened."""
    if kind == "topic":
        return _page("topics.index")
    if kind == "figure":
        return _page("figures.index", period="last")
    endpoint, name = PAGES.get(kind, ("", ""))
    return _page(endpoint, **{name: stream}) if stream and endpoint else ""


def _page(endpoint: str, **values: Any) -> str:
    """Give an address, empty where whoever is logged in may not go."""
    view = current_app.view_functions[endpoint]
    return current.here_url(endpoint, **values) if current.opens(getattr(view, "page", "")) else ""
