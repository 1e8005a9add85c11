"""Option lists: something is offered, what the code chooses is open, reports can be made."""

from collections.abc import Iterator

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.fault import Fault, fault, within

KINDS = "hotline_kinds"
OF_PLACES = {"visit_themes": "visitee_kinds"}
DAYS = ("visit_intervals", "follow_ups")
LONGEST_INTERVAL = 3660
REPLY = (20, 5000)
WEIGHT = 1000


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find lists that offer nothing, choices the code makes closed, weights nobody could mean."""
    options = book.options
    for name, listing in options.listing.items():
        if listing.option and not options.choices(name):
            yield fault("all_closed", "listing", name, "option", listing=name)
        for n, row in enumerate(listing.option):
            path = ("listing", name, "option", n)
            least, most = (1, LONGEST_INTERVAL) if name in DAYS else (-WEIGHT, WEIGHT)
            if row.weight is not None:
                yield from within(row.weight, least, most, *path, "weight")
            if row.weight is None and name in DAYS:
                yield fault("missing", *path, "weight", name="weight")
            if row.closed and row.code in needs.CHOICES.get(name, ()):
                yield fault("choice_needed", *path, "closed", name=row.label)
            kinds = OF_PLACES.get(name, KINDS)
            for m, kind in enumerate(row.kinds):
                if kind not in options.labels(kinds):
                    yield fault("no_such_code", *path, "kinds", m, name=kind, listing=kinds)
            for m, item in enumerate(row.essential):
                if item not in row.items:
                    yield fault("no_such_item", *path, "essential", m, name=item)
            if any(not item.strip() for item in row.items):
                yield fault("empty", *path, "items", name="items")


def report(book: PolicyBook) -> Iterator[Fault]:
    """Find fields no closing report has, and reports nobody could ever make."""
    options, rules = book.options, book.options.report
    for table in ("required", "explained", "texts"):
        for n, field in enumerate(getattr(rules, table)):
            yield from _field(field, "report", table, n)
    for table in ("required_unless", "required_for", "listings"):
        for field in getattr(rules, table):
            yield from _field(field, "report", table, field)
    for table in ("required_unless", "required_for"):
        for field, kinds in getattr(rules, table).items():
            for n, kind in enumerate(kinds):
                if kind not in options.labels(KINDS):
                    path = ("report", table, field, n)
                    yield fault("no_such_code", *path, name=kind, listing=KINDS)
    yield from within(rules.longest, *REPLY, "report", "longest")
    for kind in options.choices(KINDS):
        for field in options.required(kind.code):
            name = rules.listings.get(field)
            if name and not options.choices(name, kind.code):
                yield fault("none_for_kind", "listing", name, "option", name=kind.label)


def _field(field: str, *place: str | int) -> Iterator[Fault]:
    if field not in needs.REPORT:
        yield fault("no_such_field", *place, name=field)
