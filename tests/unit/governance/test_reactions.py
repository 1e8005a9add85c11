"""What follows from an event in another stream is stored with it, once, or not at all."""

import pytest
from msgspec.structs import replace

from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM, Actor
from governance.kernel.errors import Refused
from governance.places.commands import CorrectPlace
from governance.policies.commands import PublishEdition
from governance.policies.stream import POLICY_STREAM
from governance.processes.timers import timer_id
from governance.resolutions import commands as resolution
from governance.resolutions.stream import resolution_id
from tests.builders import NOW, WORKER, ask, book
from tests.expecting import existing
from tests.meetings import (
    EARLIER_ONE,
    LATE,
    MEETING,
    OPEN,
    OTHER,
    POSTPONE,
    RESOLVE,
    TERMS,
    WITHDRAW,
    adopted,
    decided,
)
from tests.tickets import handled
from tests.visits import DOOR, GAS, ISSUE, LATER_ISSUE, TAKEN, VISIT, escalated, logged

SECRETARY = Actor("sun", frozenset({"secretary"}))
LEADER = Actor("li", frozenset({"grid_leader"}), frozenset({"g1"}))
FIRST, SECOND = (resolution_id(MEETING, number) for number in (1, 2))


def names(events):
    return [type(event).__name__ for event in events]


def test_what_a_visit_escalated_is_reported_in_the_same_append(door):
    before = door.ledger.position()
    outcome = door.execute(logged(), actor=WORKER)
    assert names(outcome.events) == ["VisitMade", "IssueReported"]
    assert names(outcome.stored) == names(outcome.events)
    assert outcome.position == door.ledger.position() == before + 2
    visit, issue = door.ledger.stream(VISIT) + door.ledger.stream(issue_id(ISSUE))
    assert (issue.visit, issue.finding, issue.place) == (VISIT, 1, "示例路1弄")
    assert (issue.actor, issue.cause) == (WORKER.account, visit.reference)
    assert issue.happened_at == visit.made_at
    assert issue.command_id == timer_id("report", str(VISIT), "1", ISSUE)


def test_what_is_escalated_later_is_reported_then(door):
    door.execute(logged(), actor=WORKER)
    outcome = door.execute(escalated(), actor=WORKER)
    assert names(outcome.stored) == ["FindingEscalated", "IssueReported"]
    _, report = outcome.events
    assert (report.stream, report.title) == (issue_id(LATER_ISSUE), "楼道灯不亮")
    assert (report.place, report.cause) == ("示例路1弄", f"{VISIT}:2")


def test_a_door_without_an_address_is_called_by_its_name(door):
    door.execute(ask(CorrectPlace, DOOR, field="address", new="", reason="误"), actor=SYSTEM)
    assert door.execute(logged(), actor=WORKER).events[1].place == "示例路1号"


def test_a_visit_that_escalates_nothing_is_one_event(door):
    assert names(door.execute(logged(replace(GAS, outcome="hazard")), actor=WORKER).stored) == [
        "VisitMade"
    ]


def test_what_a_meeting_resolves_has_its_number_and_the_id_of_the_decision(door):
    outcome = door.execute(RESOLVE, actor=SECRETARY)
    assert names(outcome.stored) == ["DecisionRecorded", "ResolutionAdopted"]
    record, made = outcome.events
    assert (made.stream, made.serial) == (FIRST, "议〔2026〕05-G1-01")
    assert (made.command_id, made.cause) == (RESOLVE.command_id, record.reference)
    assert (made.meeting, made.item, made.grid, made.actor) == (MEETING, LATE.key, "g1", "sun")
    assert (made.case, made.case_serial) == (LATE.case_stream, "T1")
    assert (made.matter, made.owner, made.standard) == ("修复路灯", "城建办", "亮灯并拍照")
    second = door.execute(decided(OTHER, "resolve", terms=TERMS), actor=SECRETARY).events[1]
    assert (second.stream, second.serial) == (SECOND, "议〔2026〕05-G1-02")


def test_a_number_somebody_took_otherwise_is_passed_over(door):
    door.execute(replace(adopted(), stream=FIRST), actor=SYSTEM)
    assert door.execute(RESOLVE, actor=SECRETARY).events[1].serial == "议〔2026〕05-G1-02"


def test_a_resolution_put_off_has_the_new_day(door):
    record, moved = door.execute(POSTPONE, actor=SECRETARY).stored
    assert (moved.stream, moved.meeting, moved.reason) == (EARLIER_ONE, MEETING, record.decision)
    assert moved.new == book().calendar.closing(existing(TERMS.due))


def test_a_resolution_withdrawn_ends(door):
    record, gone = door.execute(WITHDRAW, actor=SECRETARY).stored
    assert (gone.stream, gone.meeting, gone.reason) == (EARLIER_ONE, MEETING, record.decision)
    assert gone.cause == record.reference


@pytest.mark.parametrize("kind", ["note", "defer", "close"])
def test_from_other_decisions_nothing_follows(door, kind):
    assert names(door.execute(decided(OPEN, kind), actor=SECRETARY).stored) == ["DecisionRecorded"]


CLOSE, RAISE = decided(OPEN, "close"), decided(LATE, "escalate", terms=TERMS)


def claim(door, actor):
    claimed = ask(resolution.ClaimCompletion, EARLIER_ONE, evidence="已划线")
    door.execute(claimed, actor=actor)


