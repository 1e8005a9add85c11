"""The calendar and the cycles: days pass, hours are long enough, numbers of periods do not meet."""

from collections.abc import Iterator
from datetime import timedelta

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.cycles import CYCLE, LEAD
from governance.policy.fault import Fault, fault, within

SHORTEST_DAY = timedelta(hours=1)
YEARS = (2000, 2200)


def calendar(book: PolicyBook) -> Iterator[Fault]:
    """Find another zone than the pages', days of other ages, working days of no length."""
    held = book.calendar
    if held.content.timezone != needs.ZONE:
        yield fault("other_zone", "timezone", name=needs.ZONE)
    if held.length < SHORTEST_DAY:
        yield fault("short_day", "business", "periods")
    for name in ("confirmed_from", "confirmed_through"):
        yield from _age(getattr(held.content, name).year, name)
    for name in ("holidays", "makeup", "overrides"):
        for n, row in enumerate(getattr(held.content, name)):
            yield from _age(row.day.year, name, n, "day")


def cycles(book: PolicyBook) -> Iterator[Fault]:
    """Find cycles and leads nobody could mean."""
    held = book.cycles
    yield from within(held.days, *CYCLE, "days")
    yield from within(held.draft_lead, 0, LEAD, "draft_lead")
    yield from _age(held.anchor.year, "anchor")
    for n, rule in enumerate(held.meeting):
        for name in ("grid", "place"):
            if not getattr(rule, name).strip():
                yield fault("empty", "meeting", n, name, name=name)


def _age(year: int, *place: str | int) -> Iterator[Fault]:
    if not YEARS[0] <= year <= YEARS[1]:
        yield fault("other_age", *place, least=YEARS[0], most=YEARS[1])
