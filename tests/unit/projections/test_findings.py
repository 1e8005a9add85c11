"""A finding is open until it is solved or its issue has ended; the visit and the door follow it."""

from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from governance.issues import commands as ask
from governance.issues import events as issue
from governance.issues.stream import issue_id
from governance.kernel.event import Event
from governance.places.commands import RegisterPlace
from governance.places.events import PlaceRegistered
from governance.places.stream import place_id
from governance.visits import events as fact
from governance.visits.commands import EscalateFinding, LogVisit, SolveFinding, ToldFinding
from governance.visits.stream import visit_id
from projections.agenda.candidates import candidates
from projections.engine.rebuild_check import rebuild_beside
from projections.engine.runtime import Runtime
from projections.places.board import places
from projections.places.doors import PlaceFilter, colour, place_list
from projections.places.queries import Place, place
from projections.visits.queries import VisitFilter, findings_of, visit_list
from projections.visits.table import findings, visits
from tests.builders import LATER, NOW, book, deadline, happened
from tests.deployment import deployed, tell
from tests.expecting import existing
from tests.projecting import rows_after
from tests.unit.projections.test_figures import EVERYTHING

DOOR, VISIT, NEXT = place_id("household", "H1"), visit_id("v1"), visit_id("v2")
WHERE: dict[str, Any] = {"place": DOOR, "visitee": "household", "grid": "g1", "area": ""}
PROOF = ("a" * 64,)


def of(stream: UUID, event: Event, version: int = 1) -> Event:
    return replace(happened(event), stream=stream, version=version)


def made(*findings: tuple[str, str], stream: UUID = VISIT) -> Event:
    """Give a visit that found things with these outcomes and issues."""
    found = tuple(
        fact.Finding(number, "楼道堆物", outcome, issue=serial)
        for number, (outcome, serial) in enumerate(findings, 1)
    )
    return of(stream, fact.VisitMade(**WHERE, made_at=NOW, way="door", findings=found))


def reported(serial: str) -> Event:
    values: dict[str, Any] = {
        "serial": serial,
        "source": "visit",
        "reported_at": NOW,
        "title": "楼道堆物",
    }
    return of(issue_id(serial), issue.IssueReported(**values, grid="g1", verify_due=deadline()))


def closed(serial: str, outcome: str = "solved") -> Event:
    return of(issue_id(serial), issue.IssueClosed(closed_at=LATER, outcome=outcome), 2)


def voided(serial: str, reason: str) -> Event:
    return of(issue_id(serial), issue.IssueVoided(reason=reason), 2)


def escalated(number: int, serial: str, stream: UUID = VISIT) -> Event:
    return of(stream, fact.FindingEscalated(number=number, issue=serial), 2)


def solved(number: int) -> Event:
    return of(VISIT, fact.FindingSolved(number=number, proof=PROOF), 3)


REGISTERED = of(DOOR, PlaceRegistered(kind="household", code="H1", name="示例路1号", grid="g1"))
AGAIN = of(
    issue_id("WG-1"),
    issue.IssueCheckFailed(
        checked_at=LATER, round=1, unit="城建办", reason="recurred", handle_due=deadline()
    ),
    3,
)
ESCALATED = (REGISTERED, made(("escalated", "WG-1")), reported("WG-1"))


@pytest.mark.parametrize(
    ("past", "outcomes", "shown"),
    [
        (ESCALATED, ["escalated"], "red"),
        ((*ESCALATED, closed("WG-1")), ["closed"], "yellow"),
        ((*ESCALATED, closed("WG-1", "explained")), ["closed"], "yellow"),
        ((*ESCALATED, closed("WG-1", "not_ours")), ["closed"], "yellow"),
        ((*ESCALATED, closed("WG-1", "unsolved")), ["unsolved"], "red"),
        ((*ESCALATED, voided("WG-1", "duplicate")), ["void"], "yellow"),
        ((*ESCALATED, closed("WG-1"), AGAIN), ["escalated"], "red"),
        ((*ESCALATED, AGAIN), ["escalated"], "red"),
        ((*ESCALATED, closed("WG-1"), AGAIN, closed("WG-1")), ["closed"], "yellow"),
        ((*ESCALATED, reported("WG-2"), closed("WG-2")), ["escalated"], "red"),
        ((REGISTERED, made(("hazard", ""))), ["hazard"], "red"),
        ((REGISTERED, made(("hazard", "")), solved(1), solved(1)), ["solved"], "yellow"),
        ((REGISTERED, made(("solved", ""))), ["solved"], "yellow"),
        ((REGISTERED, made()), [], "green"),
        ((REGISTERED, made(("hazard", "")), escalated(1, "WG-1")), ["escalated"], "red"),
        (
            (
                REGISTERED,
                made(("hazard", "")),
                reported("WG-1"),
                closed("WG-1"),
                escalated(1, "WG-1"),
            ),
            ["closed"],
            "yellow",
        ),
        (
            (REGISTERED, reported("WG-1"), voided("WG-1", "untrue"), made(("escalated", "WG-1"))),
            ["void"],
            "yellow",
        ),
        (
            (
                REGISTERED,
                made(("escalated", "WG-1"), ("escalated", "WG-1"), ("hazard", "")),
                reported("WG-1"),
                closed("WG-1"),
            ),
            ["closed", "closed", "hazard"],
            "red",
        ),
        (
            (
                REGISTERED,
                made(("escalated", "WG-1"), ("hazard", "")),
                reported("WG-1"),
                solved(1),
                solved(2),
                closed("WG-1", "unsolved"),
            ),
            ["solved", "solved"],
            "yellow",
        ),
    ],
)
def test_what_has_become_of_findings_and_the_colour_of_their_door(past, outcomes, shown):
    found = rows_after(findings, *past)
    assert [row["outcome"] for row in found.values()] == outcomes
    door, (row,) = rows_after(places, *past)[DOOR], rows_after(visits, *past).values()
    left = sum(outcome in {"hazard", "escalated", "unsolved"} for outcome in outcomes)
    assert (door["open_findings"], door["solved_findings"]) == (left, len(outcomes) - left)
    assert row["open_findings"] == left
    held = {name: door[name] for name in Place.__struct_fields__}
    assert colour(Place(**held)) == shown
    assert all(
        (each["settled_at"] is None) == (each["outcome"] in {"hazard", "escalated", "unsolved"})
        for each in found.values()
    )


