"""The queue of what disagrees is found by its index, alone and among the other queues of 今日."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from projections.casework.queries import Filter, conditions
from projections.casework.table import cases
from web.today.queues import QUEUES

QUEUE = next(wanted for name, _, wanted in QUEUES["hotline_desk"] if name == "disagreed")
NOW = datetime(2026, 3, 5, tzinfo=UTC)


def plan(*filters: Filter) -> list[str]:
    engine = sa.create_engine("sqlite://")
    cases.metadata.create_all(engine, tables=[cases])
    found = sa.or_(*(sa.and_(sa.true(), *conditions(one, None, NOW)) for one in filters))
    asked = sa.select(sa.func.count()).select_from(cases).where(found)
    text = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    engine.dispose()
    return [row[3] for row in rows]


@pytest.mark.parametrize("beside", [(), (Filter(stage="open"),)])
def test_the_queue_reads_no_more_than_its_own(beside: tuple[Filter, ...]) -> None:
    steps = plan(QUEUE, *beside)
    assert any("cases_disagreed (disagreed>?)" in step for step in steps)
    assert not any(step.startswith("SCAN") for step in steps)
