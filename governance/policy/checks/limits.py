"""Limits: every clock has a rule for all, rules ask for what is said, and no limit is endless."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.checks.figures import none_of
from governance.policy.deadlines import count
from governance.policy.fault import Fault, fault, within

LONGEST = timedelta(days=3 * 366)
TIMES = 20
DAYS = 30
CLOCKS = {(one.stream, one.clock): one.facts for one in (*needs.CLOCKS, *needs.SPARE_CLOCKS)}
Limits = Iterable[tuple[str, tuple[str | int, ...]]]


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find clocks without a rule, streams without an extension, reasons without words."""
    policy = book.deadlines
    values = {(rule.stream, rule.clock) for rule in policy.rule}
    for one in needs.CLOCKS:
        if (one.stream, one.clock) not in values:
            yield fault("no_rule", "rule", stream=one.stream, clock=one.clock)
    extended = {rule.stream for rule in policy.extension}
    for stream in needs.EXTENDED:
        if stream not in extended:
            yield fault("no_extension", "extension", stream=stream)
    for reason in needs.REASONS:
        if not policy.reasons.get(reason, "").strip():
            yield fault("missing", "reasons", reason, name=reason)
    for n, rule in enumerate(policy.rule):
        if (rule.stream, rule.clock) not in CLOCKS:
            yield fault("no_such_clock", "rule", n, "clock", stream=rule.stream, name=rule.clock)
    for n, extension in enumerate(policy.extension):
        if extension.stream not in needs.EXTENDED:
            yield fault("no_such_stream", "extension", n, "stream", name=extension.stream)
        yield from within(extension.most, 0, TIMES, "extension", n, "most")
    yield from within(policy.lights.days, 0, DAYS, "lights", "days")
    yield from within(policy.lights.share, 0, 1, "lights", "share")


def facts(book: PolicyBook) -> Iterator[Fault]:
    """Find conditions on what is not said when the clock starts, or on codes no list has."""
    for n, rule in enumerate(book.deadlines.rule):
        known = CLOCKS.get((rule.stream, rule.clock), {})
        for name, codes in rule.when.items():
            path = ("rule", n, "when", name)
            if name not in known:
                yield fault("not_told", *path, name=name)
            elif not codes:
                yield fault("none_left", *path)
            else:
                yield from none_of(book, (known[name],), codes, path)


def of_deadlines(book: PolicyBook) -> Iterator[Fault]:
    """Find limits of rules and extensions that never end."""
    rules, extensions = book.deadlines.rule, book.deadlines.extension
    yield from _endless(book, ((r.limit, ("rule", n, "limit")) for n, r in enumerate(rules)))
    totals = ((e.total, ("extension", n, "total")) for n, e in enumerate(extensions) if e.total)
    yield from _endless(book, totals)


def of_categories(book: PolicyBook) -> Iterator[Fault]:
    """Find limits of filing conditions that are none, or never end."""
    policy = book.categories
    limits: list[tuple[str, tuple[str | int, ...]]] = [
        (policy.fallback.limit, ("fallback", "limit"))
    ]
    for n, row in enumerate(policy.category):
        limits += [
            (condition.limit, ("category", n, "condition", m, "limit"))
            for m, condition in enumerate(row.condition)
        ]
    known = [one for one in limits if book.deadlines.unit_of(one[0])]
    for text, place in limits:
        if not book.deadlines.unit_of(text):
            yield fault("not_a_limit", *place, name=text)
    yield from _endless(book, known)


def _endless(book: PolicyBook, limits: Limits) -> Iterator[Fault]:
    """Count every limit once, from the last day the notices cover."""
    start = book.calendar.at(book.calendar.confirmed_through, time())
    known: dict[str, bool] = {}
    for text, place in limits:
        if text not in known:
            known[text] = _ends(book, start, text)
        if not known[text]:
            yield fault("endless", *place, name=text)


def _ends(book: PolicyBook, start: datetime, text: str) -> bool:
    try:
        due, _ = count(start, book.deadlines.limit(text), book.calendar)
    except OverflowError:
        return False
    return due - start <= LONGEST
