"""What might come before a meeting, from what has happened."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from governance.hotline import commands as hotline
from governance.hotline.stream import ticket_id
from governance.meetings import commands as meeting
from governance.meetings.stream import meeting_id
from governance.processes.meeting_cycle import composed
from governance.resolutions import commands as resolution
from governance.resolutions.stream import resolution_id
from governance.topics import commands as topic
from governance.topics.events import Goal, Milestone
from governance.topics.stream import topic_id
from governance.visits import commands as visit
from projections.agenda.candidates import candidates
from tests.builders import moment
from tests.deployment import deployed, tell

RECEIVED = moment("2026-02-24 10:00")
DRAFTING = moment("2026-03-20 10:00")
MEETS = moment("2026-03-24 14:00")
NEXT = moment("2026-04-07 14:00")


@pytest.fixture
def runtime(tmp_path):
    with deployed(tmp_path, RECEIVED) as runtime:
        yield runtime


def a_ticket(runtime, serial, **values):
    stream = ticket_id("12345", serial)
    tell(
        runtime,
        hotline.ReceiveTicket,
        stream,
        **{
            "serial": serial,
            "source": "12345",
            "received_at": RECEIVED,
            "kind": "complaint",
            "title": "楼道堆物",
            "grid": "g1",
        }
        | values,
    )
    return stream


def found(runtime, kind, **changes):
    values = {"meets_at": MEETS, "next_meets_at": NEXT, "now": DRAFTING} | changes
    view = runtime.live()
    return [c for c in candidates(view, view.book(), "g1", **values) if c.kind == kind]


def test_an_open_ticket_comes_with_its_limit_and_the_event_that_set_it(runtime):
    stream = a_ticket(runtime, "T1")
    a_ticket(runtime, "T2", grid="g2")
    (one,) = found(runtime, "ticket")
    ticket = runtime.history(stream)[0]
    due = runtime.live().book().calendar.local(ticket.handle_due.due).date()
    assert (one.key, one.serial, one.subject) == (f"case:{stream}", "T1", "楼道堆物")
    assert one.facts["due"] == due
    assert one.facts["overdue_days"] > 0
    assert one.facts["due_before_next"] is False
    assert one.origin == one.evidence["overdue_days"] == f"{stream}:1"
    assert one.facts["carried"] == 0


def test_a_closed_ticket_comes_only_when_a_resident_judged_it_since_the_last_meeting(runtime):
    closed = {"unit": "城建办", "called_back_at": RECEIVED, "closed_at": RECEIVED}
    a_ticket(runtime, "quiet", closed_at=RECEIVED)
    a_ticket(runtime, "judged", satisfaction="dissatisfied", **closed)
    assert found(runtime, "ticket") == []
    (one,) = found(runtime, "ticket", meets_at=RECEIVED + timedelta(days=5))
    assert (one.serial, one.facts["satisfaction"]) == ("judged", "dissatisfied")
    assert "overdue_days" not in one.facts
    assert one.evidence["satisfaction"]


def test_a_closed_ticket_is_never_called_unsolved_however_often_it_was_before_a_meeting(runtime):
    stream = a_ticket(runtime, "T1")
    runtime.clock.now = moment("2026-03-10 09:00")
    assert f"case:{stream}" in {
        item.key for item in hold(runtime, 202605, moment("2026-03-10 14:00")).items
    }
    runtime.clock.now = DRAFTING
    assert found(runtime, "ticket")[0].facts["carried"] == 1
    tell(runtime, hotline.ContactCaller, stream, contacted_at=DRAFTING, note="约了")
    tell(runtime, hotline.DispatchTicket, stream, unit="城建办")
    tell(
        runtime,
        hotline.HandleTicket,
        stream,
        facts="true",
        appeal="reasonable",
        site_visited="yes",
        result="solved",
        reply_way="phone",
        reply="已清理",
    )
    tell(
        runtime,
        hotline.CallBack,
        stream,
        called_back_at=DRAFTING,
        reached=True,
        contacted="yes",
        solved="solved",
        satisfaction="satisfied",
    )
    tell(runtime, hotline.CloseTicket, stream)
    view = runtime.live()
    (one,) = found(runtime, "ticket")
    assert (one.facts["satisfaction"], one.facts["carried"]) == ("satisfied", None)
    left = {
        left.candidate.key: left.why for left in composed(view.book(), "g1", MEETS, [one]).left_out
    }
    assert left == {f"case:{stream}": "没有适用的上会规则"}


def test_an_open_resolution_stays_until_it_is_closed_and_counts_its_meetings(runtime):
    stream = resolution_id(uuid4(), 1)
    values: dict[str, Any] = {
        "serial": "g1-1",
        "meeting": uuid4(),
        "grid": "g1",
        "item": "case:1",
        "matter": "增设充电桩",
        "owner": "城建办",
        "due": date(2026, 3, 10),
        "standard": "投入使用",
    }
    tell(runtime, resolution.AdoptResolution, stream, **values)
    runtime.clock.now = moment("2026-03-10 09:00")
    hold(runtime, 202605, moment("2026-03-10 14:00"))
    runtime.clock.now = DRAFTING
    (one,) = found(runtime, "resolution")
    assert (one.facts["owner"], one.facts["claimed"], one.facts["carried"]) == ("城建办", False, 1)
    assert one.facts["overdue_days"] == 8
    assert one.evidence["due"] == f"{stream}:1"
    tell(runtime, resolution.ClaimCompletion, stream, evidence="照片")
    assert found(runtime, "resolution")[0].facts["claimed"] is True
    tell(runtime, resolution.CloseResolution, stream, by="checker", note="已看")
    assert found(runtime, "resolution") == []


def hold(runtime, window, meets_at):
    """Hold a meeting on what the rules propose for it."""
    view = runtime.live()
    stream = meeting_id("g1", window)
    values = {
        "grid": "g1",
        "window": window,
        "start": date(2026, 3, 2),
        "end": date(2026, 3, 15),
        "meets_at": meets_at,
        "place": "议事厅",
        "host": "网格长",
    }
    tell(runtime, meeting.ScheduleMeeting, stream, **values)
    gathered = candidates(
        view, view.book(), "g1", meets_at=meets_at, next_meets_at=NEXT, now=runtime.clock.now
    )
    made = composed(view.book(), "g1", meets_at, gathered)
    tell(
        runtime,
        meeting.DraftAgenda,
        stream,
        position=view.position,
        edition=1,
        sections=made.sections,
        items=made.items,
    )
    tell(runtime, meeting.FreezeAgenda, stream, position=runtime.live().position)
    runtime.clock.now = meets_at + timedelta(hours=2)
    tell(
        runtime,
        meeting.HoldMeeting,
        stream,
        held_at=meets_at,
        attended=("甲",),
        host="甲",
        recorder="乙",
    )
    return made


def test_a_grid_without_a_topic_says_so_and_one_with_a_topic_shows_its_steps(runtime):
    (none,) = found(runtime, "topic")
    assert none.facts["open"] is False
    stream = topic_id("g1")
    tell(
        runtime,
        topic.OpenTopic,
        stream,
        grid="g1",
        title="飞线充电整治",
        goal=Goal(measure="充电口", unit="个", baseline=0, target=40),
        lead="城建办",
        start=date(2026, 2, 24),
        until=date(2026, 9, 30),
        milestones=(
            Milestone(number=1, title="排摸", due=date(2026, 3, 1), standard="清单"),
            Milestone(number=2, title="选址", due=date(2026, 3, 30), standard="公示"),
            Milestone(number=3, title="安装", due=date(2026, 8, 1), standard="通电"),
        ),
    )
    (one,) = found(runtime, "topic")
    assert one.facts["overdue_milestones"] == 1
    assert one.facts["next_milestone"] == date(2026, 3, 30)
    assert (one.facts["percent"], one.facts["open"]) == (0, True)
    assert one.evidence["next_milestone"] == f"{stream}:1"


def test_what_a_visit_found_comes_until_it_is_solved(runtime):
    stream, place = uuid4(), uuid4()
    tell(
        runtime,
        visit.LogVisit,
        stream,
        place=place,
        visitee="household",
        grid="g1",
        area="a1",
        made_at=RECEIVED,
        outcome="met",
        way="door",
        narrative="家中安好",
        findings=(
            visit.ToldFinding(
                number=1,
                title="电线老化",
                outcome="hazard",
                category="",
                description="楼道电线裸露",
                explanation="待产权单位整改",
            ),
        ),
    )
    (one,) = found(runtime, "finding")
    assert (one.subject, one.facts["age_days"]) == ("电线老化", 24)
    assert one.origin == f"{stream}:1"
    tell(runtime, visit.SolveFinding, stream, number=1, explanation="已整改", proof=("a" * 64,))
    assert found(runtime, "finding") == []


def test_the_figures_are_of_the_last_whole_fortnight_and_of_this_grid(runtime):
    runtime.clock.now = moment("2026-03-05 10:00")
    a_ticket(runtime, "T1", received_at=runtime.clock.now)
    a_ticket(runtime, "T2", received_at=runtime.clock.now, grid="g2")
    a_ticket(runtime, "T3", received_at=RECEIVED)
    runtime.clock.now = DRAFTING
    spoken = {one.key: one.facts["sentence"] for one in found(runtime, "figure")}
    assert spoken.keys() == {"figure:cases:202605", "figure:visits:202605"}
    assert spoken["figure:cases:202605"].startswith(
        "2026年3月2日至2026年3月15日，受理量1件，办结量0件"
    )
    assert "—" not in spoken["figure:cases:202605"]
    assert "上门0户次" in spoken["figure:visits:202605"]


def test_of_a_fortnight_that_still_runs_the_limits_to_come_are_told_apart(runtime):
    for serial, received in (("T1", "2026-02-26 10:00"), ("T2", "2026-03-05 10:00")):
        runtime.clock.now = moment(received)
        a_ticket(runtime, serial, received_at=runtime.clock.now)
    now = moment("2026-03-09 10:00")
    spoken = {one.key: one.facts["sentence"] for one in found(runtime, "figure", now=now)}
    assert "，办结率0.0%（0/1，另有1件未到期）" in spoken["figure:cases:202605"]


def test_facts_are_of_the_names_and_types_their_concepts_declare(runtime):
    types: Any = {"number": (int, float), "flag": bool, "text": str, "day": date, "list": tuple}
    a_ticket(runtime, "T1")
    hold(runtime, 202605, moment("2026-03-10 14:00"))
    matters = runtime.governance.book.known.candidates
    view = runtime.live()
    values = {"meets_at": MEETS, "next_meets_at": NEXT, "now": DRAFTING}
    seen = set()
    for one in candidates(view, view.book(), "g1", **values):
        facts = matters[one.kind].facts
        for name, value in one.facts.items():
            assert value is None or isinstance(value, types[facts[name].type]), name
        seen.add(one.kind)
    assert seen >= {"ticket", "topic", "figure"}
