"""What figures cost: one pass over the rows of a period, whatever is counted of them."""

from datetime import timedelta
from typing import Any

import pytest

from governance.policy.roles import Sight
from projections.agenda.figures import bulletin
from projections.figures.queries import figures, over, sizes
from tests.builders import NOW
from tests.statements import noted, plans

EVERYTHING = Sight(everything=True)
PERIODS = [(NOW - timedelta(days=back + 14), NOW - timedelta(days=back)) for back in (42, 28, 14)]


@pytest.fixture
def view(sqlite_runtime):
    return sqlite_runtime.live()


def test_the_rows_of_a_period_are_gone_through_once_for_all_metrics(view):
    book = view.book()
    bases = {(metric.rows, metric.basis) for metric in book.metrics.metric}
    assert len(bases) < len(book.metrics.metric)
    for periods in ([], PERIODS[:1], PERIODS):
        with noted(view.engine) as asked:
            over(view, book, periods, sight=EVERYTHING, as_at=NOW)
        assert len(asked) == len(bases) * len(periods)


@pytest.mark.parametrize("metric", ["received", "return_rate", "closed", "contact_rate"])
def test_no_figure_goes_through_all_rows_of_a_kind(view, metric):
    book, (start, end) = view.book(), PERIODS[0]
    basis = book.metrics.named(metric).basis

    def ask():
        asked: dict[str, Any] = {"start": start, "end": end, "sight": EVERYTHING, "as_at": NOW}
        figures(view, book, metrics=(metric,), **asked)
        sizes(view, book, metric, **asked)

    for first, *_ in (made := plans(view, ask)):
        assert first.endswith(f" ({basis}>? AND {basis}<?)")
    assert len(made) == len([figures, sizes])


def test_what_is_read_out_to_a_grid_is_all_that_is_counted_for_it(view):
    book = view.book()
    given = {metric.basis for metric in book.metrics.metric if metric.read_out}
    with noted(view.engine) as asked:
        bulletin(view, book, "g1", meets_at=NOW, now=NOW)
    assert len(asked) == len(given) + len(["visits", "findings"])
