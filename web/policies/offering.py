"""What a field of a line may be chosen from, where the program or another policy lists it."""

from typing import Any

from governance.kernel.command import SYSTEM
from governance.policy.checks.rights import pages
from web.frame import current
from web.frame.feature import features
from web.policies.words import PAGES, SCOPES

STEPS = {"report": "上报", "handle": "处置", "check": "核查"}
WEEK = {str(day): f"周{word}" for day, word in enumerate("一二三四五六日")}
LISTINGS = {
    ("contact", "ended_by"): "not_contacted_reasons",
    ("callback", "ended_by"): "not_called_reasons",
    ("redo", "satisfaction"): "satisfaction",
    ("redo", "solved"): "solved",
}


def offered(policy: str, place: str, name: str, value: Any) -> list[tuple[str, str]]:
    """Give the choices of a field, codes with their words; none where anything may be typed.

    What is held and no longer offered stays a choice, so that a form sent unchanged says the same.
    """
    found = _known(policy, place, name)
    held = value if isinstance(value, list) else [value]
    lost = [str(each) for each in held if found and each != "" and str(each) not in found]
    return [*found.items(), *((each, each) for each in lost)]


def _known(policy: str, place: str, name: str) -> dict[str, str]:
    book = current.book()
    match policy, name:
        case "roles", "pages":
            menu = {each.page: each.label for feature in features().every for each in feature.menu}
            return {each: PAGES.get(each) or menu.get(each, each) for each in sorted(pages())}
        case "roles", "scope":
            return SCOPES
        case "security", "roles":
            labels = book.roles.labels().items()
            return {code: label for code, label in labels if code not in SYSTEM.roles}
        case "categories", "proof":
            return STEPS
        case "calendar", "weekend":
            return WEEK
        case "agenda", "section" | "decides":
            table = "section" if name == "section" else "decision"
            return {row["code"]: row["title"] for row in book.editions[policy].content[table]}
        case "conduct", _ if listing := LISTINGS.get((place, name)):
            return book.options.labels(listing)
    return {}
