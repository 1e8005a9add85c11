"""The policy in force: one edition of each kind, read once.

A kind of policy is a file of first rules and a module of the same name beside it, which has `read`
and the `SHAPE` of its content; the docstring of that begins with what people call the policy.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property
from importlib import import_module
from pathlib import Path
from tomllib import loads
from typing import Any

import msgspec
from msgspec.structs import replace

from governance.kernel.errors import Refused
from governance.policy import (
    agenda,
    calendar,
    categories,
    conduct,
    cycles,
    deadlines,
    metrics,
    options,
    papers,
    roles,
    security,
)
from governance.policy.columns import hindrances
from governance.policy.deadlines import Deadline, LimitError
from governance.policy.known import Known

FOLDER = Path(__file__).parent
POLICIES = tuple(sorted(file.stem for file in FOLDER.glob("*.toml")))
MODULES = {name: import_module(f"{__package__}.{name}") for name in POLICIES}
READERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    name: module.read for name, module in MODULES.items()
}
SHAPES: dict[str, type[msgspec.Struct]] = {name: module.SHAPE for name, module in MODULES.items()}
NAMES = {name: str(shape.__doc__).partition(":")[0] for name, shape in SHAPES.items()}
"""What people call each policy."""


class Edition(msgspec.Struct, frozen=True):
    """One published version of one policy, numbered from 1."""

    policy: str
    number: int
    content: dict[str, Any]
    source: str = ""


class PolicyBook:
    """All policies in force at one moment, and what concepts declare for them to speak of.

    Without `known` nothing is held against it.
    """

    def __init__(self, editions: Mapping[str, Edition], known: Known | None = None) -> None:
        self.editions = dict(editions)
        self.known = known

    def with_edition(self, edition: Edition) -> "PolicyBook":
        """Give the book in which this edition is in force."""
        return PolicyBook(self.editions | {edition.policy: edition}, self.known)

    def number(self, policy: str) -> int:
        """Give the number of the edition in force, 0 before the first."""
        edition = self.editions.get(policy)
        return edition.number if edition else 0

    @cached_property
    def agenda(self) -> agenda.AgendaRules:
        """The rules that fill an agenda."""
        return agenda.read(self.editions["agenda"].content)

    @cached_property
    def calendar(self) -> calendar.Calendar:
        """The working calendar."""
        return calendar.read(self.editions["calendar"].content)

    @cached_property
    def categories(self) -> categories.Categories:
        """The two category trees."""
        return categories.read(self.editions["categories"].content)

    @cached_property
    def clear(self) -> conduct.Clear:
        """What becomes of residents named in clear: the same before anything was published."""
        return self.conduct.clear if "conduct" in self.editions else conduct.Clear()

    @cached_property
    def conduct(self) -> conduct.Conduct:
        """How cases are conducted: attempts, rounds, who may check whom."""
        return conduct.read(self.editions["conduct"].content)

    @cached_property
    def cycles(self) -> cycles.Cycles:
        """The fortnights and their meetings."""
        return cycles.read(self.editions["cycles"].content)

    @cached_property
    def deadlines(self) -> deadlines.Deadlines:
        """The limits."""
        return deadlines.read(self.editions["deadlines"].content)

    @cached_property
    def all_metrics(self) -> metrics.Metrics:
        """The figures as the edition has them; an early one may name what nothing has."""
        return metrics.read(self.editions["metrics"].content)

    def _countable(self, metric: metrics.Metric) -> bool:
        rows = self.options.rows(metric.weight) if metric.weight else ()
        weighs = not metric.weight or any(row.weight is not None for row in rows)
        return weighs and not any(hindrances(metric, self.known))

    @cached_property
    def metrics(self) -> metrics.Metrics:
        """The figures and their definitions, those that can be counted."""
        counted = tuple(one for one in self.all_metrics.metric if self._countable(one))
        return replace(self.all_metrics, metric=counted)

    @cached_property
    def options(self) -> options.Options:
        """The option lists."""
        return options.read(self.editions["options"].content)

    @cached_property
    def papers(self) -> papers.Papers:
        """The templates of official papers; the software's own before the first edition."""
        held = self.editions.get("papers")
        return papers.read(held.content) if held else papers.SHIPPED

    @cached_property
    def roles(self) -> roles.Roles:
        """Who may do and see what."""
        return roles.read(self.editions["roles"].content)

    @cached_property
    def security(self) -> security.Security:
        """How the door is kept; the software's own numbers before the first edition."""
        held = self.editions.get("security")
        return security.read(held.content) if held else security.SHIPPED

    def deadline(self, stream: str, clock: str, start: datetime, **facts: str | int) -> Deadline:
        """Give the limit of a clock started at `start` (aware), with the rule that set it.

        Refused where an early edition has no rule for it.
        """
        try:
            rule = self.deadlines.rule_for(stream, clock, **facts)
        except KeyError:
            raise Refused("policies.no_limit", clock=clock) from None
        return self.limited(start, rule.limit, rule=rule.id, source=rule.source)

    def extended(self, stream: str, deadline: Deadline) -> Deadline:
        """Give a limit granted once more: to the rule's total, else by the same limit again."""
        rule = self.deadlines.extension_of(stream)
        start, limit = (
            (deadline.start, rule.total) if rule.total else (deadline.due, deadline.limit)
        )
        return self.limited(start, limit, rule=f"{deadline.rule}+extension", source=rule.source)

    def limited(self, start: datetime, limit: str, *, rule: str, source: str) -> Deadline:
        """Give the deadline a limit in words sets from `start`; Refused where it is none."""
        try:
            due, provisional = deadlines.count(start, self.deadlines.limit(limit), self.calendar)
        except (LimitError, OverflowError):
            raise Refused("policies.no_such_limit", limit=limit) from None
        return Deadline(
            due=due,
            start=start,
            limit=limit,
            rule=rule,
            edition=self.number("deadlines"),
            calendar=self.number("calendar"),
            provisional=provisional,
            source=source,
        )


def first_editions(calendar_content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Give the contents shipped with the software; the calendar's days come from outside."""
    contents = {name: loads((FOLDER / f"{name}.toml").read_text("utf-8")) for name in POLICIES}
    first: dict[str, dict[str, Any]] = msgspec.to_builtins(contents)
    return first | {"calendar": calendar_content}
