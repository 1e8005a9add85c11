"""The heartbeat does what is due once, however often and wherever it beats."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import msgspec
import pytest

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.meetings.stream import STREAM as MEETINGS
from governance.meetings.stream import meeting_id
from governance.places.commands import RegisterPlace
from governance.places.stream import place_id
from projections.agenda.proposal import known_meetings
from projections.casework.running_deadlines import running
from projections.engine.runtime import Runtime
from scripts import jobs
from scripts.worker import EVERY, Turn, Worker
from tests.builders import moment
from tests.deployment import Clock, deployed, tell

RECEIVED = moment("2026-03-03 10:00")
WORKING = moment("2026-03-19 10:00")
MEETS = moment("2026-03-24 14:00")


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, RECEIVED) as runtime:
        for grid in ("g1", "g2"):
            tell(
                runtime,
                RegisterPlace,
                place_id("grid", grid),
                kind="grid",
                code=grid,
                name=grid,
                grid=grid,
            )
        for number in range(3):
            a_ticket(runtime, f"T{number}")
        yield runtime


def a_ticket(runtime, serial):
    tell(
        runtime,
        hotline.ReceiveTicket,
        ticket_id("12345", serial),
        serial=serial,
        source="12345",
        received_at=RECEIVED,
        kind="complaint",
        title="楼道堆物",
        grid="g1",
    )


def events(runtime):
    return runtime.ledger.position()


def state(runtime, grid, window):
    return runtime.governance.load(MEETINGS, meeting_id(grid, window))


def test_meetings_are_scheduled_and_drafted_in_time_and_only_once(runtime):
    assert jobs.prepare_meetings(runtime) == 4
    assert {(m.grid, m.window) for m in known_meetings(runtime.live())} == {
        (grid, window) for grid in ("g1", "g2") for window in (202605, 202606)
    }
    runtime.clock.now = WORKING
    jobs.prepare_meetings(runtime)
    meeting = state(runtime, "g1", 202606)
    assert meeting.meets_at == MEETS
    assert meeting.drafted
    assert {item.subject for item in meeting.draft.items()} >= {"楼道堆物"}
    before = events(runtime)
    assert jobs.prepare_meetings(runtime) == 0
    assert events(runtime) == before


def test_a_fortnight_without_a_meeting_is_marked_once(runtime):
    jobs.prepare_meetings(runtime)
    runtime.clock.now = MEETS + timedelta(days=10)
    jobs.prepare_meetings(runtime)
    assert state(runtime, "g1", 202605).missed
    assert state(runtime, "g1", 202606).missed
    assert jobs.prepare_meetings(runtime) == 0


def test_a_limit_that_has_passed_is_chased_in_working_time_once_a_limit(runtime):
    runtime.clock.now = moment("2026-03-15 10:00")  # a Sunday
    assert jobs.chase(runtime) == 0
    runtime.clock.now = WORKING
    clocks = [(row.stream, row.clock) for row in running(runtime.live(), WORKING)]
    assert sorted({clock for _, clock in clocks}) == ["contact", "handle"]
    assert jobs.chase(runtime) == len(clocks) == 6
    assert jobs.chase(runtime) == 0
    tell(
        runtime,
        hotline.ContactCaller,
        ticket_id("12345", "T0"),
        contacted_at=WORKING,
        note="约了时间",
    )
    assert jobs.chase(runtime) == 0


def test_two_workers_at_once_do_everything_once(runtime, tmp_path):
    runtime.clock.now = WORKING
    with Runtime(tmp_path, "", Clock(WORKING)) as other, ThreadPoolExecutor(4) as pool:
        counts = list(
            pool.map(
                lambda work: work[1](work[0]),
                [(r, job) for job in (jobs.chase, jobs.prepare_meetings) for r in (runtime, other)],
            )
        )
        assert sum(counts) == 6 + 4 + 1
        kinds = [type(event).__name__ for event in every_event(runtime)]
        assert kinds.count("TicketChased") == 6
        assert kinds.count("MeetingScheduled") == 4
        assert kinds.count("AgendaDrafted") == 1
        assert sum(job(other) for job in EVERY) == 0


def test_a_worker_that_read_earlier_does_not_draft_again(runtime, monkeypatch):
    runtime.clock.now = WORKING
    jobs.prepare_meetings(runtime)
    earlier = [msgspec.structs.replace(m, drafted=False) for m in known_meetings(runtime.live())]
    jobs.chase(runtime)
    before = events(runtime)
    monkeypatch.setattr(jobs, "known_meetings", lambda _: earlier)
    assert jobs.prepare_meetings(runtime) == 0
    assert events(runtime) == before


def every_event(runtime):
    return [runtime.ledger.event_at(n) for n in range(1, events(runtime) + 1)]


def test_the_second_worker_waits_until_the_first_has_gone(runtime, tmp_path):
    with Runtime(tmp_path, "", Clock(WORKING)) as other:
        first, second = Turn(runtime), Turn(other)
        assert first.mine()
        assert first.mine()
        assert not second.mine()
        first.give_back()
        assert second.mine()
        assert not first.mine()
        second.give_back()


def test_a_worker_beats_by_itself_and_gives_its_turn_back(runtime):
    runtime.clock.now = WORKING
    worker = Worker(runtime)
    before = events(runtime)
    worker.start()
    for _ in range(600):
        if running_out(runtime, before):
            break
        time.sleep(0.05)
    worker.stop()
    assert running_out(runtime, before)
    turn = Turn(runtime)
    assert turn.mine()
    turn.give_back()


def running_out(runtime, before):
    """Say whether both jobs that store events have been at work."""
    values = {type(e).__name__ for e in every_event(runtime)[before:]}
    return {"TicketChased", "AgendaDrafted"} <= values
