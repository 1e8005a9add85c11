"""What an earlier release stored is answered as before: its pages sent what follows beside the act.

A form sent before the release came may arrive again after it, and does its work once all the same.
"""

import msgspec
import pytest
from msgspec.structs import replace

from governance.application import Governance
from governance.issues.commands import ReportIssue
from governance.issues.stream import issue_id
from governance.kernel.command import SYSTEM
from governance.kernel.errors import Refused
from governance.processes.timers import timer_id
from governance.resolutions.commands import AdoptResolution, MoveDue, WithdrawResolution
from governance.resolutions.stream import resolution_id
from tests.meetings import (
    EARLIER_ONE,
    LATE,
    MEETING,
    OTHER,
    POSTPONE,
    RESOLVE,
    TERMS,
    WITHDRAW,
    adopted,
    decided,
    held,
)
from tests.visits import (
    DOOR,
    GAS,
    ISSUE,
    LAMP,
    LATER_ISSUE,
    VISIT,
    escalated,
    logged,
    registered,
)


def report(finding, serial, cause):
    return ReportIssue(
        command_id=timer_id("report", str(VISIT), str(finding.number), serial),
        stream=issue_id(serial),
        happened_at=logged().made_at,
        cause=cause,
        serial=serial,
        source="visit",
        reported_at=logged().made_at,
        title=finding.title,
        place="示例路1弄",
        registered=DOOR,
        grid="g1",
        area="a101",
        found_as=finding.category,
        visit=VISIT,
        finding=finding.number,
    )


def adopting(command, item, number):
    return AdoptResolution(
        command_id=command.command_id,
        stream=resolution_id(MEETING, number),
        serial=f"议〔2026〕05-G1-{number:02}",
        meeting=MEETING,
        grid="g1",
        item=item.key,
        case=item.case_stream,
        case_serial=item.case_key,
        matter=TERMS.matter,
        leader=TERMS.leader,
        owner=TERMS.owner,
        due=TERMS.due,
        standard=TERMS.standard,
    )


MOVE = MoveDue(
    command_id=POSTPONE.command_id,
    stream=EARLIER_ONE,
    new=TERMS.due,
    reason=POSTPONE.decision,
    meeting=MEETING,
)
END = WithdrawResolution(
    command_id=WITHDRAW.command_id, stream=EARLIER_ONE, meeting=MEETING, reason=WITHDRAW.decision
)


@pytest.fixture
def before(runtime):
    """The door of an earlier release, at which nothing followed from anything."""
    runtime.execute(registered(), adopted(), *held(), actor=SYSTEM)
    door = runtime.governance
    return Governance(door.ledger, door.vault, door.clock, reactions={})


ACTS = [
    ([logged()], [report(GAS, ISSUE, f"{VISIT}:1")]),
    ([logged(LAMP), escalated()], [report(LAMP, LATER_ISSUE, f"{VISIT}:2")]),
    ([RESOLVE], [adopting(RESOLVE, LATE, 1)]),
    ([POSTPONE], [MOVE]),
    ([WITHDRAW], [END]),
]


@pytest.mark.parametrize(("acts", "beside"), ACTS, ids=["visit", "later", "adopt", "move", "end"])
def test_an_act_sent_again_has_the_answer_it_had(runtime, before, acts, beside):
    first = before.execute(*acts, *beside, actor=SYSTEM)
    again = runtime.execute(*acts, actor=SYSTEM)
    assert (again.repeated, again.stored) == (True, [])
    assert [e.reference for e in again.events] == [e.reference for e in first.events]


def test_an_act_sent_again_with_other_words_is_refused(runtime, before):
    before.execute(RESOLVE, adopting(RESOLVE, LATE, 1), actor=SYSTEM)
    for other in (
        replace(RESOLVE, decision="另议"),
        replace(RESOLVE, terms=replace(TERMS, due=None)),
    ):
        with pytest.raises(Refused, match="command_id_reused"):
            runtime.execute(other, actor=SYSTEM)


def test_what_did_not_follow_then_does_not_follow_now(runtime, before):
    before.execute(logged(), RESOLVE, actor=SYSTEM)
    again = runtime.execute(logged(), RESOLVE, actor=SYSTEM)
    assert (again.repeated, len(again.events)) == (True, 2)


def test_numbers_go_on_where_an_earlier_release_left_off(runtime, before):
    before.execute(RESOLVE, adopting(RESOLVE, LATE, 1), actor=SYSTEM)
    made = runtime.execute(decided(OTHER, "resolve", terms=TERMS), actor=SYSTEM).events[1]
    assert (made.stream, made.serial) == (resolution_id(MEETING, 2), "议〔2026〕05-G1-02")


def test_the_words_a_decision_is_known_by_are_those_of_earlier_releases():
    """Stored marks are made of them."""
    words = (
        '{"command_id":"%s","stream":"%s","happened_at":null,"cause":"","key":"case:1",'
        '"kind":"resolve","decision":"照此办理"}'
    )
    assert msgspec.json.encode(RESOLVE.own).decode() == words % (RESOLVE.command_id, MEETING)
