"""初电: the clock runs until the caller was reached, or was tried as the policy asks."""

from datetime import datetime, timedelta

import msgspec
import pytest
from msgspec.structs import replace

from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.stream import STREAM
from governance.kernel.command import Command
from governance.kernel.event import Event, decode
from governance.kernel.sealed import personal
from tests.builders import NOW, SOME, amended, ask, book, context, deadline, happened
from tests.expecting import being, existing
from tests.given import given, refusal, then, when

HOUR = timedelta(hours=1)
RECEIVED = happened(
    fact.TicketReceived(
        serial="A1",
        source="12345",
        received_at=NOW - 9 * HOUR,
        kind="help",
        title="路灯不亮",
        contact_due=deadline(),
        handle_due=deadline(),
    )
)
SENT = happened(fact.TicketDispatched(unit="市政"))
RULE = existing(book().conduct.contact)


def tried(at: datetime, reason: str = "no_answer") -> Command:
    return ask(commands.ContactCaller, SOME, contacted_at=at, not_reached=reason)


def test_the_clock_runs_until_the_policys_tries_at_different_times_are_spent():
    past: tuple[Event, ...] = (RECEIVED,)
    for attempt in range(RULE.attempts):
        assert given(STREAM, *past).due("contact")
        past = then(STREAM, past, tried(NOW - 8 * HOUR + attempt * 2 * HOUR))
    state = given(STREAM, *past)
    assert state.due("contact") is None
    assert "contact" in [step.name for step in state.KIND.awaited(state.stage, state.fact)]


def test_calls_in_one_minute_are_one_try():
    past: tuple[Event, ...] = (RECEIVED,)
    for _ in range(RULE.attempts + 2):
        past = then(STREAM, past, tried(NOW - 8 * HOUR))
    assert given(STREAM, *past).due("contact")


@pytest.mark.parametrize(
    ("minutes", "counted"),
    [((0, 60, 120), 3), ((0, 59, 118), 2), ((120, 0, 60), 3), ((0, 1, 2), 1), ((), 0)],
)
def test_tries_count_that_lie_apart(minutes: tuple[int, ...], counted: int) -> None:
    tries = tuple(NOW + timedelta(minutes=minute) for minute in minutes)
    assert replace(RULE, minutes_apart=60).counted(tries) == counted


def test_a_caller_who_refuses_to_talk_was_reached_and_is_a_class_of_its_own():
    (event,) = when(STREAM, (RECEIVED,), tried(NOW, "refused"))
    assert being(fact.CallerNotReached, event).reason == "refused"
    state = given(STREAM, RECEIVED, event)
    assert (state.due("contact"), state.contacted_at) == (None, None)


def test_a_wrong_number_is_a_class_of_its_own_and_another_way_is_tried():
    past = then(STREAM, (RECEIVED,), tried(NOW, "unreachable"))
    assert given(STREAM, *past).due("contact")


def test_reached_ends_the_clock_and_says_what_was_talked_about():
    empty = ask(commands.ContactCaller, SOME, contacted_at=NOW)
    assert refusal(STREAM, (RECEIVED,), empty) == "hotline.contact_without_content"
    blank = ask(commands.ContactCaller, SOME, contacted_at=NOW, note=" ")
    assert refusal(STREAM, (RECEIVED,), blank) == "hotline.contact_without_content"
    past = then(STREAM, (RECEIVED,), tried(NOW - HOUR))
    made = ask(commands.ContactCaller, SOME, contacted_at=NOW, note="约下午上门")
    (contacted,) = when(STREAM, past, made)
    assert being(fact.CallerContacted, contacted).note == personal("约下午上门")
    assert given(STREAM, *past, contacted).due("contact") is None


def test_the_number_of_tries_is_the_policys():
    rule = msgspec.to_builtins(RULE) | {"attempts": 1}
    once = context(policy=amended("conduct", contact=rule))
    assert given(STREAM, *then(STREAM, (RECEIVED,), tried(NOW), once)).due("contact") is None


def test_an_edition_that_says_nothing_of_it_asks_for_one_try_as_before():
    silent = amended("conduct", contact=None)
    past = then(STREAM, (RECEIVED,), tried(NOW), context(policy=silent))
    assert given(STREAM, *past).due("contact") is None


def test_a_try_recorded_by_an_earlier_release_ended_the_clock_and_does_so_still():
    stored = msgspec.json.encode({"tried_at": NOW, "reason": "no_answer"})
    event = happened(decode("hotline.CallerNotReached", stored))
    assert given(STREAM, RECEIVED, event).due("contact") is None


def test_a_unit_may_report_after_a_try_while_the_clock_of_the_first_call_runs_on():
    past = then(STREAM, (RECEIVED, SENT), tried(NOW))
    report = ask(
        commands.HandleTicket,
        SOME,
        facts="true",
        appeal="reasonable",
        site_visited="yes",
        result="solved",
        reply_way="phone",
        reply="已修复",
    )
    state = given(STREAM, *then(STREAM, past, report))
    assert (state.stage, sorted(state.running())) == ("handled", ["callback", "contact"])


def test_who_refuses_to_be_called_back_is_called_no_more_and_stands_apart():
    handled = happened(
        fact.TicketHandled(
            handled_at=NOW - HOUR,
            facts="true",
            result="solved",
            reply_way="phone",
            reply=personal("已修复"),
            callback_due=deadline(),
        )
    )
    past = (RECEIVED, SENT, handled)
    close = ask(commands.CloseTicket, SOME)
    for way in ("no_answer", "unreachable"):
        call = ask(commands.CallBack, SOME, called_back_at=NOW, reached=False, not_reached=way)
        assert refusal(STREAM, then(STREAM, past, call), close) == "hotline.not_called_back"
    call = ask(commands.CallBack, SOME, called_back_at=NOW, reached=False, not_reached="refused")
    (called,) = when(STREAM, past, call)
    assert being(fact.CallerCalledBack, called).not_reached == "refused"
    assert when(STREAM, (*past, called), close)
    nonsense = ask(commands.CallBack, SOME, called_back_at=NOW, reached=False, not_reached="busy")
    assert refusal(STREAM, past, nonsense) == "hotline.no_such_option"
