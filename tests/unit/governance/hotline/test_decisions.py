from datetime import timedelta
from typing import Any

import pytest

from governance.casework import commands as asks
from governance.casework import events as shared
from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM, ticket_id
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from governance.policy.deadlines import Deadline
from tests.builders import LATER, NOW, ask, book, deadline, happened, moment
from tests.given import given, refusal, when

ID = ticket_id("12345", "A1")
RECEIVED_AT = moment("2026-03-05 09:00")
CONTACT_AT = moment("2026-03-05 09:30")
REPORT: dict[str, Any] = {
    "facts": "true",
    "appeal": "reasonable",
    "site_visited": "yes",
    "result": "solved",
    "reply_way": "phone",
}
CALL = {"called_back_at": NOW, "reached": True, "contacted": "yes"}
HAPPY: dict[str, Any] = CALL | {"solved": "solved", "satisfaction": "satisfied"}
ANGRY: dict[str, Any] = CALL | {"solved": "solved", "satisfaction": "dissatisfied"}


def limit(clock: str) -> Deadline:
    return book().deadline("hotline", clock, NOW, kind="help", urgency="normal")


def contact(**changes: Any) -> Command:
    return ask(commands.ContactCaller, ID, **{"contacted_at": CONTACT_AT, "note": "约了"} | changes)


def call(told_so: dict[str, Any]) -> Command:
    return ask(commands.CallBack, ID, **told_so)


def redo(reason: str, number: int = 1) -> fact.RedoOrdered:
    return fact.RedoOrdered(round=number, unit="市政", reason=reason, handle_due=limit("redo"))


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
CONTACTED = happened(fact.CallerContacted(contacted_at=CONTACT_AT))
NOT_REACHED = happened(fact.CallerNotReached(tried_at=CONTACT_AT, reason="no_answer"))
SENT = happened(fact.TicketDispatched(unit="市政"))
HANDLED = happened(
    fact.TicketHandled(
        **REPORT, handled_at=RECEIVED_AT, reply=personal("已修复"), callback_due=limit("callback")
    )
)
CALLED = happened(fact.CallerCalledBack(**HAPPY))
CLOSED = happened(fact.TicketClosed(closed_at=NOW, outcome="solved", satisfaction="satisfied"))
TO_SENT = (RECEIVED, CONTACTED, SENT)
TO_HANDLED = (*TO_SENT, HANDLED)
TO_CALLED = (*TO_HANDLED, CALLED)
TO_CLOSED = (*TO_CALLED, CLOSED)

DISPATCH = ask(commands.DispatchTicket, ID, unit="市政", note="请先联")
HANDLE = ask(commands.HandleTicket, ID, **REPORT, reply="已修复")
CLOSE = ask(commands.CloseTicket, ID)
CORRECT = ask(TICKET.command(asks.Correct), ID, field="grid", new="g2", reason="核对地址")


@pytest.mark.parametrize(
    ("past", "command", "facts"),
    [
        (
            (RECEIVED,),
            contact(note="约下午上门"),
            [
                fact.CallerContacted(
                    happened_at=CONTACT_AT, contacted_at=CONTACT_AT, note=personal("约下午上门")
                )
            ],
        ),
        (
            (RECEIVED,),
            contact(not_reached="no_answer", note="下午再打"),
            [
                fact.CallerNotReached(
                    happened_at=CONTACT_AT,
                    tried_at=CONTACT_AT,
                    reason="no_answer",
                    note="下午再打",
                    again=True,
                )
            ],
        ),
        (
            (RECEIVED, NOT_REACHED),
            contact(not_reached="no_answer"),
            [
                fact.CallerNotReached(
                    happened_at=CONTACT_AT,
                    tried_at=CONTACT_AT,
                    reason="no_answer",
                    note="约了",
                    again=True,
                )
            ],
        ),
        (
            (RECEIVED, NOT_REACHED),
            contact(contacted_at=NOW),
            [fact.CallerContacted(happened_at=NOW, contacted_at=NOW, note=personal("约了"))],
        ),
        ((RECEIVED,), DISPATCH, [fact.TicketDispatched(unit="市政", note="请先联")]),
        (
            TO_SENT,
            ask(commands.DispatchTicket, ID, unit="绿化"),
            [fact.TicketDispatched(unit="绿化", old_unit="市政")],
        ),
        (
            TO_SENT,
            HANDLE,
            [
                fact.TicketHandled(
                    **REPORT,
                    handled_at=NOW,
                    reply=personal("已修复"),
                    callback_due=limit("callback"),
                )
            ],
        ),
        (TO_HANDLED, call(HAPPY), [fact.CallerCalledBack(happened_at=NOW, **HAPPY)]),
        (TO_CALLED, call(HAPPY), [fact.CallerCalledBack(happened_at=NOW, **HAPPY)]),
        (
            TO_HANDLED,
            call(ANGRY),
            [fact.CallerCalledBack(happened_at=NOW, **ANGRY), redo("dissatisfied")],
        ),
        (
            TO_HANDLED,
            call(HAPPY | {"solved": "unsolved"}),
            [
                fact.CallerCalledBack(happened_at=NOW, **HAPPY | {"solved": "unsolved"}),
                redo("unsolved"),
            ],
        ),
        (
            TO_CALLED,
            CLOSE,
            [fact.TicketClosed(closed_at=NOW, outcome="solved", satisfaction="satisfied")],
        ),
        (
            (RECEIVED,),
            CORRECT,
            [TICKET.event(shared.Corrected)(field="grid", old="", new="g2", reason="核对地址")],
        ),
        (
            (
                RECEIVED,
                happened(TICKET.event(shared.Corrected)(field="grid", old="", new="g2", reason="")),
            ),
            CORRECT,
            [],
        ),
    ],
    ids=[
        "contact",
        "contact in vain",
        "contact in vain again in the same minute",
        "contact after a try in vain",
        "dispatch",
        "dispatch to another unit",
        "handle",
        "call back",
        "call back again in the same minute",
        "call back somebody dissatisfied",
        "call back about what is unsolved",
        "close",
        "correct",
        "correct again",
    ],
)
def test_decisions(past: tuple[Event, ...], command: Command, facts: list[Event]) -> None:
    assert when(STREAM, past, command) == facts


