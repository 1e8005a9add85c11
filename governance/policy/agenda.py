"""The rules that fill an agenda: sections, rules with their conditions and sentences, facts."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any, Literal

import msgspec

from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped

Operator = Literal["eq", "ne", "ge", "le", "in", "true"]
Named = Literal["", "meeting", "next_meeting", "previous_meeting"]
Value = bool | int | float | str | tuple[int | float | str, ...] | None

FITTING: dict[str, frozenset[Operator]] = {
    "number": frozenset({"eq", "ne", "ge", "le", "in"}),
    "flag": frozenset({"eq", "true"}),
    "text": frozenset({"eq", "ne", "in", "true"}),
    "day": frozenset({"eq", "ne", "ge", "le"}),
    "list": frozenset({"true"}),
}
VALUES: dict[str, tuple[type, ...]] = {"number": (int, float), "flag": (bool,), "text": (str,)}
DAY_PARTS = frozenset({"year", "month", "day"})
WHOLE = frozenset({""})
# What of a fact a sentence may name; of one nobody has given the type of, either.
PARTS = {"day": DAY_PARTS, "": DAY_PARTS | WHOLE}
LATIN = re.compile("[A-Za-z]")


class Condition(msgspec.Struct, frozen=True):
    """One test on a fact, against a value or a named day; `true` wants neither."""

    fact: str
    op: Operator
    value: Value = None
    named: Named = ""


class Rule(msgspec.Struct, frozen=True):
    """Brings candidates of `kinds` before the meeting when all of `when` hold.

    What kinds there are, and what may be known of each, concepts declare (`policy.known`). `id` is
    for the machine; people know the rule by its `title`. `decides` is the kind of decision its
    `proposal` asks for, where it asks for one.
    """

    id: str
    title: str
    section: str
    kinds: tuple[str, ...]
    when: tuple[Condition, ...]
    reason: str
    source: str
    proposal: str = ""
    decides: str = ""
    most: int = 0
    sort: tuple[str, ...] = ()


class Section(msgspec.Struct, frozen=True):
    """One part of the agenda; items of a `fixed` one are never struck and never cut off.

    On paper the items of a `table` are its rows: routine that is gone through, not talked over.
    """

    code: str
    title: str
    order: int
    minutes: int
    item_minutes: int
    reporter: str
    source: str
    fixed: bool = False
    table: bool = False


class Decision(msgspec.Struct, frozen=True):
    """A kind of decision a meeting may take on an item; a `closed` one only earlier ones took.

    `rest` marks the one that is taken on all items nothing else was said of; `standard` is how a
    resolution made by this kind is usually judged.
    """

    code: str
    title: str
    source: str
    closed: bool = False
    rest: bool = False
    standard: str = ""


class Fact(msgspec.Struct, frozen=True):
    """What may be known of a candidate, as an edition lists it; it need not list everything."""

    name: str
    type: Literal["number", "flag", "text", "day", "list"]
    title: str


class LeftOut(msgspec.Struct, frozen=True):
    """Why a candidate is not on the agenda, in words; `{most}` stands for the rule's limit."""

    no_rule: str
    over_most: str
    source: str


