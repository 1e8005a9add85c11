"""A scope is called by the list of the kinds its metric counts, not by that of another."""

from copy import deepcopy
from datetime import timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from governance.policy.book import Edition
from governance.policy.roles import Sight
from projections.boards import BOARDS
from projections.casework.table import cases
from projections.engine.database import open_sqlite
from projections.engine.rows import metadata
from projections.engine.view import View
from projections.figures.queries import figures
from projections.places.board import places
from projections.policies.board import editions
from tests.builders import NOW, of_cases

CALLED = {"ticket": "走访", "issue": "入户走访"}


@pytest.fixture
def view(tmp_path):
    engine = open_sqlite(tmp_path / "views.db", writer=True)
    metadata.create_all(engine, tables=[cases, places, editions])
    at = NOW - timedelta(days=2)
    rows = [
        {"key": UUID(int=n), "kind": kind, "stage": "closed", "source": "visit"}
        | {"received_at": at, "handle_due": at, "handled_at": at, "closed_at": at}
        for n, kind in enumerate(CALLED)
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(cases), rows)
    yield View(engine, 7, boards=BOARDS)
    engine.dispose()


@pytest.mark.parametrize(
    ("kinds", "label"),
    [(["ticket"], "走访"), (["issue"], "入户走访"), (["ticket", "issue"], "走访／入户走访")],
)
def test_a_source_is_called_as_in_the_list_of_its_kind(view, kinds, label):
    book = of_cases()
    options = deepcopy(book.editions["options"].content)
    for row in options["listing"]["issue_sources"]["option"]:
        row["label"] = CALLED["issue"] if row["code"] == "visit" else row["label"]
    metrics = deepcopy(book.editions["metrics"].content)
    metrics["metric"] = [row for row in metrics["metric"] if row["basis"] == "closed_at"][:1]
    metrics["metric"][0]["kinds"] = kinds
    book = book.with_edition(Edition("options", 2, options, "test"))
    book = book.with_edition(Edition("metrics", 2, metrics, "test"))
    (name,) = (one.id for one in book.metrics.metric)
    found = figures(
        view,
        book,
        start=NOW - timedelta(days=9),
        end=NOW,
        by="source",
        metrics=(name,),
        sight=Sight(everything=True),
        as_at=NOW,
    )
    assert [row.scope_label for row in found.rows] == [label]