def test_a_claimed_resolution_a_meeting_agreed_to_is_closed(door):
    claim(door, SYSTEM)
    record, closed = door.execute(CLOSE, actor=SECRETARY).stored
    assert (type(closed).__name__, closed.stream) == ("ResolutionClosed", EARLIER_ONE)
    assert (closed.note, closed.claimant, closed.cause) == (
        record.decision,
        SYSTEM.account,
        record.reference,
    )
    again = door.execute(CLOSE, actor=SECRETARY)
    assert (again.stored, names(again.events)) == ([], ["DecisionRecorded", "ResolutionClosed"])


def test_what_whoever_records_may_not_close_himself_waits(door):
    claim(door, SECRETARY)
    assert names(door.execute(CLOSE, actor=SECRETARY).stored) == ["DecisionRecorded"]


def test_a_ticket_ready_for_it_is_closed_by_who_may(door):
    for command in (*list(handled())[1:], decided(LATE, "close")):
        outcome = door.execute(command, actor=SYSTEM)
    assert names(outcome.stored) == ["DecisionRecorded", "TicketClosed"]


def test_a_ticket_waits_for_who_may_close_it(door):
    for command in list(handled())[1:]:
        door.execute(command, actor=SYSTEM)
    stored = door.execute(decided(LATE, "close"), actor=SECRETARY).stored
    assert names(stored) == ["DecisionRecorded"]


def test_what_is_raised_is_somebody_s_to_do(door):
    outcome = door.execute(RAISE, actor=LEADER)
    assert names(outcome.stored) == ["DecisionRecorded", "ResolutionAdopted"]
    assert (outcome.stored[1].owner, outcome.stored[1].stream) == ("城建办", FIRST)
    with pytest.raises(Refused, match="resolution_incomplete"):
        door.execute(decided(OTHER, "escalate"), actor=LEADER)
    door.execute(decided(OTHER, "resolve", terms=TERMS), actor=LEADER)
    assert door.execute(RAISE, actor=LEADER).repeated


@pytest.mark.parametrize("command", [logged(), RAISE, RESOLVE, POSTPONE, WITHDRAW])
def test_asking_twice_does_it_once_and_gives_the_whole_answer_again(door, command):
    first = door.execute(command, actor=SYSTEM)
    again = door.execute(command, actor=SYSTEM)
    assert (again.repeated, again.stored, len(again.events)) == (True, [], 2)
    assert [e.reference for e in again.events] == [e.reference for e in first.events]
    assert door.consider(command, actor=SYSTEM) == []


def test_a_visit_sent_again_is_answered_though_its_door_has_another_address(door):
    door.execute(logged(), actor=WORKER)
    door.execute(ask(CorrectPlace, DOOR, field="address", new="新址", reason="改"), actor=SYSTEM)
    assert len(door.execute(logged(), actor=WORKER).events) == 2


def test_a_resolution_sent_again_is_found_among_those_that_came_later(door):
    door.execute(RESOLVE, actor=SECRETARY)
    door.execute(decided(OTHER, "resolve", terms=TERMS), actor=SECRETARY)
    assert door.execute(RESOLVE, actor=SECRETARY).events[1].stream == FIRST


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (RESOLVE, replace(RESOLVE, terms=replace(TERMS, owner="平安办"))),
        (RESOLVE, replace(RESOLVE, decision="另议")),
        (POSTPONE, replace(POSTPONE, terms=replace(TERMS, due=NOW.date()))),
    ],
)
def test_the_id_of_an_act_with_other_words_is_refused(door, first, then):
    door.execute(first, actor=SECRETARY)
    before = door.ledger.position()
    with pytest.raises(Refused, match="command_id_reused"):
        door.execute(then, actor=SECRETARY)
    assert door.ledger.position() == before


def test_what_would_follow_is_shown_before_it_is_done(door):
    before = door.ledger.position()
    assert names(door.consider(logged(), actor=WORKER)) == ["VisitMade", "IssueReported"]
    assert door.ledger.position() == before


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ([ask(resolution.WithdrawResolution, EARLIER_ONE, meeting=MEETING, reason="撤")], POSTPONE,
         "resolutions.already_closed"),
        ([TAKEN], logged(), "issues.serial_taken"),
    ],
)  # fmt: skip
def test_where_what_follows_is_refused_nothing_is_done(door, past, command, code):
    door.execute(*past, actor=SYSTEM)
    before = door.ledger.position()
    with pytest.raises(Refused, match=code):
        door.execute(command, actor=SYSTEM)
    assert door.ledger.position() == before


def test_who_may_not_do_what_follows_may_not_do_it_that_way(door):
    assert len(door.execute(RESOLVE, actor=LEADER).stored) == 2
    before = door.ledger.position()
    with pytest.raises(Refused, match="not_permitted"):
        door.execute(POSTPONE, actor=LEADER)
    roles = book().editions["roles"].content
    less = [
        row | {"may": [name for name in row["may"] if name != "issues.ReportIssue"]}
        for row in roles["role"]
    ]
    content = roles | {"role": less}
    edition = ask(PublishEdition, POLICY_STREAM, policy="roles", content=content, source="x")
    door.execute(edition, actor=SYSTEM)
    with pytest.raises(Refused, match="not_permitted"):
        door.execute(logged(), actor=WORKER)
    assert door.ledger.position() == before + 1
