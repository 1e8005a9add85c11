"""办理超期 is one thing: list, figure and agenda name the same cases, and none before its limit."""

from datetime import timedelta

import pytest

from governance.hotline import commands as ask
from governance.hotline.stream import ticket_id
from governance.policy.roles import Sight
from governance.processes.meeting_cycle import composed
from projections.agenda.candidates import candidates
from projections.casework.queries import Filter, case_list, counts
from projections.figures.queries import figures
from tests.builders import moment
from tests.deployment import Clock, deployed, tell
from tests.expecting import being

RECEIVED = moment("2026-03-02 10:00")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
EVERYTHING = Sight(everything=True)
DONE = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
    "reply": "已清理",
}


@pytest.fixture
def runtime(tmp_path):
    """Of four cases one is late in handling; of the others a first call, a callback, nothing is."""
    with deployed(tmp_path, RECEIVED) as runtime:
        for serial in ("late", "called", "handled"):
            received(runtime, serial)
        for serial in ("called", "handled"):
            stream = ticket_id("12345", serial)
            tell(runtime, ask.ContactCaller, stream, contacted_at=RECEIVED, note="约了时间")
            tell(runtime, ask.DispatchTicket, stream, unit="城建办")
        tell(runtime, ask.HandleTicket, ticket_id("12345", "handled"), **DONE)
        being(Clock, runtime.clock).move(days=5)
        received(runtime, "uncalled", received_at=RECEIVED + 5 * DAY)
        yield runtime


def received(runtime, serial, **values):
    facts = {"serial": serial, "source": "12345", "received_at": RECEIVED, "kind": "complaint"}
    fields = facts | {"title": "楼道堆物", "grid": "g1"} | values
    tell(runtime, ask.ReceiveTicket, ticket_id("12345", serial), **fields)


def listed(runtime, now, due):
    wanted = Filter(stage="open", due=due)
    rows = list(case_list(runtime.live(), wanted, EVERYTHING, now=now).rows)
    assert counts(runtime.live(), EVERYTHING, now, {due: wanted}) == {due: len(rows)}
    return sorted(row.serial for row in rows)


def counted(runtime, now):
    values = {"start": RECEIVED - DAY, "end": now + 90 * DAY, "metrics": ("overdue_open",)}
    view = runtime.live()
    return figures(view, view.book(), **values, sight=EVERYTHING, as_at=now).rows[0].value


def on_the_agenda(runtime, now):
    view = runtime.live()
    values = {"meets_at": now + 7 * DAY, "next_meets_at": now + 21 * DAY, "now": now}
    found = candidates(view, view.book(), "g1", **values)
    return sorted(one.serial for one in found if one.facts.get("overdue"))


def due_of(runtime, serial):
    return runtime.history(ticket_id("12345", serial))[0].handle_due.due


@pytest.mark.parametrize(
    ("after", "late"),
    [(-SECOND, []), (0 * SECOND, []), (SECOND, ["called", "late"]), (30 * DAY, None)],
)
def test_list_figure_and_agenda_tell_of_the_same_cases(runtime, after, late):
    now = due_of(runtime, "late") + after
    late = ["called", "late", "uncalled"] if late is None else late
    assert listed(runtime, now, "handling") == late
    assert on_the_agenda(runtime, now) == late
    assert counted(runtime, now) == len(late)


def test_some_limit_behind_it_is_another_thing(runtime):
    now = due_of(runtime, "late") - SECOND
    assert listed(runtime, now, "handling") == []
    assert listed(runtime, now, "overdue") == ["handled", "late"]


def reasons(runtime, *, meets_at, now):
    """Give the sentences that bring the case that is late before a meeting."""
    view = runtime.live()
    values = {"meets_at": meets_at, "next_meets_at": meets_at + 14 * DAY, "now": now}
    found = candidates(view, view.book(), "g1", **values)
    items = composed(view.book(), "g1", meets_at, found).items
    return [why.text for item in items if item.case_key == "late" for why in item.reasons]


def test_nothing_is_overdue_before_its_limit_has_passed(runtime):
    due = due_of(runtime, "late")
    soon = "3月9日到期，到会议日将超期"
    assert reasons(runtime, meets_at=due + DAY, now=due - DAY) == [soon]
    assert reasons(runtime, meets_at=due + DAY, now=due) == [soon]
    assert reasons(runtime, meets_at=due + DAY, now=due + SECOND) == ["超期不到1个工作日"]
    assert reasons(runtime, meets_at=due + DAY, now=due + 4 * DAY) == ["超期4个工作日"]
    assert reasons(runtime, meets_at=due - HOUR, now=due - DAY) == ["下期会议前到期（3月9日）"]
