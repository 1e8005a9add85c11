"""Figures as data: what is counted, of what, by which moment, and what each is called."""

from typing import Any, Literal

import msgspec

from governance.policy.shape import shaped

CASES = "cases"
"""What metrics counted before they could count anything else."""
LIMIT = "due"
"""The last word in the name of a column that holds a limit."""

Operator = Literal["is", "not", "in", "set", "unset", "before", "above", "past"]


def is_limit(column: str) -> bool:
    """Whether a column holds a limit, by its name."""
    return column.rpartition("_")[2] == LIMIT


class Condition(msgspec.Struct, frozen=True):
    """One test on a row: `other` names a column, `value` a constant.

    `before` holds when the column is set and not later than `other`; `past` when it is not later
    than the moment the figure is computed for, or, of a limit, earlier: it is kept at its moment.
    """

    column: str
    op: Operator
    value: str | int | tuple[str, ...] | None = None
    other: str = ""


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A figure: cohort `of` the `rows` whose `basis` falls in the period; `counts` of them.

    `rows` names what a concept declares as countable, by `kinds` where it has several. With
    `weight`, a column and option list of one name, the numerator is the sum of the weights of
    the options chosen, else a number of rows. A share of rows chosen by a limit judges each once
    its limit has come, done or not; until then it stands apart. To count the done ones earlier than
    the others would flatter every period that still runs. What is not `read_out` stands among the
    figures and is not told at meetings.
    """

    id: str
    label: str
    version: int
    unit: Literal["count", "percent"]
    rows: str = CASES
    kinds: tuple[str, ...] = ()
    basis: str
    of: tuple[Condition, ...]
    counts: tuple[Condition, ...]
    definition: str
    source: str
    weight: str = ""
    read_out: bool = True

    @property
    def by_limit(self) -> bool:
        """Whether rows are chosen by a limit: one still to come stands apart."""
        return self.unit == "percent" and is_limit(self.basis)


class Metrics(msgspec.Struct, frozen=True):
    """指标口径: the policy as read from an edition."""

    source: str
    metric: tuple[Metric, ...]

    def named(self, metric: str) -> Metric:
        """Give the metric with this id; KeyError when there is none."""
        for each in self.metric:
            if each.id == metric:
                return each
        raise KeyError(metric)


SHAPE = Metrics


def read(content: dict[str, Any]) -> Metrics:
    """Read an edition; UnfitError (a ValueError) when it is nonsense."""
    return shaped(content, Metrics)
