"""接单 from forms and sheets, the first time and every time after."""

from collections.abc import Iterable
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
from governance.kernel.sealed import Sealed, personal
from governance.policy.deadlines import Deadline
from tests.builders import LATER, NOW, ask, book, happened, moment
from tests.expecting import being
from tests.given import given, refusal, then, when

ID = ticket_id("12345", "A1")
AT = moment("2026-03-05 09:00")
TOLD: dict[str, Any] = {
    "serial": "A1",
    "source": "12345",
    "received_at": AT,
    "kind": "complaint",
    "title": "夜间施工扰民",
    "place": "华阳路1号",
    "grid": "g1",
    "area": "a101",
    "category": "noise",
    "urgency": "urgent",
    "batch": "b1",
}
PEOPLE = {
    "content": "晚上十点还在打桩",
    "caller": "张三",
    "phone": "13800000000",
    "address": "101室",
}
STAGES = {
    "unit": "城管",
    "contacted_at": AT + timedelta(minutes=10),
    "dispatched_at": AT + timedelta(minutes=5),
    "called_back_at": AT + timedelta(minutes=40),
    "closed_at": AT + timedelta(minutes=50),
    "outcome": "solved",
    "satisfaction": "satisfied",
}


def row(**changes: Any) -> Command:
    return ask(commands.ReceiveTicket, ID, **TOLD | PEOPLE | changes)


def by_hand(*, minutes: int) -> Command:
    at = AT + timedelta(minutes=minutes)
    return ask(commands.CallBack, ID, called_back_at=at, reached=False)


def handled() -> Event:
    """The unit reported a quarter of an hour after the ticket came."""
    return happened(
        fact.TicketHandled(
            handled_at=AT + timedelta(minutes=15),
            facts="true",
            result="solved",
            reply_way="phone",
            reply=personal("已停工"),
            callback_due=due("callback"),
        )
    )


def mine(text: str) -> Sealed:
    return personal(text, person="13800000000")


def due(clock: str) -> Deadline:
    return book().deadline("hotline", clock, AT, kind="complaint", urgency="urgent")


def names(events: Iterable[Event]) -> list[str]:
    return [type(event).__name__ for event in events]


def test_the_first_time():
    assert when(STREAM, (), row()) == [
        fact.TicketReceived(
            happened_at=AT,
            **TOLD,
            content=personal("晚上十点还在打桩"),
            caller=mine("张三"),
            phone=mine("13800000000"),
            address=mine("101室"),
            contact_due=due("contact"),
            handle_due=due("handle"),
        )
    ]
    assert due("contact").rule == "contact_urgent"


def test_the_same_row_again():
    assert when(STREAM, then(STREAM, (), row()), row()) == []
    full = row(**STAGES)
    assert when(STREAM, then(STREAM, (), full), full) == []


def test_a_row_brings_the_stages_the_ticket_has_passed():
    received, contacted, sent, called, closed = when(STREAM, (), row(**STAGES))
    assert type(received) is fact.TicketReceived
    assert isinstance(contacted, fact.CallerContacted)
    assert isinstance(sent, fact.TicketDispatched)
    assert isinstance(called, fact.CallerCalledBack)
    assert isinstance(closed, fact.TicketClosed)
    assert contacted.contacted_at == STAGES["contacted_at"]
    assert (sent.unit, sent.dispatched_at) == ("城管", STAGES["dispatched_at"])
    assert (called.reached, called.satisfaction) == (True, "satisfied")
    assert (closed.closed_at, closed.outcome) == (STAGES["closed_at"], "solved")


def test_a_later_sheet_brings_only_what_is_new():
    past = then(STREAM, (), row(unit="城管"))
    facts = when(STREAM, past, row(**STAGES))
    assert names(facts) == [
        "TicketCorrected",  # when it was sent: until now the moment it came in stood for that
        "CallerContacted",
        "CallerCalledBack",
        "TicketClosed",
    ]


@pytest.mark.parametrize("satisfaction", ["", "fairly"])
def test_a_call_back_in_a_sheet_counts_once(satisfaction: str) -> None:
    called = row(called_back_at=STAGES["called_back_at"])
    past = then(STREAM, (), called)
    rated = row(called_back_at=STAGES["called_back_at"], satisfaction=satisfaction)
    facts = when(STREAM, past, rated)
    assert [being(fact.CallerCalledBack, event).satisfaction for event in facts] == [
        satisfaction
    ] * bool(satisfaction)


