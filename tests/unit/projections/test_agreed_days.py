"""A day agreed at a door stands until it is kept, another is agreed, or it is called off."""

from datetime import date
from typing import Any

import pytest

from governance.kernel.command import SYSTEM
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from governance.visits.commands import CallOffRevisit, LogVisit
from governance.visits.stream import visit_id
from projections.engine.runtime import Runtime
from projections.places.queries import place
from projections.visits.queries import visit
from tests.builders import ask, moment
from tests.deployment import deployed, tell
from tests.expecting import existing

DOOR = place_id("household", "H1")
NOW = moment("2026-03-30 10:00")
FIRST = "2026-03-05 10:00"
AGREED, OTHER = date(2026, 3, 20), date(2026, 4, 2)
WHERE = {"place": DOOR, "visitee": "household", "grid": "g1", "area": "a1", "way": "door"}


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        facts = {"kind": "household", "code": "H1", "name": "示例路1号", "grid": "g1"}
        runtime.execute(ask(RegisterPlace, DOOR, **facts), actor=SYSTEM)
        yield runtime


def knock(runtime: Runtime, at: str, outcome: str = "met", **more: Any) -> None:
    values: dict[str, Any] = WHERE | {"made_at": moment(at), "outcome": outcome} | more
    tell(runtime, LogVisit, visit_id(at), **values)


def agreed(runtime: Runtime) -> str:
    return existing(place(runtime.live(), DOOR)).revisit_on


@pytest.mark.parametrize(
    ("at", "outcome", "more", "stands"),
    [
        pytest.param("2026-03-10 10:00", "met", {}, "2026-03-20", id="met before the day"),
        pytest.param("2026-03-19 23:30", "met", {}, "2026-03-20", id="met late on its eve"),
        pytest.param("2026-03-20 00:30", "met", {}, "", id="kept early on the day here"),
        pytest.param("2026-03-25 10:00", "met", {}, "", id="kept later"),
        pytest.param("2026-03-10 10:00", "met", {"keeps": True}, "", id="kept before the day"),
        pytest.param("2026-03-20 10:00", "not_met", {}, "2026-03-20", id="in vain on the day"),
        pytest.param("2026-03-20 10:00", "met", {"next_on": OTHER}, "2026-04-02", id="again"),
        pytest.param("2026-03-10 10:00", "refused", {"next_on": OTHER}, "2026-04-02", id="moved"),
        pytest.param("2026-03-01 10:00", "met", {}, "2026-03-20", id="an older visit"),
        pytest.param("2026-03-01 10:00", "met", {"keeps": True}, "2026-03-20", id="older, keeps"),
        pytest.param("2026-03-01 10:00", "met", {"next_on": OTHER}, "2026-03-20", id="older day"),
        pytest.param("2026-03-01 10:00", "not_met", {}, "2026-03-20", id="an older try"),
    ],
)
def test_an_agreed_day_stands_until_it_is_kept(runtime, at, outcome, more, stands):
    knock(runtime, FIRST, next_on=AGREED)
    assert agreed(runtime) == "2026-03-20"
    knock(runtime, at, outcome, **more)
    assert agreed(runtime) == stands


def test_a_day_told_when_somebody_was_met_since_is_kept_already(runtime):
    knock(runtime, "2026-03-25 10:00")
    knock(runtime, FIRST, next_on=AGREED)
    assert agreed(runtime) == ""
    knock(runtime, "2026-03-04 10:00", next_on=OTHER)
    assert agreed(runtime) == ""


def test_a_visit_before_the_day_told_earlier_does_not_keep_it(runtime):
    knock(runtime, "2026-03-10 10:00")
    knock(runtime, FIRST, next_on=AGREED)
    assert agreed(runtime) == "2026-03-20"


def test_an_agreed_day_is_called_off_with_a_reason(runtime):
    knock(runtime, FIRST, next_on=AGREED)
    key = visit_id(FIRST)
    assert existing(visit(runtime.live(), key)).revisit_on == "2026-03-20"
    tell(runtime, CallOffRevisit, key, reason="已迁出")
    assert agreed(runtime) == ""
    assert existing(visit(runtime.live(), key)).revisit_on == ""


def test_calling_off_an_earlier_day_leaves_the_later_one(runtime):
    knock(runtime, FIRST, next_on=AGREED)
    knock(runtime, "2026-03-21 10:00", "not_met", next_on=OTHER)
    tell(runtime, CallOffRevisit, visit_id(FIRST), reason="已改期")
    assert agreed(runtime) == "2026-04-02"
