"""A queue of few cases is found by its index, alone and among the other queues of 今日."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from projections.casework.queries import SELDOM, Filter, conditions
from projections.casework.table import SHARED, cases
from web.today.queues import QUEUES

FEW = [
    wanted
    for role in ("hotline_desk", "secretary")
    for _, _, wanted in QUEUES[role]
    if wanted.flag in SELDOM
]
NOW = datetime(2026, 3, 5, tzinfo=UTC)


def plan(*filters: Filter) -> list[str]:
    return plan_of(sa.or_(*(sa.and_(sa.true(), *conditions(one, None, NOW)) for one in filters)))


def plan_of(*where: sa.ColumnElement[bool]) -> list[str]:
    engine = sa.create_engine("sqlite://")
    cases.metadata.create_all(engine, tables=[cases])
    asked = sa.select(sa.func.count()).select_from(cases).where(*where)
    text = str(asked.compile(engine, compile_kwargs={"literal_binds": True}))
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all()
    engine.dispose()
    return [row[3] for row in rows]


@pytest.mark.parametrize("beside", [(), (Filter(stage="open"),)], ids=["alone", "beside"])
@pytest.mark.parametrize("wanted", FEW)
def test_the_queue_reads_no_more_than_its_own(wanted: Filter, beside: tuple[Filter, ...]) -> None:
    steps = plan(wanted, *beside)
    assert any(f"({wanted.flag}>?)" in step for step in steps)
    assert not any(step.startswith("SCAN") or "(kind=?)" in step for step in steps)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(flag="redo"), "(round>?)"),
        (Filter(subject="甲"), "(subject=?)"),
        (Filter(due="handling"), "(handle_due<?)"),
    ],
)
def test_an_index_of_few_finds_them(wanted: Filter, found: str) -> None:
    assert any(found in step for step in plan(wanted))


def test_others_of_the_same_place_are_found_by_its_index() -> None:
    steps = plan_of(cases.c.place == "甲路1号", SHARED["place"])
    assert any("(place=?)" in step for step in steps)
