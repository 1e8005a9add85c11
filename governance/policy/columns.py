"""Which tests fit which column of what is counted: what cannot be counted is distinguished."""

from collections.abc import Iterator

from governance.policy.fault import Fault, fault
from governance.policy.known import Countable, Known, Type
from governance.policy.metrics import Condition, Metric

FITTING: dict[Type, frozenset[str]] = {
    "text": frozenset({"is", "not", "in", "set", "unset"}),
    "moment": frozenset({"set", "unset", "before", "past"}),
    "day": frozenset({"set", "unset", "before", "past"}),
    "number": frozenset({"is", "not", "in", "above", "set", "unset"}),
    "flag": frozenset({"is", "not", "set", "unset"}),
}
VALUES: dict[Type, type] = {"text": str, "number": int, "flag": int}
TIMES: tuple[Type, ...] = ("moment", "day")
VALUELESS = frozenset({"set", "unset", "before", "past"})
FLAGS = (0, 1)
JOINER = " "
"""Between the names a fault offers instead."""
Place = tuple[str | int, ...]


def hindrances(metric: Metric, known: Known | None, *place: str | int) -> Iterator[Fault]:
    """Give what keeps a metric from being counted at all, as far as it is known what there is."""
    if known is None:
        return
    thing = known.countable.get(metric.rows)
    if thing is None:
        yield fault(
            "no_such_rows", *place, "rows", name=metric.rows, offered=JOINER.join(known.countable)
        )
        return
    if metric.basis not in thing.bases:
        offered = JOINER.join(thing.bases)
        yield fault("no_such_basis", *place, "basis", name=metric.basis, offered=offered)
    if thing.kinds and not metric.kinds:
        yield fault("none_left", *place, "kinds")
    if metric.weight and _type(thing, metric.weight) != "text":
        yield _unknown(thing, metric.weight, (*place, "weight"))
    for name in ("of", "counts"):
        for n, condition in enumerate(getattr(metric, name)):
            yield from _misfits(thing, condition, (*place, name, n))


def _unknown(thing: Countable, column: str, place: Place) -> Fault:
    offered = JOINER.join(thing.columns)
    return fault("no_such_column", *place, name=column, thing=thing.title, offered=offered)


def _type(thing: Countable, column: str) -> Type | None:
    held = thing.columns.get(column)
    return held.type if held else None


def _misfits(thing: Countable, test: Condition, place: Place) -> Iterator[Fault]:
    kind = _type(thing, test.column)
    if kind is None:
        yield _unknown(thing, test.column, (*place, "column"))
    elif test.op not in FITTING[kind]:
        yield fault("unfit_test", *place, "op", name=test.column, op=test.op)
    elif test.op == "before":
        if _type(thing, test.other) != kind:
            same = [name for name, column in thing.columns.items() if column.type == kind]
            fields = {"name": test.other, "thing": thing.title, "offered": JOINER.join(same)}
            yield fault("no_such_moment", *place, "other", **fields)
    elif test.other:
        yield fault("unfit_value", *place, "other", name=test.column)
    if kind and not _fits(test, kind):
        yield fault("unfit_value", *place, "value", name=test.column)


def _fits(test: Condition, kind: Type) -> bool:
    if test.op in VALUELESS:
        return test.value is None
    if test.op == "in":
        wanted = test.value if isinstance(test.value, tuple) else ()
        return bool(wanted) and all(type(value) is VALUES.get(kind) for value in wanted)
    if kind == "flag":
        return test.value in FLAGS
    return type(test.value) is VALUES.get(kind)
