"""A visit's findings become issues, and what an event ties together."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace

from governance.issues.events import IssueReported
from governance.issues.stream import STREAM as ISSUES
from governance.issues.stream import issue_id
from governance.processes.linking import late_report, reports
from governance.processes.timers import timer_id
from governance.visits.events import Finding, FindingEscalated, VisitMade
from tests.builders import EARLIER, NOW, book, context, sealed
from tests.given import refusal

VISIT, PLACE, TICKET, MEETING = (UUID(int=n) for n in range(1, 5))
SERIAL = "WG-7K2QX-M4D9T"
FINDINGS = (
    Finding(1, "灯不亮", "solved"),
    Finding(
        2,
        "飞线充电",
        "escalated",
        category="corridor",
        description=sealed("张三家"),
        proof=("ab12",),
        issue=SERIAL,
    ),
    Finding(3, "楼道堆物", "hazard"),
)
MADE = replace(
    VisitMade(
        place=PLACE,
        visitee="household",
        grid="g1",
        area="a101",
        made_at=EARLIER,
        way="door",
        findings=FINDINGS,
    ),
    stream=VISIT,
    version=1,
)
ESCALATED = replace(FindingEscalated(number=3, issue="WG-00000-00003"), stream=VISIT, version=2)


def test_what_a_visit_escalated_is_reported():
    (report,) = reports(MADE, "幸福路12弄")
    assert (report.stream, report.serial) == (issue_id(SERIAL), SERIAL)
    assert report.source == "visit"
    assert (report.visit, report.finding, report.registered) == (VISIT, 2, PLACE)
    assert (report.title, report.place, report.photos) == ("飞线充电", "幸福路12弄", ("ab12",))
    assert (report.grid, report.area, report.reported_at) == ("g1", "a101", EARLIER)


def test_what_was_told_at_the_door_stays_there():
    (report,) = reports(MADE)
    assert (report.description, report.reporter, report.phone) == ("", "", "")


def test_the_issue_takes_it_and_takes_it_once():
    (report,) = reports(MADE)
    (reported,) = ISSUES.decide(ISSUES.initial, report, context(NOW))
    assert isinstance(reported, IssueReported)
    assert (reported.visit, reported.finding) == (VISIT, 2)
    assert book().categories.name(reported.category) == "市容环境/楼道堆物"
    assert refusal(ISSUES, (reported,), report) == "issues.serial_taken"


def test_reporting_again_is_the_same_command():
    assert reports(MADE) == reports(MADE)


def test_an_escalated_finding_without_a_serial_waits():
    nameless = (Finding(1, "飞线充电", "escalated"),)
    assert reports(replace(MADE, findings=nameless)) == []


def test_a_hazard_may_be_escalated_later():
    report = late_report(ESCALATED, MADE, "幸福路12弄")
    assert (report.serial, report.title, report.finding) == ("WG-00000-00003", "楼道堆物", 3)


def test_a_finding_of_another_visit_cannot_be():
    with pytest.raises(KeyError):
        late_report(replace(ESCALATED, number=9), MADE)


def test_a_timer_is_known_by_rule_and_subject():
    day = date(2026, 3, 5).isoformat()
    assert timer_id("draft", "g1", day) == timer_id("draft", "g1", day)
    ids = {timer_id("draft", "g1", day), timer_id("draft", "g", f"1{day}"), timer_id("miss", day)}
    assert len(ids) == 3
