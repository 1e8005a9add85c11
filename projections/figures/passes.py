"""One pass over the rows of a period counts them for every metric that looks at them."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from projections.figures.metric_sql import ALL, Asked, Counting

Sums = tuple[float, int, int, int]
"""What is counted for a figure: numerator, denominator, still to come, told late."""

SCOPE = "of_scope"


class Pass:
    """The metrics of one thing by one of its times, as one query for whichever period.

    What several metrics ask of a row is asked once.
    """

    def __init__(self, together: list[Counting]) -> None:
        self._together = together
        self._tallies = list(dict.fromkeys(tally for one in together for tally in one.tallies))
        one = together[0]
        totals = [one.total(tally) for tally in self._tallies]
        query = sa.select(one.scope().label(SCOPE), *totals).where(one.in_period())
        self._query = query if one.asked.by == ALL else query.group_by(SCOPE)

    def sums(
        self, connection: sa.Connection, asked: Asked
    ) -> Iterator[tuple[tuple[str, str], Sums]]:
        """Give what is counted of a period by scope and metric, where a metric has any row."""
        for scope, *totals in connection.execute(self._query, asked.moments):
            total = dict(zip(self._tallies, totals, strict=True))
            for one in self._together:
                part, whole, cohort, late = (total[tally] or 0 for tally in one.tallies)
                if cohort:
                    yield (scope or "", one.metric.id), (part, whole, cohort - whole, late)


def passes(chosen: Iterable[Counting]) -> list[Pass]:
    """Give the passes that count all these metrics."""
    held: dict[tuple[str, str], list[Counting]] = {}
    for one in chosen:
        held.setdefault((one.thing.name, one.metric.basis), []).append(one)
    return [Pass(together) for together in held.values()]
