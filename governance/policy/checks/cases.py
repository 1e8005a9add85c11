"""Categories and the conduct of cases: something is offered, codes are known, numbers sensible."""

from collections.abc import Iterator

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.checks.figures import none_of
from governance.policy.fault import Fault, fault, within

CALLS = 99
UNITS = 20
DAY = 24 * 60  # minutes
MINUTES = 600
DOORS = 500


def categories(book: PolicyBook) -> Iterator[Fault]:
    """Find categories of no tree, and a tree of which nothing is offered."""
    for n, row in enumerate(book.categories.category):
        if row.tree not in needs.TREES:
            yield fault("no_such_tree", "category", n, "tree", name=row.tree)
    for tree in needs.TREES:
        if not book.categories.leaves(tree):
            yield fault("none_left", "category")


def findings(book: PolicyBook) -> Iterator[Fault]:
    """Find rows for findings that no list has."""
    for n, row in enumerate(book.categories.finding):
        yield from none_of(book, ("finding_categories",), row.code, ("finding", n, "code"))


def conduct(book: PolicyBook) -> Iterator[Fault]:
    """Find numbers of calls and units nobody could mean."""
    yield from within(book.conduct.callback.attempts, 1, CALLS, "callback", "attempts")
    yield from within(book.conduct.crossing.units, 1, UNITS, "crossing", "units")
    if returns := book.conduct.returns:
        yield from within(returns.most, 1, CALLS, "returns", "most")
    if contact := book.conduct.contact:
        yield from within(contact.attempts, 1, CALLS, "contact", "attempts")
        yield from within(contact.minutes_apart, 0, DAY, "contact", "minutes_apart")
    yield from within(book.conduct.meeting.minutes, 0, MINUTES, "meeting", "minutes")
    if visiting := book.conduct.visiting:
        yield from within(visiting.doors_a_day, 1, DOORS, "visiting", "doors_a_day")


def redo(book: PolicyBook) -> Iterator[Fault]:
    """Find answers that no list has."""
    for name in ("satisfaction", "solved"):
        for n, code in enumerate(getattr(book.conduct.redo, name)):
            yield from none_of(book, (name,), code, ("redo", name, n))
    first = book.conduct.contact.ended_by if book.conduct.contact else ()
    for n, code in enumerate(first):
        yield from none_of(book, ("not_contacted_reasons",), code, ("contact", "ended_by", n))
    for n, code in enumerate(book.conduct.callback.ended_by):
        yield from none_of(book, ("not_called_reasons",), code, ("callback", "ended_by", n))
