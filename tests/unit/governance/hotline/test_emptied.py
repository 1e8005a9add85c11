"""What an empty cell clears where the mapping says so, and what other columns say later."""

from typing import Any

import pytest

from governance.casework import commands as asks
from governance.casework.events import Corrected
from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM, ticket_id
from governance.kernel.command import Command
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from tests.builders import ask, moment
from tests.given import then, when

ID = ticket_id("12345", "C1")
AT = moment("2026-03-02 09:00")
ROW: dict[str, Any] = {
    "serial": "C1",
    "source": "12345",
    "received_at": AT,
    "kind": "complaint",
    "title": "夜间施工扰民",
    "phone": "13800138000",
    "address": "示例路1弄1号",
    "place": "示例路1弄",
    "derived": ("place",),
    "category": "noise",
    "batch": "b1",
}
BESIDE = '{"备注": "须回电"}'
CLEAR: dict[str, Any] = {"category": "", "cleared": ("category",)}


def row(**changes: Any) -> Command:
    return ask(commands.ReceiveTicket, ID, **ROW | changes)


def here(**changes: Any) -> tuple[Event, ...]:
    return then(STREAM, (), row(**changes))


def by_hand(past: tuple[Event, ...], field: str, value: str) -> tuple[Event, ...]:
    command = TICKET.command(asks.Correct)
    return then(STREAM, past, ask(command, ID, field=field, new=value, reason="核对"))


def corrected(field: str, old: str, new: str, reason: str = fact.SHEET) -> Event:
    return TICKET.event(Corrected)(field=field, old=old, new=new, reason=reason)


def test_an_empty_cell_says_nothing_where_nobody_said_that_it_does():
    assert when(STREAM, here(), row(category="", phone="", address="", place="")) == []


def test_an_empty_cell_clears_what_a_sheet_told_once():
    past = here()
    assert when(STREAM, past, row(**CLEAR)) == [corrected("category", "noise", "")]
    past = then(STREAM, past, row(**CLEAR))
    assert when(STREAM, past, row(**CLEAR)) == []
    again = corrected("category", "", "noise", fact.SHEET_BACK)
    assert when(STREAM, past, row()) == [again]
    assert when(STREAM, (*past, again), row(**CLEAR)) == [corrected("category", "noise", "")]


def test_a_sealed_value_is_cleared_and_the_place_worked_out_from_it_too():
    past = here()
    phone, address = personal("13800138000", person="13800138000"), past[0].address  # type: ignore[attr-defined]
    asked = row(phone="", address="", place="", cleared=("phone", "address"))
    assert when(STREAM, past, asked) == [
        fact.SealedFactCorrected(field="phone", old=phone, new=None, reason=fact.SHEET),
        fact.SealedFactCorrected(field="address", old=address, new=None, reason=fact.SHEET),
        corrected("place", "示例路1弄", ""),
    ]
    assert when(STREAM, then(STREAM, past, asked), asked) == []


def test_what_people_decided_stands_against_an_empty_cell_and_is_told_once():
    past = by_hand(here(area="东居"), "area", "西居")
    clear = row(cleared=("area",))
    values = fact.SheetDisagreed(field="area", said="", held="西居", batch="b1")
    assert when(STREAM, past, clear) == [values]
    past = (*past, values)
    assert when(STREAM, past, clear) == []
    [settled] = when(STREAM, past, row(area="东居"))
    assert settled == fact.DisagreementSettled(
        field="area", taken=False, said="", held="西居", batch="b1"
    )
    past = (*past, settled)
    assert when(STREAM, past, row(area="东居")) == []
    assert when(STREAM, past, clear) == [values]


def test_an_outcome_of_a_closed_ticket_is_cleared_and_a_stage_never():
    ended = {"closed_at": moment("2026-03-03 09:00"), "outcome": "solved"}
    past = here(**ended)
    asked = row(cleared=("outcome", "closed_at", "title", "unit"))
    assert when(STREAM, past, asked) == [corrected("outcome", "solved", "")]


@pytest.mark.parametrize("before", ["", '{"备注": "已回电"}'])
def test_other_columns_of_a_later_sheet_are_told(before: str) -> None:
    past = here(attributes=before)
    old = personal(before) if before else None
    expected = fact.SealedFactCorrected(
        field="attributes", old=old, new=personal(BESIDE), reason=fact.SHEET
    )
    assert when(STREAM, past, row(attributes=BESIDE)) == [expected]
    past = (*past, expected)
    assert when(STREAM, past, row(attributes=BESIDE)) == []
    assert when(STREAM, past, row()) == []
