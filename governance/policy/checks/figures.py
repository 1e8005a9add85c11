"""Metrics: a case has the columns, the tests fit them, the codes and weights stand in lists."""

from collections.abc import Iterator
from typing import Any

from governance.policy import needs
from governance.policy.book import PolicyBook
from governance.policy.columns import CASES, COLUMNS, STAGES, hindrances
from governance.policy.fault import Fault, fault, twice, within

MOST = 10**6
WITHOUT_GAPS = frozenset({"text", "number", "flag"})
OWN = {CASES: needs.CASES, STAGES: needs.STAGES}


def alone(book: PolicyBook) -> Iterator[Fault]:
    """Find names that stand twice, and whatever keeps a metric from being counted."""
    held = book.all_metrics.metric
    if not held:
        yield fault("none_left", "metric")
    for name in ("id", "label"):
        yield from twice((getattr(m, name), ("metric", n, name)) for n, m in enumerate(held))
    for n, metric in enumerate(held):
        yield from within(metric.version, 1, MOST, "metric", n, "version")
        for m, kind in enumerate(metric.kinds):
            if kind not in needs.CASES:
                yield fault("no_such_kind", "metric", n, "kinds", m, name=kind)
        yield from hindrances(metric, "metric", n)
        for name in ("of", "counts"):
            for m, test in enumerate(getattr(metric, name)):
                column = COLUMNS.get(test.column)
                if column and column.type in WITHOUT_GAPS and test.op in {"set", "unset"}:
                    here = ("metric", n, name, m, "op")
                    yield fault("unfit_test", *here, name=test.column, op=test.op)


def weights(book: PolicyBook) -> Iterator[Fault]:
    """Find metrics whose list weighs nothing, or shares that could be more than all."""
    for n, metric in enumerate(book.all_metrics.metric):
        if metric.weight:
            found = [row.weight for row in book.options.rows(metric.weight)]
            told = [weight for weight in found if weight is not None]
            if not told:
                yield fault("no_weights", "metric", n, "weight", name=metric.weight)
            elif metric.unit == "percent" and not all(0 <= weight <= 1 for weight in told):
                yield fault("no_share", "metric", n, "weight", name=metric.weight)


def codes(book: PolicyBook) -> Iterator[Fault]:
    """Find tests on codes that no list has."""
    for n, metric in enumerate(book.all_metrics.metric):
        for name in ("of", "counts"):
            for m, test in enumerate(getattr(metric, name)):
                column = COLUMNS.get(test.column)
                if column and column.lists:
                    here = ("metric", n, name, m, "value")
                    yield from none_of(book, column.lists, test.value, here)


def none_of(
    book: PolicyBook, lists: tuple[str, ...], value: Any, place: tuple[str | int, ...]
) -> Iterator[Fault]:
    """Find codes none of the lists has; a list may stand for the categories or be the code's."""
    for code in value if isinstance(value, tuple) else (value,):
        known = any(_has(book, name, code) for name in lists)
        if isinstance(code, str) and code and not known:
            yield fault("no_such_code", *place, name=code, listing=lists[0])


def _has(book: PolicyBook, listing: str, code: Any) -> bool:
    if listing == needs.CATEGORY:
        return book.categories.find(code) is not None
    return code in (OWN.get(listing) or book.options.labels(listing))
