"""Roles: pages and commands there are, a home for everybody, and somebody who keeps the house."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tomllib import loads

from governance.kernel.command import SYSTEM, Actor
from governance.policy import needs, roles
from governance.policy.book import PolicyBook
from governance.policy.fault import Fault, fault, twice
from governance.policy.roles import Roles

SHORTEST, DAY = 5, 1440
"""Minutes a log-in may last: long enough to fill in a form, never into another day."""


@cache
def pages() -> frozenset[str]:
    """Give the names of all pages: the software's own edition opens every one to somebody."""
    shipped = Path(roles.__file__).with_suffix(".toml").read_text("utf-8")
    return frozenset(page for role in loads(shipped)["role"] for page in role["pages"])


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find what stands twice or is not there, and roles that could not even log in."""
    held = book.roles.role
    for name in ("code", "label"):
        yield from twice((getattr(r, name), ("role", n, name)) for n, r in enumerate(held))
    for code in needs.ROLES:
        if all(role.code != code for role in held):
            yield fault("role_needed", "role", name=code)
    for n, role in enumerate(held):
        for m, page in enumerate(role.pages):
            if page not in pages():
                yield fault("no_such_page", "role", n, "pages", m, name=page)
        if role.code not in SYSTEM.roles and needs.HOME not in role.pages:
            yield fault("no_home", "role", n, "pages", name=role.label, page=needs.HOME)
        for field in ("idle_minutes", "longest_minutes"):
            if not SHORTEST <= getattr(role, field) <= DAY:
                yield fault("out_of_range", "role", n, field, least=SHORTEST, most=DAY)
    everybody = [Actor("", frozenset({role.code})) for role in held]
    if not kept(book.roles, [one for one in everybody if one.roles != SYSTEM.roles]):
        yield fault("nobody_keeps", "role")


def commands(book: PolicyBook, known: frozenset[str]) -> Iterator[Fault]:
    """Find commands there are not; nothing, when it is not said which there are."""
    for n, role in enumerate(book.roles.role if known else ()):
        for field in ("may", "may_not"):
            for m, name in enumerate(getattr(role, field)):
                start = name.removesuffix("*")
                if not any(
                    one == name or (start != name and one.startswith(start)) for one in known
                ):
                    yield fault("no_such_command", "role", n, field, m, name=name)


def kept(held: Roles, people: Sequence[Actor]) -> bool:
    """Whether somebody among these publishes policies, and somebody keeps the accounts."""
    return all(
        any(held.permits(one, command) and held.opens(one, page) for one in people)
        for command, page in needs.KEEPING
    )
