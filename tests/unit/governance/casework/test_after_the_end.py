"""Closed is final: another round with a reason, or a correction two people agree on."""

from typing import Any

import pytest

from governance.casework.events import Reopened
from governance.hotline import events as ticket_facts
from governance.hotline.stream import STREAM as HOTLINE
from governance.issues import events as issue_facts
from governance.issues.stream import STREAM as ISSUES
from governance.kernel.command import Command
from governance.kernel.event import EVENTS, Event
from governance.kernel.sealed import personal
from governance.kernel.stream import Stream
from tests.builders import NOW, SOME, amended, ask, book, context, deadline, happened
from tests.expecting import being
from tests.given import given, refusal, then, when

TICKET = happened(
    ticket_facts.TicketReceived(
        serial="1",
        source="12345",
        received_at=NOW,
        kind="help",
        title="路灯不亮",
        contact_due=deadline(),
        handle_due=deadline(),
    )
)
ISSUE = happened(
    issue_facts.IssueReported(
        serial="WG-1", source="patrol", reported_at=NOW, title="路灯不亮", verify_due=deadline()
    )
)
FILED = happened(
    issue_facts.IssueFiled(
        category="p0102", condition="p0102a", dispatch_due=deadline(), handle_due=deadline()
    )
)
VOIDED = happened(issue_facts.IssueVoided(reason="duplicate"))
ANOTHER = context(actor="zhao")


class Case:
    """A kind of case with the words of its stream: open, and closed by a unit."""

    def __init__(self, stream: Stream, noun: str, opened: tuple[Event, ...]) -> None:
        self.stream, self.noun, self.opened = stream, noun, opened
        self.closed = (
            *opened,
            happened(self.fact(f"{noun}Dispatched", unit="市政")),
            happened(self.fact(f"{noun}Closed", closed_at=NOW, outcome="solved")),
        )
        self.reopen = self.ask(f"Reopen{noun}", reason="called_again", note="灯又灭了")

    def ask(self, name: str, **values: Any) -> Command:
        kind = next(one for one in self.stream.commands if one.__name__ == name)
        return ask(kind, SOME, **values)

    def fact(self, name: str, **values: Any) -> Event:
        return EVENTS[f"{self.stream.name}.{name}"](**values)

    def correction(self, **values: str) -> Command:
        said = {"field": "outcome", "new": "unsolved", "reason": "勾错了"} | values
        return self.ask("RequestCorrection", **said)


@pytest.fixture(params=["hotline", "issues"])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param == "hotline":
        return Case(HOTLINE, "Ticket", (TICKET,))
    return Case(ISSUES, "Issue", (ISSUE, FILED))


def test_a_closed_case_goes_on_in_another_round_of_the_same_unit(case: Case) -> None:
    facts = {"kind": "help", "urgency": "normal"}
    if case.noun == "Issue":
        facts = {"source": "patrol", "category": "p0102"}
    limit = book().deadline(case.stream.name, "redo", NOW, **facts)
    assert when(case.stream, case.closed, case.reopen) == [
        case.fact(
            f"{case.noun}Reopened",
            round=1,
            unit="市政",
            reason="called_again",
            stage="dispatched",
            clock="handle",
            due=limit,
            note=personal("灯又灭了"),
        )
    ]
    state = given(case.stream, *then(case.stream, case.closed, case.reopen))
    assert (state.stage, state.unit, state.round) == ("dispatched", "市政", 1)
    assert state.due("handle") == limit


def test_only_what_is_over_is_taken_up_again_and_for_a_known_reason(case: Case) -> None:
    code = f"{case.stream.name}.open_still"
    assert refusal(case.stream, case.opened, case.reopen) == code
    assert refusal(case.stream, then(case.stream, case.closed, case.reopen), case.reopen) == code
    nonsense = case.ask(f"Reopen{case.noun}", reason="no_mood")
    assert refusal(case.stream, case.closed, nonsense) == f"{case.stream.name}.no_such_option"
    assert refusal(case.stream, (), case.reopen) == f"{case.stream.name}.unknown"


