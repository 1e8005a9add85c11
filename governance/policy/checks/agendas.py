"""Agenda rules: facts are those candidates have, sentences can be said, decisions are known."""

from collections.abc import Iterator
from string import Formatter

from governance.policy import needs
from governance.policy.agenda import AgendaRules, Rule, misfits
from governance.policy.book import PolicyBook
from governance.policy.checks.figures import none_in
from governance.policy.columns import JOINER
from governance.policy.fault import Fault, fault, within
from governance.policy.known import Column, Known

LIMIT = "most"
MINUTES = 600
MOST = 1000


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find what no candidate has, what cannot be said, and absurd numbers."""
    rules = book.agenda
    if book.known:
        yield from _unknown(rules, book.known)
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


def _unknown(rules: AgendaRules, known: Known) -> Iterator[Fault]:
    """Find kinds of candidates and facts that nobody declares, and tests that do not fit them."""
    every = known.facts()
    for n, fact in enumerate(rules.fact):
        if fact.name not in every or every[fact.name].type != fact.type:
            yield _no_fact(every, fact.name, "fact", n, "name")
    for n, rule in enumerate(rules.rule):
        for m, kind in enumerate(rule.kinds):
            if kind not in known.candidates:
                values = {"name": kind, "offered": JOINER.join(known.candidates)}
                yield fault("no_such_matter", "rule", n, "kinds", m, **values)
        if facts := known.facts(rule.kinds):
            yield from _no_facts(rule, n, facts)
            yield from misfits(n, rule, {name: fact.type for name, fact in facts.items()})


def _no_facts(rule: Rule, n: int, facts: dict[str, Column]) -> Iterator[Fault]:
    for m, condition in enumerate(rule.when):
        if condition.fact not in facts:
            yield _no_fact(facts, condition.fact, "rule", n, "when", m, "fact")
    for m, name in enumerate(rule.sort):
        if name.removeprefix("-") not in facts:
            yield _no_fact(facts, name, "rule", n, "sort", m)


def _no_fact(facts: dict[str, Column], name: str, *place: str | int) -> Fault:
    return fault("no_such_fact", *place, name=name, offered=JOINER.join(facts))


def _told(text: str, name: str) -> Iterator[Fault]:
    """Find anything but the limit in the words for what was left out."""
    if not text.strip():
        yield fault("empty", "left_out", name, name=name)
    allowed = {LIMIT} if name == "over_most" else set()
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        parts = [(text, "", None)]
    for field, spec, conversion in parts:
        if field not in allowed or spec or conversion:
            yield fault("cannot_be_told", "left_out", name, name=field or "")


def codes(book: PolicyBook) -> Iterator[Fault]:
    """Find conditions on codes that no list has."""
    for n, rule in enumerate(book.agenda.rule):
        facts = book.known.facts(rule.kinds) if book.known else {}
        for m, condition in enumerate(rule.when):
            if fact := facts.get(condition.fact):
                yield from none_in(book, fact, condition.value, ("rule", n, "when", m, "value"))
