"""The door: numbers of tries that keep a guesser out and let people in."""

from collections.abc import Iterator

from governance.policy.book import PolicyBook
from governance.policy.fault import Fault, fault, within

AUDITOR = "auditor"
TRIES = (3, 1_000)
LOOKS = (1, 100_000)
MINUTES = (1, 24 * 60)
HOURS = (1, 24 * 30)
DAYS = (1, 366)


def roles(book: PolicyBook) -> Iterator[Fault]:
    """Find roles there are not, and an auditor whom one person could become."""
    held, known = book.security.second_person, book.roles.labels()
    for part in ("second_person", "second_factor"):
        for n, code in enumerate(getattr(book.security, part).roles):
            if code not in known:
                yield fault("not_offered", part, "roles", n, name=code)
    if AUDITOR not in held.roles:
        yield fault("role_needed", "second_person", "roles", name=AUDITOR)
    yield from within(held.days, *DAYS, "second_person", "days")


def lockout(book: PolicyBook) -> Iterator[Fault]:
    """Find numbers with which nobody is held up, or everybody for days."""
    held = book.security.lockout
    for name in ("tries", "address_tries", "account_tries"):
        yield from within(getattr(held, name), *TRIES, "lockout", name)
    for name in ("wait_minutes", "longest_wait_minutes"):
        yield from within(getattr(held, name), *MINUTES, "lockout", name)
    yield from within(held.forget_hours, *HOURS, "lockout", "forget_hours")
    for name in ("an_hour", "a_day"):
        yield from within(getattr(book.security.reveals, name), *LOOKS, "reveals", name)
    yield from within(held.known_days, *DAYS, "lockout", "known_days")
