"""Where is a matter, as far as it may be printed: the residents' area and the building, no door."""

import re
from collections.abc import Mapping

BUILDING = re.compile(
    r"^(.*?\d+\s*(?:号楼|号|幢|栋|座|楼))(?!楼)"
    r"\s*[-－—]?\s*(?:\d+\s*(?:单元|层|楼))?\s*[A-Za-z]?\d+.*$"
)
DOOR = re.compile(r"[-－—]?\s*[A-Za-z]?\d+\s*(?:室|户|房).*$")


def building(place: str) -> str:
    """Give an address up to its building: what follows is somebody's door."""
    found = BUILDING.match(place.strip())
    return DOOR.sub("", found[1] if found else place.strip()).strip()


def where(areas: Mapping[str, str], area: str, place: str) -> str:
    """Give the residents' area and the building, as far as they are known."""
    return " ".join(filter(None, (areas.get(area, ""), building(place or ""))))
