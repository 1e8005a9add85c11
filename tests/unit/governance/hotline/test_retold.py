"""What a later sheet says of a ticket that is here: corrected, dispatched again, or disagreed."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from governance.casework import commands as asks
from governance.casework.events import Corrected, Reopened
from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM, ticket_id
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from tests.builders import ask, book, happened, moment
from tests.given import given, refusal, then, when

ID = ticket_id("12345", "C1")
AT = moment("2026-03-02 09:00")
ROW: dict[str, Any] = {
    "serial": "C1",
    "source": "12345",
    "received_at": AT,
    "kind": "complaint",
    "title": "夜间施工扰民",
    "content": "晚上十点还在打桩",
    "address": "示例路1弄1号",
    "place": "示例路1弄",
    "urgency": "urgent",
    "batch": "b1",
    "unit": "城建办",
    "dispatched_at": AT + timedelta(hours=1),
}
CLOSED = {
    "contacted_at": AT + timedelta(hours=2),
    "closed_at": AT + timedelta(days=1),
    "outcome": "solved",
    "satisfaction": "satisfied",
}
HANDLED = happened(
    fact.TicketHandled(
        handled_at=AT + timedelta(hours=3),
        facts="true",
        result="solved",
        reply_way="phone",
        reply=personal("已停工"),
        callback_due=book().deadline("hotline", "callback", AT, kind="complaint"),
    )
)


def row(**changes: Any) -> Command:
    return ask(commands.ReceiveTicket, ID, **ROW | changes)


def changed(events: Iterable[Event]) -> list[tuple[str, str, str, str]]:
    return [
        (event.field, event.old, event.new, event.reason)
        for event in events
        if isinstance(event, Corrected)
    ]


def open_ticket() -> tuple[Event, ...]:
    return then(STREAM, (), row())


def closed_ticket() -> tuple[Event, ...]:
    return then(STREAM, (), row(**CLOSED))


def by_hand(past: tuple[Event, ...], command: type[Command], **values: Any) -> tuple[Event, ...]:
    return then(STREAM, past, ask(command, ID, **values))


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("satisfaction", "satisfied", "dissatisfied"),
        ("outcome", "solved", "explained"),
        ("unit", "城建办", "房管办"),
        ("kind", "complaint", "consultation"),
        ("urgency", "urgent", "normal"),
    ],
)
def test_a_closed_ticket_is_corrected_in_whatever_the_sheet_says_otherwise(
    name: str, old: str, new: str
) -> None:
    later = row(**CLOSED | {name: new})
    facts = when(STREAM, closed_ticket(), later)
    assert changed(facts) == [(name, old, new, "sheet")]
    assert len(facts) == 1
    assert getattr(given(STREAM, *closed_ticket(), *facts), name) == new
    assert when(STREAM, (*closed_ticket(), *facts), later) == []


@pytest.mark.parametrize("name", ["dispatched_at", "called_back_at", "closed_at"])
def test_a_moment_a_sheet_said_is_corrected_by_a_sheet(name: str) -> None:
    stages = CLOSED | {"called_back_at": AT + timedelta(hours=12)}
    past = then(STREAM, (), row(**stages))
    new = AT + timedelta(days=2) if name == "closed_at" else AT + timedelta(hours=3)
    [correction] = changed(when(STREAM, past, row(**stages | {name: new})))
    assert (correction[0], correction[2]) == (name, new.isoformat())


def test_what_came_of_an_open_ticket_is_kept_too():
    facts = when(STREAM, open_ticket(), row(outcome="solved", satisfaction="satisfied"))
    assert changed(facts) == [
        ("outcome", "", "solved", "sheet"),
        ("satisfaction", "", "satisfied", "sheet"),
    ]
    first = when(STREAM, (), row(satisfaction="satisfied"))
    assert changed(first) == [("satisfaction", "", "satisfied", "sheet")]


def test_another_unit_of_an_open_ticket_is_another_dispatch():
    facts = when(STREAM, open_ticket(), row(unit="房管办"))
    assert facts == [
        fact.TicketDispatched(
            happened_at=ROW["dispatched_at"],
            unit="房管办",
            old_unit="城建办",
            dispatched_at=ROW["dispatched_at"],
        )
    ]
    assert when(STREAM, (*open_ticket(), *facts), row(unit="房管办")) == []


def test_another_dispatch_names_the_unit_that_had_it():
    asked = ask(commands.DispatchTicket, ID, unit="城管")
    assert when(STREAM, open_ticket(), asked) == [
        fact.TicketDispatched(unit="城管", old_unit="城建办")
    ]


def test_a_unit_chosen_here_stands_against_a_sheet_and_the_disagreement_is_told_once():
    past = by_hand(open_ticket(), commands.DispatchTicket, unit="城管")
    assert when(STREAM, past, row()) == []
    facts = when(STREAM, past, row(unit="房管办"))
    assert facts == [fact.SheetDisagreed(field="unit", said="房管办", held="城管", batch="b1")]
    assert given(STREAM, *past, *facts).unit == "城管"
    assert when(STREAM, (*past, *facts), row(unit="房管办")) == []


def test_what_the_caller_said_here_stands_against_a_sheet():
    past = by_hand(open_ticket(), commands.ContactCaller, contacted_at=AT, note="约了时间")
    past = (*past, HANDLED)
    facts = when(STREAM, past, row(outcome="explained", satisfaction="satisfied"))
    assert [
        (event.field, event.said, event.held)
        for event in facts
        if isinstance(event, fact.SheetDisagreed)
    ] == [("outcome", "explained", "solved")]
    assert changed(facts) == [("satisfaction", "", "satisfied", "sheet")]


def test_a_unit_that_asks_to_give_the_ticket_back_is_not_passed_over():
    past = by_hand(open_ticket(), TICKET.command(asks.RequestReturn), reason="not_ours")
    [event] = when(STREAM, past, row(unit="房管办"))
    assert isinstance(event, fact.SheetDisagreed)


def test_what_a_sheet_does_not_say_is_not_changed():
    untold = {"kind": "", "urgency": "", "address": "", "place": ""}
    assert when(STREAM, open_ticket(), row(**untold)) == []
    received = when(STREAM, (), row(kind="", urgency=""))[0]
    assert isinstance(received, fact.TicketReceived)
    assert (received.kind, received.urgency) == ("other", "normal")


def test_a_title_worked_out_replaces_none_that_was_told():
    assert when(STREAM, open_ticket(), row(title="晚上十点还在", derived=("title", "place"))) == []
    past = then(STREAM, (), row(title="晚上十点还在", derived=("title", "place")))
    stages = when(STREAM, past, row(derived=("place",)))
    assert [one[0] for one in changed(stages)] == ["title"]
    again = row(title="凌晨也在打桩", content="凌晨也在打桩", derived=("title", "place"))
    assert [one[0] for one in changed(when(STREAM, past, again))] == ["title"]


def test_the_place_follows_the_address():
    moved = row(address="示例路2弄1号", place="示例路2弄", derived=("place",))
    assert [one[:3] for one in changed(when(STREAM, open_ticket(), moved))] == [
        ("place", "示例路1弄", "示例路2弄")
    ]


def test_an_older_copy_of_a_sheet_is_known_by_what_it_turns_back():
    past = then(STREAM, open_ticket(), row(title="施工噪声", content="凌晨也在打桩"))
    facts = when(STREAM, past, row())
    assert changed(facts) == [("title", "施工噪声", "夜间施工扰民", "sheet_back")]
    assert [event.reason for event in facts if isinstance(event, fact.SealedFactCorrected)] == [
        "sheet_back"
    ]
    state = given(STREAM, *past, *facts)
    assert (state.title, state.reported["title"]) == ("夜间施工扰民", "夜间施工扰民")


@pytest.mark.parametrize("known", [{}, {"contacted_at": AT + timedelta(hours=2)}])
def test_a_corrected_reception_obeys_the_order_of_what_is_known(known: dict[str, Any]) -> None:
    past = then(STREAM, (), row(**known))
    moved = row(received_at=AT + timedelta(days=2), dispatched_at=None)
    assert refusal(STREAM, past, moved) == "hotline.received_after"
    earlier = row(received_at=AT - timedelta(hours=1), dispatched_at=None)
    assert [one[0] for one in changed(when(STREAM, past, earlier))] == ["received_at"]


AGAIN: dict[str, Any] = {"received_at": AT + timedelta(days=2), "dispatched_at": None}


def test_a_number_that_comes_again_after_closing_is_another_round_with_its_own_limit():
    [again] = when(STREAM, closed_ticket(), row(**AGAIN))
    assert isinstance(again, Reopened)
    assert (again.round, again.unit, again.reason, again.stage) == (
        1,
        "城建办",
        "sheet_again",
        "dispatched",
    )
    assert again.due == book().deadline(
        "hotline", "redo", AGAIN["received_at"], kind="complaint", urgency="urgent"
    )
    state = given(STREAM, *closed_ticket(), again)
    assert (state.closed_at, state.running()) == (None, ["handle"])
    assert when(STREAM, (*closed_ticket(), again), row(**AGAIN)) == []


def test_another_round_brings_its_own_stages_to_its_own_end():
    at = AGAIN["received_at"]
    full = AGAIN | {
        "unit": "房管办",
        "dispatched_at": at + timedelta(hours=1),
        "contacted_at": at + timedelta(hours=2),
        "closed_at": at + timedelta(hours=9),
        "satisfaction": "dissatisfied",
    }
    facts = when(STREAM, closed_ticket(), row(**full))
    assert [type(event).__name__ for event in facts] == [
        "TicketReopened",
        "CallerContacted",
        "TicketDispatched",
        "TicketClosed",
    ]
    state = given(STREAM, *closed_ticket(), *facts)
    assert (state.round, state.unit, state.satisfaction) == (1, "房管办", "dissatisfied")
    assert state.received_at == AT
    assert when(STREAM, (*closed_ticket(), *facts), row(**full)) == []


def test_an_older_sheet_does_not_end_a_later_round():
    past = (*closed_ticket(), *when(STREAM, closed_ticket(), row(**AGAIN)))
    assert when(STREAM, past, row(**CLOSED)) == []
    by_people = ask(TICKET.command(asks.Reopen), ID, reason="not_settled")
    again = tuple(happened(event) for event in when(STREAM, closed_ticket(), by_people))
    assert when(STREAM, (*closed_ticket(), *again), row(**CLOSED)) == []
    assert when(STREAM, closed_ticket(), row()) == []
