"""The two category trees (hotline, grid) and the conditions under which an issue is filed."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Literal

import msgspec

from governance.policy.fault import Fault, fault, refuse, twice
from governance.policy.shape import shaped

Proving = Literal["report", "handle", "check"]


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A filing condition (立案条件) with its own limit and closing condition (结案条件).

    `proof` are the steps at which photographs or files must be given.
    """

    code: str
    text: str
    limit: str
    close: str
    confirmed: bool
    source: str
    proof: tuple[Proving, ...] = ()

    @property
    def id(self) -> str:
        """The name a deadline gives as its rule."""
        return f"condition:{self.code}"


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A node: `parent` is empty at the top. The first condition is the usual one.

    A `closed` one is not offered any more and keeps its name for what was filed under it. `proof`
    are the steps at which photographs or files must be given, of whatever is under it too.
    """

    code: str
    name: str
    tree: str
    confirmed: bool
    source: str
    parent: str = ""
    condition: tuple[Condition, ...] = ()
    closed: bool = False
    proof: tuple[Proving, ...] = ()


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a visit's finding goes when it becomes an issue: `code` is of `finding_categories`."""

    code: str
    category: str
    confirmed: bool
    source: str


class Categories(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """类别与立案条件: the policy as read from an edition."""

    source: str
    category: tuple[Category, ...]
    fallback: Condition
    finding: tuple[Finding, ...] = ()

    @cached_property
    def _codes(self) -> dict[str, Category]:
        return {row.code: row for row in self.category}

    @cached_property
    def _names(self) -> dict[tuple[str, str], Category]:
        return {(row.tree, self.name(row.code)): row for row in self.category}

    def find(self, code: str) -> Category | None:
        """Give a category by code."""
        return self._codes.get(code)

    def named(self, tree: str, name: str) -> Category | None:
        """Give a category by its full name, such as `市容环境/暴露垃圾`."""
        return self._names.get((tree, name))

    def name(self, code: str) -> str:
        """Give the full name, such as `市容环境/暴露垃圾`; an unknown code is its own name."""
        names: list[str] = []
        row = self.find(code)
        while row:
            names.insert(0, row.name)
            row = self.find(row.parent) if row.parent else None
        return "/".join(names) or code

    def needs_proof(self, step: Proving, code: str, condition: str = "") -> bool:
        """Whether photographs or files must be given at a step of what is filed like this."""
        filed = self.condition(code, condition)
        if filed and step in filed.proof:
            return True
        row = self.find(code)
        while row and step not in row.proof:
            row = self.find(row.parent) if row.parent else None
        return row is not None

    def of_finding(self, code: str) -> str:
        """Give the category of the issue a finding becomes; nothing when no row knows it."""
        return next((row.category for row in self.finding if row.code == code), "")

    def children(self, tree: str, parent: str = "") -> list[Category]:
        """Give the categories right under another, or at the top of a tree."""
        return [row for row in self._open(tree) if row.parent == parent]

    def leaves(self, tree: str) -> list[Category]:
        """Give the categories of a tree that have no children."""
        parents = {row.parent for row in self.category}
        return [row for row in self._open(tree) if row.code not in parents]

    def _open(self, tree: str) -> list[Category]:
        return [row for row in self.category if row.tree == tree and not row.closed]

    def conditions(self, code: str) -> tuple[Condition, ...]:
        """Give the filing conditions of a category; a category without any has the fallback."""
        row = self.find(code)
        return () if row is None else row.condition or (self.fallback,)

    def condition(self, code: str, condition: str) -> Condition | None:
        """Give one filing condition of a category, None when it has no such."""
        return next((row for row in self.conditions(code) if row.code == condition), None)

    def usual(self, code: str) -> Condition | None:
        """Give the condition to suggest for a category, None when there is no such category."""
        return next(iter(self.conditions(code)), None)


SHAPE = Categories


def read(content: dict[str, Any]) -> Categories:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    policy = shaped(content, Categories)
    refuse(_faults(policy))
    return policy


def _faults(policy: Categories) -> Iterator[Fault]:
    above: set[tuple[str, str]] = set()
    codes: list[tuple[str, tuple[str | int, ...]]] = [(policy.fallback.code, ("fallback", "code"))]
    names: list[tuple[str, tuple[str | int, ...]]] = []
    for n, row in enumerate(policy.category):
        path = ("category", n)
        if row.parent and (row.tree, row.parent) not in above:
            yield fault("no_parent_before", *path, "parent", name=row.parent)
        above.add((row.tree, row.code))
        codes.append((row.code, (*path, "code")))
        codes += [(c.code, (*path, "condition", m, "code")) for m, c in enumerate(row.condition)]
        names.append((f"{row.tree}/{row.parent}/{row.name}", (*path, "name")))
    yield from twice(codes)
    for one in twice(names):
        yield fault("twice", one.place, name=str(one.facts["name"]).rpartition("/")[2])
    grid = {row.code for row in policy.category if row.tree == "grid"}
    for n, finding in enumerate(policy.finding):
        if finding.category not in grid:
            yield fault("no_such_category", "finding", n, "category", name=finding.category)
    yield from twice((row.code, ("finding", n, "code")) for n, row in enumerate(policy.finding))
