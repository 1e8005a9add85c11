"""Metrics: what is counted has the columns, the tests fit, the codes and weights stand in lists."""

from collections.abc import Collection, Iterator
from typing import Any

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.columns import JOINER, hindrances
from governance.policy.fault import Fault, fault, twice, within
from governance.policy.known import Column
from governance.policy.metrics import Condition, Metric

MOST = 10**6
WITHOUT_GAPS = frozenset({"text", "number", "flag"})
Tested = tuple[Condition, Column, tuple[str | int, ...]]


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find names that stand twice, and whatever keeps a metric from being counted."""
    held = book.all_metrics.metric
    if not held:
        yield fault("none_left", "metric")
    for name in ("id", "label"):
        yield from twice((getattr(m, name), ("metric", n, name)) for n, m in enumerate(held))
    for n, metric in enumerate(held):
        yield from within(metric.version, 1, MOST, "metric", n, "version")
        yield from _kinds(book, metric, n)
        yield from hindrances(metric, book.known, "metric", n)
    for test, column, place in _tested(book):
        if column.type in WITHOUT_GAPS and test.op in {"set", "unset"}:
            yield fault("unfit_test", *place, "op", name=test.column, op=test.op)


def _kinds(book: PolicyBook, metric: Metric, n: int) -> Iterator[Fault]:
    thing = book.known.countable.get(metric.rows) if book.known else None
    for m, kind in enumerate(metric.kinds):
        if thing and kind not in thing.kinds:
            place, values = ("metric", n, "kinds", m), {"name": kind, "thing": thing.title}
            if thing.kinds:
                yield fault("no_such_kind", *place, **values, offered=JOINER.join(thing.kinds))
            else:
                yield fault("no_kinds", *place, **values)


def _tested(book: PolicyBook) -> Iterator[Tested]:
    """Give every test on a column there is, with its place."""
    for n, metric in enumerate(book.all_metrics.metric):
        thing = book.known.countable.get(metric.rows) if book.known else None
        for name in ("of", "counts"):
            for m, test in enumerate(getattr(metric, name)):
                if thing and test.column in thing.columns:
                    yield test, thing.columns[test.column], ("metric", n, name, m)


def weights(book: PolicyBook) -> Iterator[Fault]:
    """Find metrics whose list weighs nothing, or shares that could be more than all."""
    for n, metric in enumerate(book.all_metrics.metric):
        if metric.weight:
            found = [row.weight for row in book.options.rows(metric.weight)]
            found_weights = [weight for weight in found if weight is not None]
            if not found_weights:
                yield fault("no_weights", "metric", n, "weight", name=metric.weight)
            elif metric.unit == "percent" and not all(0 <= weight <= 1 for weight in found_weights):
                yield fault("no_share", "metric", n, "weight", name=metric.weight)


def codes(book: PolicyBook) -> Iterator[Fault]:
    """Find tests on codes that no list has."""
    for test, column, place in _tested(book):
        yield from none_in(book, column, test.value, (*place, "value"))


def none_in(
    book: PolicyBook, column: Column, value: Any, place: tuple[str | int, ...]
) -> Iterator[Fault]:
    """Find codes a column cannot hold; one without any codes may hold whatever it likes."""
    if column.lists:
        yield from none_of(book, column.lists, value, place, column.codes)
    elif column.codes:
        yield from none_of(book, (column.label,), value, place, column.codes)


def none_of(
    book: PolicyBook,
    lists: tuple[str, ...],
    value: Any,
    place: tuple[str | int, ...],
    own: Collection[str] = (),
) -> Iterator[Fault]:
    """Find codes none of the lists has, nor stand among one's own; a list may be the categories."""
    for code in value if isinstance(value, tuple) else (value,):
        known = code in own or any(_has(book, name, code) for name in lists)
        if isinstance(code, str) and code and not known:
            yield fault("no_such_code", *place, name=code, listing=lists[0])


def _has(book: PolicyBook, listing: str, code: Any) -> bool:
    if listing == needs.CATEGORY:
        return book.categories.find(code) is not None
    return code in book.options.labels(listing)
