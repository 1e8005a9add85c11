"""Figures of visits, findings, resolutions, topics and meetings; a past one says what came late."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from governance.casework.commands import Correct
from governance.hotline import commands as hotline
from governance.hotline.kind import TICKET
from governance.hotline.stream import ticket_id
from governance.meetings import commands as meeting
from governance.meetings.stream import meeting_id
from governance.policy.roles import Sight
from governance.resolutions import commands as resolution
from governance.resolutions.stream import resolution_id
from governance.topics import commands as topic
from governance.topics.events import Goal, Milestone
from governance.topics.stream import topic_id
from governance.visits.commands import LogVisit, SolveFinding, ToldFinding
from governance.visits.stream import visit_id
from projections.engine.runtime import Runtime
from projections.figures.queries import Figure, figures, members
from tests.builders import moment
from tests.deployment import Clock, deployed, tell
from tests.expecting import being

START, END = moment("2026-03-02 00:00"), moment("2026-03-16 00:00")
BEGUN = moment("2026-03-03 10:00")
DAY = timedelta(days=1)
EVERYTHING = Sight(everything=True)
GAS = ToldFinding(number=1, title="软管老化", outcome="solved", explanation="已换新")
LAMP = ToldFinding(number=2, title="楼道灯不亮", outcome="hazard")


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, BEGUN) as runtime:
        yield runtime


def later(runtime, days):
    being(Clock, runtime.clock).move(days=days)


def visited(
    runtime: Runtime,
    key: str,
    outcome: str = "met",
    findings: tuple[ToldFinding, ...] = (),
    **values: Any,
) -> None:
    facts: dict[str, Any] = {
        "place": uuid4(),
        "visitee": "household",
        "grid": "g1",
        "area": "a1",
        "way": "door",
    }
    fields = facts | {"made_at": runtime.clock(), "outcome": outcome, "findings": findings} | values
    tell(runtime, LogVisit, visit_id(key), **fields)


def figure(runtime: Runtime, metric: str, **more: Any) -> Figure:
    view = runtime.live()
    values: dict[str, Any] = {"start": START, "end": END, "sight": EVERYTHING} | more
    (row,) = figures(view, view.book(), metrics=(metric,), as_at=runtime.clock(), **values).rows
    return row


def counts(runtime, *metrics):
    return [figure(runtime, metric).value for metric in metrics]


def test_visits_are_counted_by_what_came_of_them(runtime):
    visited(runtime, "a", findings=(GAS, LAMP))
    visited(runtime, "b")
    visited(runtime, "c", "not_met")
    visited(runtime, "c", "refused")
    of_doors = ("visits_tried", "visits_met", "visits_not_met", "visits_refused")
    assert counts(runtime, *of_doors) == [4, 2, 1, 1]
    assert counts(runtime, "met_rate", "finding_rate", "solved_on_spot_rate") == [0.5, 0.5, 0.5]
    assert counts(runtime, "findings_found", "escalation_rate") == [2, 0]


def test_a_visit_of_a_period_that_is_over_moves_its_figure_and_says_so(runtime):
    visited(runtime, "a", findings=(GAS,))
    later(runtime, 30)
    assert [figure(runtime, name).late for name in ("visits_met", "findings_found")] == [0, 0]
    visited(runtime, "b", findings=(LAMP,), made_at=BEGUN)
    for metric in ("visits_met", "met_rate", "findings_found", "solved_on_spot_rate"):
        row = figure(runtime, metric)
        assert (row.numerator if row.denominator is None else row.denominator, row.late) == (2, 1)
    view = runtime.live()
    fields: dict[str, Any] = {
        "start": START,
        "end": END,
        "sight": EVERYTHING,
        "as_at": runtime.clock(),
    }
    (late,) = members(view, view.book(), "visits_met", part="late", **fields).rows
    assert late["recorded_at"] == runtime.clock()


def test_what_becomes_of_a_finding_later_moves_no_figure(runtime):
    visited(runtime, "a", findings=(GAS, LAMP))
    names = ("findings_found", "solved_on_spot_rate", "escalation_rate", "finding_rate")
    before = counts(runtime, *names)
    later(runtime, 30)
    proof = runtime.attachments.put(visit_id("a").hex, b"x", "image/png")
    tell(runtime, SolveFinding, visit_id("a"), number=2, proof=(proof,))
    assert counts(runtime, *names) == before


def test_a_case_entered_or_corrected_later_says_so(runtime):
    values: dict[str, Any] = {
        "source": "12345",
        "kind": "complaint",
        "title": "楼道堆物",
        "grid": "g1",
    }
    for serial in ("T1", "T2"):
        stream = ticket_id("12345", serial)
        tell(runtime, hotline.ReceiveTicket, stream, serial=serial, received_at=BEGUN, **values)
    later(runtime, 30)
    assert (figure(runtime, "received").value, figure(runtime, "received").late) == (2, 0)
    tell(
        runtime,
        hotline.ReceiveTicket,
        ticket_id("12345", "T3"),
        serial="T3",
        received_at=BEGUN,
        **values,
    )
    assert (figure(runtime, "received").value, figure(runtime, "received").late) == (3, 1)
    correct = TICKET.command(Correct)
    fields = {"field": "title", "new": "楼道堆放杂物", "reason": "登记有误"}
    tell(runtime, correct, ticket_id("12345", "T1"), **fields)
    assert (figure(runtime, "received").value, figure(runtime, "received").late) == (3, 2)


def test_resolutions_are_judged_by_the_day_set_first(runtime):
    def adopted(serial, due):
        stream = resolution_id(uuid4(), 1)
        facts: dict[str, Any] = {"serial": serial, "meeting": uuid4(), "grid": "g1", "item": "x"}
        fields = facts | {"matter": "增设充电桩", "owner": "城建办", "due": due, "standard": "启用"}
        tell(runtime, resolution.AdoptResolution, stream, **fields)
        return stream

    kept, moved = adopted("g1-1", date(2026, 3, 10)), adopted("g1-2", date(2026, 3, 10))
    adopted("g1-3", date(2026, 3, 30))
    tell(runtime, resolution.ClaimCompletion, kept, evidence="照片")
    tell(runtime, resolution.CloseResolution, kept, by="checker", note="已到现场核验")
    later(runtime, 8)
    names = ("resolutions_adopted", "resolutions_closed", "resolutions_on_time")
    assert counts(runtime, *names) == [3, 1, 0.5]
    move: dict[str, Any] = {"new": date(2026, 4, 30), "reason": "会议同意", "meeting": uuid4()}
    tell(runtime, resolution.MoveDue, moved, **move)
    assert counts(runtime, *names) == [3, 1, 0.5]


def test_topics_are_counted_when_they_begin_and_end(runtime):
    stream = topic_id("g1")
    goal = Goal(measure="充电桩", baseline=0, target=8)
    opened: dict[str, Any] = {"grid": "g1", "title": "飞线充电", "goal": goal, "lead": "城建办"}
    steps = (Milestone(number=1, title="选址", due=date(2026, 6, 30)),)
    days: dict[str, Any] = {
        "start": date(2026, 3, 3),
        "until": date(2026, 12, 31),
        "milestones": steps,
    }
    tell(runtime, topic.OpenTopic, stream, **opened, **days)
    assert counts(runtime, "topics_opened", "topics_achieved") == [1, None]
    fields: dict[str, Any] = {"topic": 1, "achieved": True, "result": "建成", "review": "按期"}
    tell(runtime, topic.ConcludeTopic, stream, **fields)
    assert counts(runtime, "topics_opened", "topics_achieved") == [1, 1]


def test_a_fortnight_counts_once_it_is_over(runtime):
    def fortnight(grid):
        stream = meeting_id(grid, 202605)
        days: dict[str, Any] = {
            "window": 202605,
            "start": date(2026, 3, 2),
            "end": date(2026, 3, 15),
        }
        fields: dict[str, Any] = {
            "meets_at": BEGUN + DAY,
            "place": "议事厅",
            "host": "网格长",
            "grid": grid,
        }
        tell(runtime, meeting.ScheduleMeeting, stream, **days, **fields)
        return stream

    fortnight("g1"), fortnight("g2")
    assert counts(runtime, "meeting_rate") == [None]
    later(runtime, 14)
    assert counts(runtime, "meetings_held", "meeting_rate") == [0, 0]