def test_what_nobody_had_in_hand_waits_for_a_dispatch(case: Case) -> None:
    past = (*case.opened, happened(case.fact(f"{case.noun}Closed", closed_at=NOW, outcome="")))
    state = given(case.stream, *then(case.stream, past, case.reopen))
    assert state.stage == state.KIND.returned_to


def test_a_voided_issue_is_looked_at_anew() -> None:
    case = Case(ISSUES, "Issue", (ISSUE, FILED))
    (again,) = when(ISSUES, (ISSUE, VOIDED), case.reopen)
    assert being(Reopened, again).clock == "verify"
    state = given(ISSUES, ISSUE, VOIDED, again)
    assert (state.stage, state.round) == ("reported", 1)
    assert state.due("verify") == book().deadline("issues", "verify", NOW, source="patrol")


def test_a_ticket_taken_up_again_is_called_back_again() -> None:
    case = Case(HOTLINE, "Ticket", (TICKET,))
    called = happened(
        ticket_facts.CallerCalledBack(called_back_at=NOW, reached=True, satisfaction="satisfied")
    )
    past = (*case.closed[:-1], called, case.closed[-1])
    state = given(HOTLINE, *then(HOTLINE, past, case.reopen))
    assert (state.called_back, state.attempts, state.closed_at) == (False, 0, None)


def test_a_closed_case_is_corrected_when_another_person_agrees(case: Case) -> None:
    wanted = case.correction()
    grant = case.ask("GrantCorrection")
    said = {"field": "outcome", "old": "solved", "new": "unsolved", "reason": "勾错了"}
    requested = case.fact("CorrectionRequested", **said)
    assert when(case.stream, case.closed, wanted) == [requested]
    past = (*case.closed, happened(requested))
    assert given(case.stream, *past).outcome == "solved"
    assert refusal(case.stream, past, grant) == f"{case.stream.name}.asked_by_yourself"
    assert when(case.stream, past, grant, ANOTHER) == [
        case.fact(f"{case.noun}Corrected", **said, asked_by="wang")
    ]
    past = then(case.stream, past, grant, ANOTHER)
    state = given(case.stream, *past)
    assert (state.outcome, state.correction_asked) == ("unsolved", None)
    assert refusal(case.stream, past, grant, ANOTHER).endswith(".no_correction_asked")


def test_whoever_asked_may_answer_where_the_policy_lets_him(case: Case) -> None:
    asking = {"answered_by_another": False, "source": "test"}
    past = (*case.closed, happened(when(case.stream, case.closed, case.correction())[0]))
    assert when(
        case.stream,
        past,
        case.ask("GrantCorrection"),
        context(policy=amended("conduct", asking=asking)),
    )


def test_a_correction_that_is_declined_changes_nothing(case: Case) -> None:
    past = (*case.closed, happened(when(case.stream, case.closed, case.correction())[0]))
    decline = case.ask("DeclineCorrection", note="回访录音为已解决")
    assert when(case.stream, past, decline, ANOTHER) == [
        case.fact("CorrectionDeclined", note="回访录音为已解决")
    ]
    after = then(case.stream, past, decline, ANOTHER)
    assert given(case.stream, *after) == given(case.stream, *case.closed)


def test_what_may_be_asked_is_what_may_be_so(case: Case) -> None:
    name = case.stream.name
    correct = case.ask(f"Correct{case.noun}", field="title", new="路灯昏暗", reason="听错")
    assert refusal(case.stream, case.closed, correct) == f"{name}.corrected_by_asking"
    assert when(case.stream, case.opened, correct)
    assert refusal(case.stream, case.opened, case.correction()) == f"{name}.open_still"
    twice = then(case.stream, case.closed, case.correction())
    assert refusal(case.stream, twice, case.correction()) == f"{name}.correction_pending"
    for said, code in (({"new": "fine"}, "no_such_option"), ({"field": "unit"}, "not_correctable")):
        assert refusal(case.stream, case.closed, case.correction(**said)) == f"{name}.{code}"
    assert when(case.stream, case.closed, case.correction(new="solved")) == []