def test_a_call_by_hand_after_that_of_the_sheet_brings_the_sheets_not_again():
    called = row(called_back_at=AT + timedelta(minutes=20))
    past = then(STREAM, (), row(unit="城管", contacted_at=AT))
    past = (*past, handled())
    past = then(STREAM, past, called)
    past = then(STREAM, past, by_hand(minutes=30))
    assert [being(fact.CallerCalledBack, event).called_back_at for event in past[-2:]] == [
        AT + timedelta(minutes=20),
        AT + timedelta(minutes=30),
    ]
    assert when(STREAM, past, called) == []


def test_a_call_by_hand_in_the_minute_of_the_sheets_is_kept_and_the_sheet_adds_nothing():
    told_so = row(called_back_at=AT + timedelta(minutes=20))
    past = then(STREAM, (), row(unit="城管", contacted_at=AT))
    past = (*past, handled())
    past = then(STREAM, past, told_so)
    kept = then(STREAM, past, by_hand(minutes=20))
    assert names(kept[len(past) :]) == ["CallerCalledBack"]
    assert given(STREAM, *kept).attempts == 2
    assert when(STREAM, kept, told_so) == []


@pytest.mark.parametrize("changes", [{}, {"title": "另一件事"}, {"phone": "13900000000"}])
def test_a_number_typed_again_by_a_person_is_taken(changes: dict[str, Any]) -> None:
    past = then(STREAM, (), row(batch=""))
    assert refusal(STREAM, past, row(batch="", **changes)) == "hotline.serial_taken"
    assert refusal(STREAM, then(STREAM, (), row()), row(batch="")) == "hotline.serial_taken"


def test_a_sheet_still_brings_on_what_a_person_typed():
    past = then(STREAM, (), row(batch=""))
    assert names(when(STREAM, past, row(title="夜间施工噪声"))) == ["TicketCorrected"]


def test_a_changed_row_is_a_correction_and_a_second_time_nothing():
    past = then(STREAM, (), row(**STAGES))
    changed = row(
        **STAGES | {"closed_at": NOW, "contacted_at": AT + timedelta(minutes=11)},
        title="夜间施工噪声",
        phone="13900000000",
        content="凌晨也在打桩",
        caller="",
        address="",
    )
    facts = when(STREAM, past, changed)
    kinds = (shared.Corrected, shared.SealedCorrected)
    corrected = [event for event in facts if isinstance(event, kinds)]
    assert corrected == facts
    assert [(event.field, event.reason) for event in corrected] == [
        ("title", "sheet"),
        ("closed_at", "sheet"),
        ("contacted_at", "sheet"),
        ("content", "sheet"),
        ("phone", "sheet"),
    ]
    assert facts[0] == TICKET.event(shared.Corrected)(
        field="title", old="夜间施工扰民", new="夜间施工噪声", reason="sheet"
    )
    assert corrected[3].new == personal("凌晨也在打桩")
    assert corrected[4].new == personal("13900000000", person="13900000000")
    assert when(STREAM, (*past, *facts), changed) == []
    state = given(STREAM, *past, *facts)
    assert (state.closed_at, state.title) == (NOW, "夜间施工噪声")


def test_a_sheet_never_undoes_a_correction_by_hand():
    past = then(STREAM, (), row())
    past = then(
        STREAM,
        past,
        ask(TICKET.command(asks.Correct), ID, field="grid", new="g2", reason="核对"),
    )
    assert when(STREAM, past, row()) == []


def test_a_sheet_never_sends_a_case_back_to_the_unit_that_returned_it():
    past = then(STREAM, (), row(unit="城管"))
    past = then(STREAM, past, ask(TICKET.command(asks.RequestReturn), ID, reason="not_ours"))
    past = then(STREAM, past, ask(TICKET.command(asks.GrantReturn), ID))
    assert when(STREAM, past, row(unit="城管")) == []
    assert names(when(STREAM, past, row(unit="市容"))) == ["TicketDispatched"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"received_at": LATER}, "hotline.in_the_future"),
        ({"closed_at": LATER}, "hotline.in_the_future"),
        ({"contacted_at": AT - timedelta(minutes=1)}, "hotline.before_received"),
    ],
)
def test_moments_out_of_order_are_refused(changes: dict[str, Any], code: str) -> None:
    assert refusal(STREAM, (), row(**changes)) == code
