"""Agenda rules: facts are those candidates have, sentences can be told, decisions are known."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from tomllib import loads

from governance.policy import agenda, needs
from governance.policy.book import PolicyBook
from governance.policy.checks.figures import none_of
from governance.policy.fault import Fault, fault, within

LIMIT = "most"
MINUTES = 600
MOST = 1000
LISTS = {
    "satisfaction": ("satisfaction",),
    "urgency": ("urgency",),
}


@cache
def facts() -> dict[str, str]:
    """Give the type of every fact there is, as the software's own edition lists them."""
    shipped = Path(agenda.__file__).with_suffix(".toml").read_text("utf-8")
    return {row["name"]: row["type"] for row in loads(shipped)["fact"]}


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find what no candidate has, what cannot be said, and absurd numbers."""
    rules, known = book.agenda, facts()
    for n, fact in enumerate(rules.fact):
        if known.get(fact.name) != fact.type:
            yield fault("no_such_fact", "fact", n, "name", name=fact.name)
    for code in needs.DECISIONS:
        if not rules.has_decision(code):
            yield fault("decision_needed", "decision", name=code)
    for n, section in enumerate(rules.section):
        yield from within(section.minutes, 0, MINUTES, "section", n, "minutes")
        yield from within(section.item_minutes, 0, MINUTES, "section", n, "item_minutes")
        yield from within(section.order, -MOST, MOST, "section", n, "order")
    for n, rule in enumerate(rules.rule):
        yield from within(rule.most, 0, MOST, "rule", n, "most")
        if not rule.kinds:
            yield fault("none_left", "rule", n, "kinds")
        if not rule.reason.strip():
            yield fault("empty", "rule", n, "reason", name="reason")
    for name in ("no_rule", "over_most"):
        yield from _told(getattr(rules.left_out, name), name)


def _told(text: str, name: str) -> Iterator[Fault]:
    """Find anything but the limit in the words for what was left out."""
    if not text.strip():
        yield fault("empty", "left_out", name, name=name)
    allowed = {LIMIT} if name == "over_most" else set()
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        parts = [(text, "", None)]
    for told, spec, conversion in parts:
        if told not in allowed or spec or conversion:
            yield fault("cannot_be_told", "left_out", name, name=told or "")


def codes(book: PolicyBook) -> Iterator[Fault]:
    """Find conditions on codes that no list has."""
    for n, rule in enumerate(book.agenda.rule):
        for m, condition in enumerate(rule.when):
            if lists := LISTS.get(condition.fact):
                yield from none_of(book, lists, condition.value, ("rule", n, "when", m, "value"))
