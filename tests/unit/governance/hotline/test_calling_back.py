"""回访: every call is a call, however soon it follows the one before."""

from datetime import timedelta
from typing import Any

from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.stream import STREAM, ticket_id
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.policy.deadlines import Deadline
from tests.builders import NOW, amended, ask, book, context, deadline, happened, moment
from tests.expecting import being
from tests.given import given, refusal, then, when

ID = ticket_id("12345", "A1")
RECEIVED_AT = moment("2026-03-05 09:00")
REPORT: dict[str, Any] = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
}
HANDLE = ask(commands.HandleTicket, ID, **REPORT, reply="已修复")
CLOSE = ask(commands.CloseTicket, ID)
HAPPY = {
    "called_back_at": NOW,
    "reached": True,
    "contacted": "yes",
    "solved": "solved",
    "satisfaction": "satisfied",
}
ANGRY = HAPPY | {"satisfaction": "dissatisfied"}
UNSOLVED = HAPPY | {"solved": "unsolved"}
IN_VAIN = {"called_back_at": NOW, "reached": False}


def call(told_so: dict[str, Any]) -> Command:
    return ask(commands.CallBack, ID, **told_so)


def limit(clock: str) -> Deadline:
    return book().deadline("hotline", clock, NOW, kind="help", urgency="normal")


RECEIVED = happened(
    fact.TicketReceived(
        serial="A1",
        source="12345",
        received_at=RECEIVED_AT,
        kind="help",
        title="路灯不亮",
        contact_due=deadline(),
        handle_due=deadline(),
    )
)
CONTACTED = happened(fact.CallerContacted(contacted_at=RECEIVED_AT))
SENT = happened(fact.TicketDispatched(unit="市政"))
HANDLED = happened(
    fact.TicketHandled(
        **REPORT, handled_at=RECEIVED_AT, reply=personal("已修复"), callback_due=limit("callback")
    )
)
TO_HANDLED = (RECEIVED, CONTACTED, SENT, HANDLED)


def test_a_dissatisfied_caller_starts_another_round():
    past = then(STREAM, TO_HANDLED, call(ANGRY))
    assert refusal(STREAM, past, call(ANGRY)) == "hotline.not_handled"
    assert given(STREAM, *past).due("handle") == limit("redo")
    past = then(STREAM, past, HANDLE)
    assert refusal(STREAM, past, CLOSE) == "hotline.not_called_back"
    again = call(ANGRY | {"called_back_at": NOW + timedelta(hours=1)})
    facts = when(STREAM, past, again, context(NOW + timedelta(hours=1)))
    assert being(fact.RedoOrdered, facts[1]).round == 2


def test_a_caller_reached_in_the_minute_of_a_call_in_vain_may_start_another_round():
    past = then(STREAM, then(STREAM, TO_HANDLED, call(IN_VAIN)), call(UNSOLVED))
    assert [type(event).__name__ for event in past[-3:]] == [
        "CallerCalledBack",
        "CallerCalledBack",
        "RedoOrdered",
    ]
    state = given(STREAM, *past)
    assert (state.stage, state.round, state.attempts) == ("dispatched", 1, 1)


def test_two_calls_in_vain_in_one_minute_are_two_attempts():
    past = then(STREAM, then(STREAM, TO_HANDLED, call(IN_VAIN)), call(IN_VAIN))
    assert given(STREAM, *past).attempts == 2


def test_a_caller_never_reached_is_tried_as_often_as_the_policy_says():
    twice = amended("conduct", callback={"attempts": 2, "source": "test"})
    past: tuple[Event, ...] = TO_HANDLED
    for attempt in range(2):
        assert refusal(STREAM, past, CLOSE, context(policy=twice)) == "hotline.not_called_back"
        tried = {"called_back_at": NOW - timedelta(minutes=9 - attempt), "reached": False}
        past = then(STREAM, past, call(tried), context(policy=twice))
    (closed,) = when(STREAM, past, CLOSE, context(policy=twice))
    assert isinstance(closed, fact.TicketClosed)
    assert (closed.outcome, closed.satisfaction) == ("solved", "")


def test_a_call_back_told_to_the_minute_may_fall_into_the_minute_of_the_report():
    handled = happened(
        fact.TicketHandled(
            handled_at=NOW + timedelta(seconds=40),
            facts="true",
            result="solved",
            reply_way="phone",
            reply=personal("已修复"),
            callback_due=deadline(),
        )
    )
    past = (RECEIVED, CONTACTED, SENT, handled)
    later = context(NOW + timedelta(seconds=50))
    assert when(STREAM, past, call(HAPPY), later)
    early = HAPPY | {"called_back_at": NOW - timedelta(minutes=1)}
    assert refusal(STREAM, past, call(early), later) == "hotline.before_handled"
