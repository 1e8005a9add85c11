"""Would the office go on working? An edition is held against the code and all other editions.

`read` in each policy's module takes whatever an office may have in force. What is asked here is
asked before an edition is put in force, and by whoever looks for what is wrong with one that is.
"""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from governance.policy import shape
from governance.policy.book import POLICIES, READERS, SHAPES, Edition, PolicyBook
from governance.policy.checks import (
    agendas,
    cases,
    doors,
    figures,
    kept,
    limits,
    lists,
    rhythm,
    rights,
)
from governance.policy.fault import Fault, UnfitError, fault

Check = Callable[[PolicyBook], Iterator[Fault]]
# Whose fault it is, what has to be there to tell, and who tells.
CHECKS: tuple[tuple[str, tuple[str, ...], Check], ...] = (
    ("agenda", (), agendas.alone),
    ("agenda", ("options",), agendas.codes),
    ("calendar", (), rhythm.calendar),
    ("categories", (), cases.categories),
    ("categories", ("deadlines", "calendar"), limits.of_categories),
    ("categories", ("options",), cases.findings),
    ("conduct", (), cases.conduct),
    ("conduct", ("options",), cases.redo),
    ("cycles", (), rhythm.cycles),
    ("deadlines", (), limits.alone),
    ("deadlines", ("calendar",), limits.of_deadlines),
    ("deadlines", ("options", "categories"), limits.facts),
    ("metrics", (), figures.alone),
    ("metrics", ("options",), figures.weights),
    ("metrics", ("options", "categories"), figures.codes),
    ("options", (), lists.alone),
    ("options", (), lists.report),
    ("roles", (), rights.alone),
    ("security", (), doors.lockout),
    ("security", ("roles",), doors.roles),
)


def unfit(
    edition: Edition, book: PolicyBook, commands: frozenset[str] = frozenset()
) -> list[Fault]:
    """Give everything wrong with an edition that is to join, or has joined, those of a book.

    What it breaks in others counts, what was wrong there before does not. `commands` are the names
    of all there are; without them no name is unknown.
    """
    policy, after = edition.policy, book.with_edition(edition)
    found = misread(edition)
    if not found:
        broken = _standing(book)
        found = [*shape.faults(edition.content, SHAPES[policy]), *_found(after, policy, own=True)]
        found += [one for one in _found(after, policy, own=False) if one not in broken]
        if policy == "roles":
            found += rights.commands(after, commands)
        if policy in book.editions:
            found += kept.dropped(policy, book.editions[policy].content, edition.content)
    return [replace(one, policy=one.policy or policy) for one in found]


def standing(book: PolicyBook, commands: frozenset[str] = frozenset()) -> list[Fault]:
    """Give everything wrong with the editions in force."""
    return [
        one
        for policy in POLICIES
        if policy in book.editions
        for one in unfit(book.editions[policy], book, commands)
        if one.policy == policy
    ]


def misread(edition: Edition) -> list[Fault]:
    """Give what keeps an edition from being read at all."""
    try:
        READERS[edition.policy](edition.content)
    except UnfitError as error:
        return list(error.faults)
    except (ArithmeticError, LookupError, TypeError, ValueError):
        return [fault("misread")]
    return []


def _standing(book: PolicyBook) -> list[Fault]:
    return [one for policy in book.editions for one in _found(book, policy, own=False)]


def _found(book: PolicyBook, policy: str, *, own: bool) -> Iterator[Fault]:
    """Give the faults of a policy itself, or those of others that have to do with it."""
    for whose, others, check in CHECKS:
        if (whose == policy if own else policy in others) and all(
            _readable(book, name) for name in (whose, *others)
        ):
            for one in check(book):
                yield replace(one, policy=whose)


def _readable(book: PolicyBook, policy: str) -> bool:
    return policy in book.editions and not misread(book.editions[policy])