@pytest.mark.parametrize(
    ("past", "command", "code"),
    [
        ((), DISPATCH, "unknown"),
        ((RECEIVED, CONTACTED), contact(contacted_at=NOW), "contacted_already"),
        ((RECEIVED, CONTACTED), contact(), "contacted_already"),
        ((RECEIVED, CONTACTED, SENT, CLOSED), contact(), "already_closed"),
        (TO_SENT, DISPATCH, "dispatched_already"),
        (TO_CLOSED, CLOSE, "already_closed"),
        (TO_CLOSED, call(HAPPY), "already_closed"),
        ((RECEIVED,), contact(contacted_at=RECEIVED_AT - timedelta(hours=1)), "before_received"),
        ((RECEIVED,), contact(contacted_at=LATER), "in_the_future"),
        ((RECEIVED,), contact(not_reached="lazy"), "no_such_option"),
        ((RECEIVED, SENT, CLOSED), contact(), "already_closed"),
        (TO_CLOSED, DISPATCH, "already_closed"),
        (TO_HANDLED, DISPATCH, "already_handled"),
        (TO_CLOSED, HANDLE, "already_closed"),
        (TO_HANDLED, HANDLE, "already_handled"),
        ((RECEIVED, CONTACTED), HANDLE, "not_dispatched"),
        ((RECEIVED, SENT), HANDLE, "not_contacted_yet"),
        (TO_CLOSED, call(HAPPY | {"called_back_at": LATER}), "already_closed"),
        (TO_SENT, call(HAPPY), "not_handled"),
        (TO_HANDLED, call(HAPPY | {"called_back_at": LATER}), "in_the_future"),
        (
            TO_HANDLED,
            call(HAPPY | {"called_back_at": RECEIVED_AT - timedelta(hours=1)}),
            "before_handled",
        ),
        (TO_HANDLED, call(HAPPY | {"solved": ""}), "callback_incomplete"),
        (TO_SENT, CLOSE, "not_handled"),
        (TO_HANDLED, CLOSE, "not_called_back"),
        (
            (RECEIVED,),
            ask(TICKET.command(asks.Correct), ID, field="serial", new="", reason=""),
            "not_correctable",
        ),
        *(
            (
                (RECEIVED,),
                ask(TICKET.command(asks.Correct), ID, field=f, new="x", reason=""),
                "no_such_option",
            )
            for f in ("kind", "category")
        ),
    ],
)
def test_refusals(past: tuple[Event, ...], command: Command, code: str) -> None:
    assert refusal(STREAM, past, command) == f"hotline.{code}"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"appeal": ""}, "missing"),
        ({"result": "forgotten"}, "no_such_option"),
        ({"facts": "partly"}, "needs_explanation"),
        ({"facts": "partly", "explanation": "部分属实"}, "explanation_is_label"),
        ({"explanation": "长" * 501}, "too_long"),
    ],
)
def test_the_closing_report_follows_the_option_lists(changes: dict[str, Any], code: str) -> None:
    report = ask(commands.HandleTicket, ID, **REPORT | {"reply": "已修复"} | changes)
    assert refusal(STREAM, TO_SENT, report) == f"hotline.report_{code}"


@pytest.mark.parametrize(
    ("past", "running"),
    [
        ((RECEIVED,), {"contact", "handle"}),
        ((RECEIVED, NOT_REACHED), {"handle"}),
        ((RECEIVED, CONTACTED), {"handle"}),
        (TO_SENT, {"handle"}),
        (TO_HANDLED, {"callback"}),
        (TO_CLOSED, set()),
        ((), set()),
    ],
)
def test_each_stage_has_its_clocks(past: tuple[Event, ...], running: set[str]) -> None:
    state = given(STREAM, *past)
    clocks = ("contact", "handle", "callback", "lunch")
    assert {clock for clock in clocks if state.due(clock)} == running
