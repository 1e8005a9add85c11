"""The number of a resolution, as it is printed, leads to it."""

from projections.resolutions.queries import resolution_numbered
from web.frame import current


def printed(code: str) -> str:
    """Give the page of the resolution with a number, where the person sees it."""
    row = resolution_numbered(current.live(), code, current.sight("resolutions"))
    return current.page_url("resolutions.show", key=row.key) if row else ""
