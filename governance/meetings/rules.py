"""From what might come before a meeting to its agenda: ordered rules, each leaving its reason."""

import operator
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from governance.meetings.draft import numbered
from governance.meetings.items import Item, Reason, Section
from governance.policy.agenda import AgendaRules, Condition, Rule

FactValue = bool | int | float | str | date | tuple[str, ...] | None


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "true": lambda known, _: bool(known),
    "eq": operator.eq,
    "ne": operator.ne,
    "ge": operator.ge,
    "le": operator.le,
    "in": lambda known, wanted: known in wanted,
}


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """What might come before a meeting: a case, a resolution, a topic, a finding, a figure.

    `facts` are of the names and types the policy lists, days in Shanghai, a fact left out or None
    unknown; `evidence` names the event (`stream:version`) behind each fact, and `origin` the one
    behind the candidate itself, on which a rule without conditions rests. `decided` tells what
    earlier meetings decided and what came of it.
    """

    kind: str
    key: str
    stream: UUID | None = None
    serial: str = ""
    subject: str
    grid: str
    unit: str = ""
    source: str = ""
    origin: str = ""
    facts: dict[str, FactValue] = {}
    evidence: dict[str, str] = {}
    decided: tuple[str, ...] = ()
    place: str = ""


class Dates(msgspec.Struct, frozen=True):
    """The days a rule may name, in Shanghai: of this meeting, the one after, the one before."""

    meeting: date
    next_meeting: date
    previous_meeting: date | None = None


class LeftOut(msgspec.Struct, frozen=True):
    """A candidate that is not on the agenda, why, and the reasons of rules that had no room."""

    candidate: Candidate
    why: str
    reasons: tuple[Reason, ...] = ()


class Composition(msgspec.Struct, frozen=True):
    """What the rules make of candidates: an agenda and what they left out, each once."""

    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    left_out: tuple[LeftOut, ...]


def compose(
    candidates: Iterable[Candidate], rules: AgendaRules, edition: int, dates: Dates
) -> Composition:
    """Fill an agenda; the same candidates in any order give the same agenda.

    Rules are tried in order, and each takes the candidates that match it until it is full; what it
    has no room for may still be taken by a later rule. Further rules that match add their reasons,
    but for those without conditions. Keys are unique.
    """
    ordered = rules.rules
    waiting = {candidate.key: candidate for candidate in sorted(candidates, key=_key)}
    matching = {
        key: [rule for rule in ordered if _matches(rule, candidate, dates)]
        for key, candidate in waiting.items()
    }
    items: list[Item] = []
    for rule in ordered:
        fitting = [c for c in waiting.values() if rule in matching[c.key]]
        for candidate in _sorted(fitting, rule.sort)[: rule.most or None]:
            items.append(_item(candidate, rule, matching[candidate.key], rules, edition))
            del waiting[candidate.key]
    return Composition(
        sections=tuple(
            Section(
                code=s.code, title=s.title, reporter=s.reporter, minutes=s.minutes, table=s.table
            )
            for s in rules.sections
        ),
        items=numbered(items),
        left_out=tuple(
            _left_out(candidate, matching[candidate.key], rules, edition)
            for candidate in waiting.values()
        ),
    )


def _key(candidate: Candidate) -> str:
    return candidate.key


def _matches(rule: Rule, candidate: Candidate, dates: Dates) -> bool:
    return candidate.kind in rule.kinds and all(
        _holds(condition, candidate.facts, dates) for condition in rule.when
    )


def _holds(condition: Condition, facts: Mapping[str, FactValue], dates: Dates) -> bool:
    known = facts.get(condition.fact)
    wanted = getattr(dates, condition.named) if condition.named else condition.value
    if known is None or (condition.named and wanted is None):
        return False
    return TESTS[condition.op](known, wanted)


def _sorted(candidates: list[Candidate], names: tuple[str, ...]) -> list[Candidate]:
    """Sort by facts, the first name weighing most; unknown facts last, ties by key."""
    for name in reversed(names):
        fact, falling = name.removeprefix("-"), name.startswith("-")
        known = [c for c in candidates if c.facts.get(fact) is not None]
        unknown = [c for c in candidates if c.facts.get(fact) is None]
        known.sort(key=lambda c, fact=fact: c.facts[fact], reverse=falling)  # type: ignore[misc]
        candidates = [*known, *unknown]
    return candidates


def _item(
    candidate: Candidate, taken_by: Rule, matching: list[Rule], rules: AgendaRules, edition: int
) -> Item:
    section = next(s for s in rules.section if s.code == taken_by.section)
    further = [rule for rule in matching if rule.when and rule.id != taken_by.id]
    due, carried = candidate.facts.get("due"), candidate.facts.get("carried")
    return Item(
        key=candidate.key,
        kind=candidate.kind,
        section=section.code,
        subject=candidate.subject,
        case_key=candidate.serial,
        case_stream=candidate.stream,
        source=candidate.source,
        unit=candidate.unit,
        reasons=tuple(
            _reason(rule, candidate, rules.joiner, edition) for rule in (taken_by, *further)
        ),
        carried=carried if isinstance(carried, int) else 0,
        due=due if isinstance(due, date) else None,
        minutes=section.item_minutes,
        proposal=_told(taken_by.proposal, candidate.facts, rules.joiner),
        fixed=section.fixed,
        decided=candidate.decided,
        place=candidate.place,
    )


def _reason(rule: Rule, candidate: Candidate, joiner: str, edition: int) -> Reason:
    behind = [candidate.evidence.get(condition.fact, "") for condition in rule.when]
    return Reason(
        rule=rule.id,
        edition=edition,
        text=_told(rule.reason, candidate.facts, joiner),
        events=tuple(dict.fromkeys(name for name in behind or [candidate.origin] if name)),
    )


def _told(template: str, facts: Mapping[str, FactValue], joiner: str) -> str:
    return template.format_map(
        {
            name: joiner.join(value) if isinstance(value, tuple) else value
            for name, value in facts.items()
        }
    )


def _left_out(
    candidate: Candidate, matching: list[Rule], rules: AgendaRules, edition: int
) -> LeftOut:
    if not matching:
        return LeftOut(candidate, rules.left_out.no_rule)
    return LeftOut(
        candidate,
        rules.left_out.over_most.format(most=matching[0].most),
        tuple(_reason(rule, candidate, rules.joiner, edition) for rule in matching),
    )
