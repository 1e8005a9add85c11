"""Who would gain or lose which pages and commands?"""

from collections.abc import Iterator

import msgspec

from governance.policy.book import PolicyBook
from governance.policy.roles import Lasting, Role
from projections.accounts.queries import everybody
from projections.policies.effects.proposed import Proposed

Right = tuple[str, str]
"""A page or command, and how far: all, grid, unit."""


class Rights(msgspec.Struct, frozen=True):
    """What somebody may open (`pages`) and send (`commands`)."""

    pages: frozenset[Right] = frozenset()
    commands: frozenset[Right] = frozenset()

    def without(self, other: "Rights") -> "Rights":
        """Give what is here and not there."""
        return Rights(self.pages - other.pages, self.commands - other.commands)

    def __bool__(self) -> bool:
        return bool(self.pages or self.commands)


class RoleChange(msgspec.Struct, frozen=True):
    """A role that would open or send other things; `there` says in which editions it stands."""

    code: str
    label: str
    there: tuple[bool, bool]
    gained: Rights
    lost: Rights
    accounts: int


class LastingChange(msgspec.Struct, frozen=True):
    """A role whose log-ins would last longer or shorter."""

    label: str
    before: Lasting
    after: Lasting


class Person(msgspec.Struct, frozen=True):
    """An account that would come to other things, by all its roles together."""

    login: str
    name: str
    unit: str
    gained: Rights
    lost: Rights


class RightsChange(msgspec.Struct, frozen=True):
    """The roles and accounts concerned; `same` counts accounts in use that keep what they have."""

    roles: tuple[RoleChange, ...]
    people: tuple[Person, ...]
    same: int
    lasting: tuple[LastingChange, ...] = ()


def rights(asked: Proposed) -> RightsChange:
    """Compare role by role and account by account; suspended accounts come to nothing."""
    people = [row for row in everybody(asked.view) if not row.suspended]
    old, new = ({role.code: role for role in _roles(book)} for book in (asked.before, asked.after))
    roles = []
    for code in dict.fromkeys((*old, *new)):
        was, would = (_of([held[code]] if code in held else [], asked) for held in (old, new))
        if was != would or (code in old) != (code in new):
            roles.append(
                RoleChange(
                    code=code,
                    label=(new.get(code) or old[code]).label,
                    there=(code in old, code in new),
                    gained=would.without(was),
                    lost=was.without(would),
                    accounts=sum(code in row.roles for row in people),
                )
            )
    persons = []
    for row in people:
        was, would = (
            _of([held[code] for code in row.roles if code in held], asked) for held in (old, new)
        )
        if was != would:
            gained, lost = would.without(was), was.without(would)
            persons.append(Person(row.login, row.name, row.unit, gained, lost))
    return RightsChange(
        tuple(roles), tuple(persons), len(people) - len(persons), tuple(_lasting(asked))
    )


def _lasting(asked: Proposed) -> Iterator[LastingChange]:
    before, after = ("roles" in book.editions for book in (asked.before, asked.after))
    for role in asked.after.roles.role if before and after else ():
        was, would = (book.roles.lasting([role.code]) for book in (asked.before, asked.after))
        if was != would and any(role.code == one.code for one in asked.before.roles.role):
            yield LastingChange(role.label, was, would)


def _roles(book: PolicyBook) -> tuple[Role, ...]:
    return book.roles.role if "roles" in book.editions else ()


def _of(roles: list[Role], asked: Proposed) -> Rights:
    """Give what roles come to together; what reaches everywhere needs no grid or unit."""
    return Rights(
        _widest({(page, role.scope) for role in roles for page in role.pages}),
        _widest(
            {(name, role.scope) for role in roles for name in asked.commands if role.sends(name)}
        ),
    )


def _widest(found: set[Right]) -> frozenset[Right]:
    return frozenset(
        (name, scope) for name, scope in found if scope == "all" or (name, "all") not in found
    )
