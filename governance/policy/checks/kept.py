"""What earlier records name stays: it may be renamed or closed, never left out."""

from collections.abc import Iterator
from typing import Any

from governance.policy.fault import Fault, fault


def dropped(policy: str, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Fault]:
    """Find lists, choices, categories, decisions and words of limits that were there before."""
    match policy:
        case "options":
            lists = after["listing"]
            for name, listing in before.get("listing", {}).items():
                if name not in lists:
                    yield fault("list_dropped", "listing", name, name=listing["label"])
                else:
                    yield from _codes(listing, lists[name], "option", "listing", name)
        case "categories":
            yield from _codes(before, after, "category", named="name")
        case "agenda":
            yield from _codes(before, after, "decision", named="title")
        case "deadlines":
            for unit, words in before.get("units", {}).items():
                for word in words:
                    if word not in after["units"].get(unit, ()):
                        yield fault("word_dropped", "units", unit, name=word)


def _codes(
    before: dict[str, Any], after: dict[str, Any], table: str, *place: str, named: str = "label"
) -> Iterator[Fault]:
    kept = {row["code"] for row in after[table]}
    for row in before.get(table, ()):
        if row["code"].strip() and row["code"] not in kept:
            yield fault("code_dropped", *place, table, name=row[named], written=row["code"])
