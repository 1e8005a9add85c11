"""处理不一致: somebody decides between a sheet and what is held; what agrees by itself is over."""

import pytest

from governance.casework import commands as asks
from governance.casework.events import Corrected
from governance.hotline import commands
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM
from governance.kernel.command import Command
from governance.kernel.event import Event
from tests.builders import ask
from tests.given import given, refusal, when
from tests.unit.governance.hotline.test_retold import AT, HANDLED, ID, by_hand, open_ticket, row


def settle(field: str, *, taken: bool, reason: str = "电话问过街道") -> Command:
    return ask(commands.SettleDisagreement, ID, field=field, taken=taken, reason=reason)


@pytest.fixture
def moved() -> tuple[Event, ...]:
    """A ticket people gave to another unit than the sheet says."""
    past = by_hand(open_ticket(), commands.DispatchTicket, unit="城管")
    return (*past, *when(STREAM, past, row(unit="房管办")))


@pytest.fixture
def told() -> tuple[Event, ...]:
    """A ticket whose unit reported another outcome than the sheet says."""
    past = by_hand(open_ticket(), commands.ContactCaller, contacted_at=AT, note="约了时间")
    past = (*past, HANDLED)
    return (*past, *when(STREAM, past, row(outcome="explained")))


def left(*past: Event) -> dict[str, str]:
    found: dict[str, str] = given(STREAM, *past).disagreements
    return found


def test_the_value_of_the_sheet_is_taken_as_a_correction(told):
    assert left(*told) == {"outcome": "explained"}
    corrected, settled = when(STREAM, told, settle("outcome", taken=True))
    assert isinstance(corrected, Corrected)
    assert (corrected.field, corrected.old, corrected.new) == ("outcome", "solved", "explained")
    assert settled == fact.DisagreementSettled(field="outcome", taken=True, reason="电话问过街道")
    assert given(STREAM, *told, corrected, settled).outcome == "explained"
    assert left(*told, corrected, settled) == {}
    assert when(STREAM, (*told, corrected, settled), row(outcome="explained")) == []


def test_the_unit_of_the_sheet_is_taken_as_another_dispatch(moved):
    facts = when(STREAM, moved, settle("unit", taken=True))
    assert facts[0] == fact.TicketDispatched(unit="房管办", old_unit="城管")
    assert given(STREAM, *moved, *facts).unit == "房管办"
    assert left(*moved, *facts) == {}


def test_what_is_held_is_kept_and_the_sheet_is_not_told_of_again(moved):
    facts = when(STREAM, moved, settle("unit", taken=False))
    assert [type(event) for event in facts] == [fact.DisagreementSettled]
    assert given(STREAM, *moved, *facts).unit == "城管"
    assert left(*moved, *facts) == {}
    assert when(STREAM, (*moved, *facts), row(unit="房管办")) == []
    again = when(STREAM, (*moved, *facts), row(unit="绿化所"))
    assert left(*moved, *facts, *again) == {"unit": "绿化所"}


def test_a_later_sheet_that_says_what_is_held_settles_it(moved):
    facts = when(STREAM, moved, row(unit="城管"))
    assert facts == [fact.DisagreementSettled(field="unit", taken=False, batch="b1")]
    assert left(*moved, *facts) == {}
    assert when(STREAM, (*moved, *facts), row(unit="城管")) == []


def test_people_who_do_what_the_sheet_says_have_settled_it(moved):
    past = by_hand(moved, commands.DispatchTicket, unit="绿化所")
    assert left(*past) == {"unit": "房管办"}
    assert left(*by_hand(past, commands.DispatchTicket, unit="房管办")) == {}


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (settle("outcome", taken=True), "hotline.nothing_disagrees"),
        (settle("unit", taken=True, reason=" "), "hotline.settled_without_reason"),
    ],
)
def test_what_cannot_be_settled_is_refused(moved, asked, code):
    assert refusal(STREAM, moved, asked) == code
    assert refusal(STREAM, open_ticket(), asked) == "hotline.nothing_disagrees"


def test_a_unit_is_not_changed_while_it_asks_to_give_the_ticket_back(moved):
    past = by_hand(moved, TICKET.command(asks.RequestReturn), reason="not_ours")
    assert refusal(STREAM, past, settle("unit", taken=True)) == "hotline.unit_not_taken"
    assert when(STREAM, past, settle("unit", taken=False))


def test_what_is_over_is_corrected_by_asking_another(told):
    closed = (*told, fact.TicketClosed(closed_at=AT, outcome="solved"))
    assert refusal(STREAM, closed, settle("outcome", taken=True)) == "hotline.corrected_by_asking"
    assert when(STREAM, closed, settle("outcome", taken=False))
