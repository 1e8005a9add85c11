"""A clock that goes back: refused in words; and a log it has got into is searched rightly."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.kernel.skew import FRESH, MOST, Clockwork
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.engine.moments import position_at, setbacks_of
from projections.engine.runtime import Runtime
from tests.builders import NOW
from tests.deployment import Clock, deployed, tell
from tests.expecting import being

SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, NOW) as runtime:
        yield runtime


def register(runtime: Runtime, code: str) -> None:
    facts = {"kind": "household", "code": code, "name": f"示例路{code}号", "grid": "g1"}
    tell(runtime, RegisterPlace, place_id("household", code), **facts)


def put(runtime: Runtime, after: timedelta) -> None:
    being(Clock, runtime.clock).now = NOW + after


def unguarded(runtime: Runtime, after: timedelta, code: str) -> None:
    """Record at whatever moment, as releases before did."""
    put(runtime, after)
    runtime.governance.clockwork = Clockwork(lambda: None, lambda: None)
    register(runtime, code)


@pytest.mark.parametrize(("back", "refused"), [(MOST, False), (MOST + SECOND, True)])
def test_a_clock_gone_back_is_refused_and_nothing_is_stored(runtime, back, refused):
    put(runtime, HOUR)
    register(runtime, "1")
    position = runtime.ledger.position()
    put(runtime, HOUR - back)
    if refused:
        with pytest.raises(Refused, match=r"kernel\.clock_behind") as no:
            register(runtime, "2")
        assert no.value.facts == {"minutes": 5}
        assert runtime.ledger.position() == position
        put(runtime, HOUR + SECOND)
    register(runtime, "2")
    assert runtime.ledger.position() == position + 1


def test_a_moment_is_never_raised_to_hide_it(runtime):
    put(runtime, HOUR)
    register(runtime, "1")
    put(runtime, HOUR - MINUTE)
    register(runtime, "2")
    last = runtime.ledger.last()
    assert last is not None
    assert last.recorded_at == NOW + HOUR - MINUTE


def test_what_is_known_is_answered_whatever_the_clock_says(runtime):
    put(runtime, HOUR)
    register(runtime, "1")
    facts: dict[str, Any] = {"kind": "household", "code": "2", "name": "示例路2号", "grid": "g1"}
    outcome = tell(runtime, RegisterPlace, place_id("household", "2"), **facts)
    sent = outcome.events[0].command_id
    put(runtime, timedelta())
    again = RegisterPlace(command_id=sent, stream=place_id("household", "2"), **facts)
    assert runtime.execute(again, actor=SYSTEM).repeated


@pytest.mark.parametrize(("early", "refused"), [(MOST, False), (MOST + SECOND, True)])
def test_a_clock_ahead_of_the_database_is_refused(early, refused):
    clockwork = Clockwork(lambda: None, lambda: NOW)
    if not refused:
        clockwork.refuse_skew(NOW + early)
        return
    with pytest.raises(Refused, match=r"kernel\.clock_ahead"):
        clockwork.refuse_skew(NOW + early)


def test_a_clock_that_jumps_is_asked_about_at_once_and_one_that_runs_now_and_then():
    asked = []
    clockwork = Clockwork(lambda: None, lambda: asked.append(1))
    for step in (timedelta(), FRESH / 2, FRESH, FRESH - SECOND / 10, HOUR):
        clockwork.refuse_skew(NOW + step)
    assert len(asked) == 4


def by_hand(runtime, moment):
    """Give the last position before the first record at which the latest moment is past one."""
    latest, last = NOW - timedelta(days=9), 0
    for batch in runtime.ledger.follow(0, runtime.ledger.position()):
        for position, _, _ in batch:
            latest = max(latest, runtime.ledger.event_at(position).recorded_at)
            if latest > moment:
                return last
            last = position
    return last


def test_the_search_by_moment_goes_by_the_latest_moment_reached(runtime):
    for code, after in enumerate((60, 61, 20, 21, 61, 62, 30, 63, 64)):
        unguarded(runtime, after * MINUTE, str(code))
    first = runtime.ledger.position() - 8
    at = {minutes: runtime.position_at(NOW + minutes * MINUTE) - first for minutes in (30, 60, 61)}
    assert at == {30: -1, 60: 0, 61: 4}
    assert runtime.position_at(NOW + 63 * MINUTE) == first + 7
    assert len(setbacks_of(runtime.live(), runtime.ledger)) == 2


def test_a_log_that_ends_behind_is_all_there_is(runtime):
    for code, after in enumerate((60, 20, 21)):
        unguarded(runtime, after * MINUTE, str(code))
    assert runtime.position_at(NOW + HOUR) == runtime.ledger.position()
    assert runtime.position_at(NOW + HOUR - SECOND) == runtime.ledger.position() - 3


def test_whatever_the_clock_did_the_search_is_that_by_hand(runtime):
    dice, after = Random(7), timedelta()
    for code in range(60):
        after += dice.choice((SECOND, SECOND, MINUTE, -SECOND, -SECOND / 2, -3 * MINUTE, 2 * HOUR))
        unguarded(runtime, after, str(code))
    view = runtime.live()
    for _ in range(60):
        moment = NOW + timedelta(seconds=dice.uniform(-60, after.total_seconds() + 60))
        assert position_at(view, runtime.ledger, moment) == by_hand(runtime, moment)
