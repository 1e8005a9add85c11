"""Words for invented work: lists in TOML, joined with care, filled in by chance."""

from pathlib import Path
from random import Random
from tomllib import loads
from typing import Any

FOLDER = Path(__file__).parent


class Words:
    """The word lists by file, and the ways to make a sentence of them."""

    def __init__(self) -> None:
        for name in ("places", "hotline", "issues", "visits", "meetings", "scenario"):
            content: dict[str, Any] = loads((FOLDER / f"{name}.toml").read_text("utf-8"))
            setattr(self, name, content)

    places: dict[str, Any]
    hotline: dict[str, Any]
    issues: dict[str, Any]
    visits: dict[str, Any]
    meetings: dict[str, Any]
    scenario: dict[str, Any]

    def person(self, chance: Random) -> str:
        """Give the name of nobody in particular."""
        return f"{chance.choice(self.places['surnames'])}{chance.choice(self.places['given'])}"

    def scene(self, chance: Random, estate: str, building: int) -> dict[str, Any]:
        """Give what the braces of a sentence may ask for, around one building of an estate."""
        return {
            "estate": estate,
            "building": building,
            "road": chance.choice(self.places["roads"]),
            "floor": chance.randint(2, 6),
            "days": chance.randint(3, 20),
            "times": chance.randint(2, 6),
            "hour": chance.randint(5, 10),
            "age": chance.randint(70, 92),
            "month": chance.randint(1, 12),
            "surname": chance.choice(self.places["surnames"]),
        }

    def said(self, chance: Random, sentences: list[str], scene: dict[str, Any]) -> str:
        """Give one of some sentences, filled in."""
        return str(chance.choice(sentences)).format_map(scene)


def phone(number: int) -> str:
    """Give a number nobody has: mobile numbers begin with 13 to 19."""
    return f"100{number:08d}"


def weighed(chance: Random, shares: dict[str, int]) -> str:
    """Give one of some codes, as often as its share says."""
    return chance.choices(list(shares), list(shares.values()))[0]