def test_one_issue_of_two_visits_settles_both():
    past = (
        REGISTERED,
        made(("escalated", "WG-1")),
        reported("WG-1"),
        made(("hazard", ""), stream=NEXT),
        escalated(1, "WG-1", NEXT),
    )
    assert rows_after(places, *past)[DOOR]["open_findings"] == 2
    after = rows_after(visits, *past, closed("WG-1", "explained"))
    assert [row["open_findings"] for row in after.values()] == [0, 0]
    ended = rows_after(findings, *past, closed("WG-1", "explained")).values()
    assert [row["ending"] for row in ended] == ["explained", "explained"]


@pytest.fixture
def office(tmp_path):
    with deployed(tmp_path) as runtime:
        where = {"kind": "household", "code": "H1", "name": "示例路1号", "grid": "g1"}
        tell(runtime, RegisterPlace, DOOR, **where)
        found = (
            ToldFinding(number=1, title="楼道堆物", outcome="hazard"),
            ToldFinding(number=2, title="灯坏", outcome="hazard"),
        )
        values: dict[str, Any] = {
            "made_at": NOW,
            "outcome": "met",
            "way": "door",
            "findings": found,
        }
        tell(runtime, LogVisit, VISIT, **WHERE, **values)
        yield runtime


def end(office: Runtime, serial: str, outcome: str) -> None:
    """Take the issue a finding has become to its end."""
    stream = issue_id(serial)
    tell(office, ask.VerifyIssue, stream)
    tell(office, ask.FileIssue, stream, category="p0401", condition="p0401b")
    tell(office, ask.DispatchIssue, stream, unit="城建办")
    tell(office, ask.HandleIssue, stream, result="无法修复")
    tell(office, ask.CheckIssue, stream, passed=True, by="somebody")
    tell(office, ask.CloseIssue, stream, outcome=outcome)


def test_the_list_of_open_findings_and_the_red_doors_are_one(office):
    def shown():
        red = place_list(office.live(), PlaceFilter(colour="red"), EVERYTHING).rows
        listed = visit_list(office.live(), VisitFilter(open=True), EVERYTHING).rows
        return {row.key for row in red}, {row.place for row in listed}

    assert shown() == ({DOOR}, {DOOR})
    tell(office, EscalateFinding, VISIT, number=2, issue="WG-1")
    tell(office, SolveFinding, VISIT, number=1, proof=PROOF)
    assert shown() == ({DOOR}, {DOOR}), "its issue runs"
    before = office.ledger.position()
    end(office, "WG-1", "solved")
    assert shown() == (set(), set())
    assert colour(existing(place(office.live(), DOOR))) == "yellow"
    assert colour(existing(place(office.at(before), DOOR))) == "red"
    assert rebuild_beside(office).identical


def test_what_an_issue_left_unsolved_comes_before_the_meeting_again(office):
    tell(office, EscalateFinding, VISIT, number=2, issue="WG-1")
    end(office, "WG-1", "unsolved")
    assert [row.ending for row in findings_of(office.live(), VISIT)] == ["", "unsolved"]
    values = {"meets_at": LATER, "next_meets_at": LATER, "now": LATER}
    found = candidates(office.live(), book(), "g1", **values)
    assert {c.subject for c in found if c.kind == "finding"} == {"楼道堆物", "灯坏"}
    assert [c for c in found if c.kind == "issue"] == []
