"""What would the figures of last month have been?"""

from datetime import date, datetime, time, timedelta

import msgspec

from governance.policy.book import PolicyBook
from governance.policy.metrics import Metric
from governance.policy.roles import Sight
from projections.figures.queries import Figure, figures
from projections.policies.effects.proposed import Proposed

EVERYTHING = Sight(everything=True)


class Measure(msgspec.Struct, frozen=True):
    """A metric by both editions, None where one has no such, with its figure."""

    id: str
    before: Metric | None
    after: Metric | None
    was: Figure | None
    would_be: Figure | None

    @property
    def changed(self) -> bool:
        """Whether the number, what it is of, or what it is called would be another."""
        return _compared(self.before, self.was) != _compared(self.after, self.would_be)


class Measures(msgspec.Struct, frozen=True):
    """All metrics of both editions over the last month that is over, first and last day said."""

    first: date
    last: date
    measures: tuple[Measure, ...]


def measures(asked: Proposed) -> Measures:
    """Count last month by both editions, of the whole street."""
    calendar = asked.before.calendar
    end = calendar.local(asked.now).date().replace(day=1)
    last = end - timedelta(days=1)
    start = last.replace(day=1)
    span = (calendar.at(start, time.min), calendar.at(end, time.min))
    old, new = (_counted(asked, book, span) for book in (asked.before, asked.after))
    return Measures(
        start,
        last,
        tuple(
            Measure(
                name,
                _metric(asked.before, name),
                _metric(asked.after, name),
                old.get(name),
                new.get(name),
            )
            for name in dict.fromkeys((*old, *new))
        ),
    )


def _counted(
    asked: Proposed, book: PolicyBook, span: tuple[datetime, datetime]
) -> dict[str, Figure]:
    start, end = span
    found = figures(asked.view, book, start=start, end=end, sight=EVERYTHING, as_at=asked.now)
    return {figure.metric: figure for figure in found.rows}


def _metric(book: PolicyBook, name: str) -> Metric | None:
    return next((metric for metric in book.metrics.metric if metric.id == name), None)


def _compared(metric: Metric | None, figure: Figure | None) -> object:
    if metric is None or figure is None:
        return None
    return metric.label, metric.unit, figure.numerator, figure.denominator, figure.pending
