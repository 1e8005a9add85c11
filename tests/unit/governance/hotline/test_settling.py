"""What a sheet says against what people here decided is open until it is decided."""

from typing import Any

import pytest

from governance.casework import commands as asks
from governance.casework.events import Corrected, CorrectionRequested
from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM
from governance.kernel.event import Event
from tests.builders import ask, context, happened
from tests.given import given, refusal, then, when
from tests.unit.governance.hotline.test_retold import (
    AGAIN,
    AT,
    HANDLED,
    ID,
    by_hand,
    closed_ticket,
    open_ticket,
    row,
)

OTHER = context(actor="zhao")
CORRECTED = TICKET.event(Corrected)


def settle(field: str, *, taken: bool, reason: str = "电话核实") -> commands.SettleDisagreement:
    return ask(commands.SettleDisagreement, ID, field=field, taken=taken, reason=reason)


def stamped(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(happened(event) for event in events)


def settled(field: str, said: str, held: str, **values: Any) -> Event:
    return fact.DisagreementSettled(field=field, said=said, held=held, **values)


def of_unit() -> tuple[Event, ...]:
    """Give a ticket here given to 城管, of which a sheet says 房管办."""
    past = by_hand(open_ticket(), commands.DispatchTicket, unit="城管")
    return then(STREAM, past, row(unit="房管办"))


def of_outcome(*, over: bool) -> tuple[Event, ...]:
    """Give a ticket with an outcome decided here, of which a sheet says another."""
    past = (*open_ticket(), HANDLED)
    if over:
        past = (*past, happened(fact.TicketClosed(closed_at=AT)))
    return then(STREAM, past, row(outcome="explained"))


def of_category() -> tuple[Event, ...]:
    """Give a ticket with an area corrected here, of which a sheet says that it is empty."""
    past = then(STREAM, (), row(area="东居"))
    past = by_hand(past, TICKET.command(asks.Correct), field="area", new="西居", reason="看错")
    return then(STREAM, past, row(cleared=("area",)))


def test_a_disagreement_told_before_there_were_decisions_is_open() -> None:
    assert given(STREAM, *of_unit()).disagreements == {"unit": "房管办"}
    assert given(STREAM, *of_outcome(over=True)).disagreements == {"outcome": "explained"}
    assert given(STREAM, *of_category()).disagreements == {"area": ""}
    assert given(STREAM, *closed_ticket()).disagreements == {}


def test_what_is_held_is_kept_and_the_same_word_is_not_told_again() -> None:
    past = of_unit()
    [event] = when(STREAM, past, settle("unit", taken=False))
    assert event == settled("unit", "房管办", "城管", taken=False, reason="电话核实")
    past = (*past, event)
    state = given(STREAM, *past)
    assert (state.unit, state.disagreements) == ("城管", {})
    assert when(STREAM, past, row(unit="房管办")) == []
    [again] = when(STREAM, past, row(unit="环卫所"))
    assert again == fact.SheetDisagreed(field="unit", said="环卫所", held="城管", batch="b1")
    assert given(STREAM, *past, again).disagreements == {"unit": "环卫所"}


def test_the_unit_of_the_sheet_is_taken_by_another_dispatch() -> None:
    past = of_unit()
    facts = when(STREAM, past, settle("unit", taken=True))
    assert facts == [
        fact.TicketDispatched(unit="房管办", old_unit="城管", note="电话核实"),
        settled("unit", "房管办", "城管", taken=True, reason="电话核实"),
    ]
    state = given(STREAM, *past, *facts)
    assert (state.unit, state.disagreements) == ("房管办", {})


def test_the_unit_is_not_taken_where_it_could_not_be_dispatched() -> None:
    asked = by_hand(of_unit(), TICKET.command(asks.RequestReturn), reason="not_ours")
    assert refusal(STREAM, asked, settle("unit", taken=True)) == "hotline.return_pending"
    handled = (*of_unit(), HANDLED)
    assert refusal(STREAM, handled, settle("unit", taken=True)) == "hotline.already_handled"
    assert when(STREAM, handled, settle("unit", taken=False))


def test_the_outcome_of_the_sheet_is_taken_by_a_correction() -> None:
    past = of_outcome(over=False)
    facts = when(STREAM, past, settle("outcome", taken=True))
    assert facts == [
        CORRECTED(field="outcome", old="solved", new="explained", reason="电话核实"),
        settled("outcome", "explained", "solved", taken=True, reason="电话核实"),
    ]
    assert given(STREAM, *past, *facts).outcome == "explained"


def test_what_is_over_takes_it_when_a_second_person_agrees() -> None:
    past = of_outcome(over=True)
    [asked] = when(STREAM, past, settle("outcome", taken=True))
    assert asked == TICKET.event(CorrectionRequested)(
        field="outcome", old="solved", new="explained", reason="电话核实"
    )
    past = (*past, happened(asked))
    assert given(STREAM, *past).disagreements == {"outcome": "explained"}
    for taken in (True, False):
        again = settle("outcome", taken=taken)
        assert refusal(STREAM, past, again) == "hotline.correction_pending"
    grant = ask(TICKET.command(asks.GrantCorrection), ID)
    assert refusal(STREAM, past, grant) == "hotline.asked_by_yourself"
    facts = when(STREAM, past, grant, OTHER)
    assert [type(event) for event in facts] == [CORRECTED, fact.DisagreementSettled]
    assert facts[1] == settled("outcome", "explained", "explained", taken=True)
    assert given(STREAM, *past, *facts).disagreements == {}


def test_what_a_second_person_declines_stays_to_be_decided() -> None:
    past = stamped(then(STREAM, of_outcome(over=True), settle("outcome", taken=True)))
    decline = ask(TICKET.command(asks.DeclineCorrection), ID, note="报告无误")
    past = then(STREAM, past, decline, OTHER)
    assert given(STREAM, *past).disagreements == {"outcome": "explained"}
    assert when(STREAM, past, settle("outcome", taken=False))


def test_an_empty_cell_is_taken_by_clearing_and_is_then_what_the_sheet_told() -> None:
    past = of_category()
    facts = when(STREAM, past, settle("area", taken=True))
    assert facts == [
        CORRECTED(field="area", old="西居", new="", reason="电话核实"),
        settled("area", "", "西居", taken=True, reason="电话核实"),
    ]
    past = (*past, *facts)
    [told] = when(STREAM, past, row(area="东居"))
    assert (told.field, told.new) == ("area", "东居")  # type: ignore[attr-defined]


def test_a_correction_by_hand_to_what_the_sheet_says_settles_it_and_says_so() -> None:
    facts = when(STREAM, of_unit(), ask(commands.DispatchTicket, ID, unit="房管办"))
    assert facts[1:] == [settled("unit", "房管办", "房管办", taken=True)]
    assert given(STREAM, *of_unit(), *facts).disagreements == {}
    facts = when(STREAM, of_unit(), ask(commands.DispatchTicket, ID, unit="环卫所"))
    assert len(facts) == 1
    assert given(STREAM, *of_unit(), *facts).disagreements == {"unit": "房管办"}


def test_an_old_log_in_which_it_was_corrected_without_a_word_is_settled() -> None:
    past = (*of_unit(), fact.TicketDispatched(unit="房管办"))
    assert given(STREAM, *past).disagreements == {}
    past = (*of_outcome(over=True), fact.TicketClosed(closed_at=AT, outcome="other", batch="b2"))
    assert given(STREAM, *past).disagreements == {}


def test_a_later_sheet_that_says_what_is_held_settles_it_and_the_next_opens_it_anew() -> None:
    past = of_unit()
    [event] = when(STREAM, past, row(unit="城管", batch="b2"))
    assert event == settled("unit", "房管办", "城管", taken=False, batch="b2")
    past = (*past, event)
    assert when(STREAM, past, row(unit="城管")) == []
    [again] = when(STREAM, past, row(unit="房管办"))
    assert isinstance(again, fact.SheetDisagreed)
    assert given(STREAM, *past, again).disagreements == {"unit": "房管办"}


def test_a_sheet_that_says_yet_another_value_is_the_one_to_decide() -> None:
    past = then(STREAM, of_unit(), row(unit="环卫所"))
    assert given(STREAM, *past).disagreements == {"unit": "环卫所"}


@pytest.mark.parametrize("taken", [True, False])
def test_a_decision_wants_a_disagreement_and_a_reason(*, taken: bool) -> None:
    here = settle("unit", taken=taken)
    assert refusal(STREAM, (), here) == "hotline.unknown"
    assert refusal(STREAM, closed_ticket(), here) == "hotline.no_disagreement"
    elsewhere = settle("outcome", taken=taken)
    assert refusal(STREAM, of_unit(), elsewhere) == "hotline.no_disagreement"
    unsaid = settle("unit", taken=taken, reason=" ")
    assert refusal(STREAM, of_unit(), unsaid) == "hotline.settled_without_reason"


def test_several_are_decided_each_by_itself() -> None:
    past = (*of_outcome(over=False), fact.SheetDisagreed(field="unit", said="甲", held="城建办"))
    past = then(STREAM, past, settle("unit", taken=False))
    assert given(STREAM, *past).disagreements == {"outcome": "explained"}


def test_another_round_keeps_what_is_not_decided() -> None:
    past = then(STREAM, of_outcome(over=True), row(**AGAIN))
    state = given(STREAM, *past)
    assert (state.round, state.disagreements) == (1, {"outcome": "explained"})