class AgendaRules(msgspec.Struct, frozen=True):
    """议程规则: the policy as read from an edition."""

    source: str
    joiner: str
    left_out: LeftOut
    decision: tuple[Decision, ...]
    section: tuple[Section, ...]
    rule: tuple[Rule, ...]
    fact: tuple[Fact, ...] = ()

    @property
    def sections(self) -> tuple[Section, ...]:
        """The parts of the agenda, in their order."""
        return tuple(sorted(self.section, key=lambda section: section.order))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules in the order they are tried."""
        places = {section.code: place for place, section in enumerate(self.sections)}
        return tuple(sorted(self.rule, key=lambda rule: places[rule.section]))

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """The kinds of decision that may be taken."""
        return tuple(decision for decision in self.decision if not decision.closed)

    @property
    def rest(self) -> Decision | None:
        """What is decided on items nothing else was said of, None where an edition says nothing."""
        return next((decision for decision in self.decisions if decision.rest), None)

    def has_section(self, code: str) -> bool:
        """Whether the agenda has this part."""
        return any(section.code == code for section in self.section)

    def has_decision(self, code: str) -> bool:
        """Whether a meeting may decide this way."""
        return any(decision.code == code for decision in self.decisions)


SHAPE = AgendaRules


def read(content: dict[str, Any]) -> AgendaRules:
    """Read an edition; UnfitError (a ValueError) when it is nonsense.

    Facts it does not list are left to whoever knows what concepts declare.
    """
    rules = shaped(content, AgendaRules)
    refuse(_faults(rules))
    return rules


def _faults(rules: AgendaRules) -> Iterator[Fault]:
    for table, names in (
        ("section", ("code", "order")),
        ("rule", ("id", "title")),
        ("decision", ("code",)),
        ("fact", ("name",)),
    ):
        for name in names:
            rows = enumerate(getattr(rules, table))
            yield from twice((str(getattr(row, name)), (table, n, name)) for n, row in rows)
    if not any(_keeps_resolutions(rule, rules) for rule in rules.rule):
        yield fault("resolutions_dropped", "rule")
    listed: dict[str, str] = {fact.name: fact.type for fact in rules.fact}
    for number, rule in enumerate(rules.rule):
        yield from _rule_faults(number, rule, rules)
        yield from misfits(number, rule, listed)


def _keeps_resolutions(rule: Rule, rules: AgendaRules) -> bool:
    """Whether the rule alone holds every open resolution on the agenda."""
    fixed = any(section.fixed for section in rules.section if section.code == rule.section)
    return fixed and "resolution" in rule.kinds and not rule.when and not rule.most


def _rule_faults(number: int, rule: Rule, rules: AgendaRules) -> Iterator[Fault]:
    path = ("rule", number)
    section = next((section for section in rules.section if section.code == rule.section), None)
    if section is None:
        yield fault("no_such_section", *path, "section", name=rule.section)
    elif section.fixed and rule.most:
        yield fault("fixed_has_no_limit", *path, "most")
    if not rule.title.strip() or LATIN.search(rule.title):
        yield fault("not_chinese", *path, "title")


def misfits(number: int, rule: Rule, types: Mapping[str, str]) -> Iterator[Fault]:
    """Find tests and sentences that do not fit the types of facts; of other facts nothing is said.

    A sentence may name what its rule tests, and nothing else.
    """
    path = ("rule", number)
    for n, condition in enumerate(rule.when):
        kind = types.get(condition.fact)
        if kind and not _fits(condition, kind):
            yield fault("tested_otherwise", *path, "when", n, name=condition.fact)
    tested = {condition.fact: types.get(condition.fact, "") for condition in rule.when}
    for name in ("reason", "proposal"):
        for fields in _untold(getattr(rule, name), tested):
            yield fault("cannot_be_told", *path, name, name=fields)


def _fits(condition: Condition, kind: str) -> bool:
    if condition.op not in FITTING[kind]:
        return False
    if condition.op == "true":
        return condition.value is None and not condition.named
    if kind == "day":
        return condition.value is None and bool(condition.named)
    wanted = condition.value if condition.op == "in" else (condition.value,)
    fitting = isinstance(wanted, tuple) and all(type(v) in VALUES[kind] for v in wanted)
    return fitting and not condition.named


def _untold(template: str, tested: Mapping[str, str]) -> Iterator[str]:
    """Find what a sentence must not hold: untested facts, and anything but plain names."""
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        yield template
        return
    for _, name, spec, conversion in parts:
        if name is None:
            continue
        fact, _, part = name.partition(".")
        known = part in PARTS.get(tested.get(fact, ""), WHOLE)
        if fact not in tested or tested[fact] == "flag" or spec or conversion or not known:
            yield name
