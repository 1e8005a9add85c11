"""What a metric may ask of a case, and which tests fit it: what cannot be counted is told apart."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from governance.policy import needs
from governance.policy.fault import Fault, fault
from governance.policy.metrics import Condition, Metric

Type = Literal["text", "moment", "number", "flag"]
CASES, STAGES = "=cases", "=stages"
"""Stand for lists that are the code's, not the policy's."""


class Column(msgspec.Struct, frozen=True):
    """What a metric may ask of a case: its type and the lists its codes are from, if any."""

    name: str
    type: Type
    lists: tuple[str, ...] = ()


COLUMNS = {
    column.name: column
    for column in (
        Column("kind", "text", (CASES,)),
        Column("stage", "text", (STAGES,)),
        Column("type", "text", ("hotline_kinds",)),
        Column("source", "text", ("hotline_sources", "issue_sources")),
        Column("category", "text", (needs.CATEGORY,)),
        Column("urgency", "text", ("urgency",)),
        Column("contacted", "text", ("contacted",)),
        Column("solved", "text", ("solved",)),
        Column("satisfaction", "text", ("satisfaction",)),
        Column("outcome", "text", ("outcomes", "issue_outcomes", "void_reasons")),
        Column("return_asked", "text", ("return_reasons",)),
        Column("extension_asked", "text", ("extension_reasons",)),
        *(
            Column(name, "text")
            for name in (
                "serial",
                "grid",
                "area",
                "unit",
                "clocks",
                "awaited",
                "next_clock",
                "subject",
                "batch",
            )
        ),
        *(
            Column(name, "moment")
            for name in (
                "received_at",
                "contact_due",
                "contacted_at",
                "verify_due",
                "dispatch_due",
                "dispatched_at",
                "handle_due",
                "handled_at",
                "callback_due",
                "check_due",
                "called_back_at",
                "closed_at",
                "next_due",
                "changed_at",
            )
        ),
        *(Column(name, "number") for name in ("round", "returns", "extensions", "chased")),
        Column("version", "number"),
        *(Column(name, "flag") for name in ("contact_tried", "provisional", "called_back")),
    )
}
BASES = ("received_at", "closed_at", "handle_due")
"""The moments by which a case falls into a period."""
FITTING: dict[Type, frozenset[str]] = {
    "text": frozenset({"is", "not", "in", "set", "unset"}),
    "moment": frozenset({"set", "unset", "before", "past"}),
    "number": frozenset({"is", "not", "in", "above", "set", "unset"}),
    "flag": frozenset({"is", "not", "set", "unset"}),
}
VALUES: dict[Type, type] = {"text": str, "number": int, "flag": int}
VALUELESS = frozenset({"set", "unset", "before", "past"})
FLAGS = (0, 1)
Place = tuple[str | int, ...]


def hindrances(metric: Metric, *place: str | int) -> Iterator[Fault]:
    """Give what keeps a metric from being counted at all."""
    if metric.basis not in BASES:
        yield fault("no_such_basis", *place, "basis", name=metric.basis)
    if not metric.kinds:
        yield fault("none_left", *place, "kinds")
    if metric.weight and _type(metric.weight) != "text":
        yield fault("no_such_column", *place, "weight", name=metric.weight)
    for name in ("of", "counts"):
        for n, condition in enumerate(getattr(metric, name)):
            yield from _misfits(condition, (*place, name, n))


def _type(column: str) -> Type | None:
    held = COLUMNS.get(column)
    return held.type if held else None


def _misfits(test: Condition, place: Place) -> Iterator[Fault]:
    kind = _type(test.column)
    if kind is None:
        yield fault("no_such_column", *place, "column", name=test.column)
    elif test.op not in FITTING[kind]:
        yield fault("unfit_test", *place, "op", name=test.column, op=test.op)
    elif test.op == "before":
        if _type(test.other) != "moment":
            yield fault("no_such_moment", *place, "other", name=test.other)
    elif test.other:
        yield fault("unfit_value", *place, "other", name=test.column)
    if kind and not _fits(test, kind):
        yield fault("unfit_value", *place, "value", name=test.column)


def _fits(test: Condition, kind: Type) -> bool:
    if test.op in VALUELESS:
        return test.value is None
    if test.op == "in":
        values = test.value if isinstance(test.value, tuple) else ()
        return bool(values) and all(type(value) is VALUES.get(kind) for value in values)
    if kind == "flag":
        return test.value in FLAGS
    return type(test.value) is VALUES.get(kind)
