"""A row disagrees as long as its state does, whichever event ends it, in logs of any age."""

import pytest

from governance.casework.events import Corrected
from governance.hotline import events as fact
from governance.hotline.kind import TICKET
from governance.hotline.stream import STREAM
from governance.kernel.event import Event
from governance.kernel.sealed import personal
from projections.casework.table import cases
from tests.builders import NOW, deadline, happened
from tests.projecting import row_after

RECEIVED = fact.TicketReceived(
    serial="1",
    source="12345",
    received_at=NOW,
    kind="help",
    title="路灯不亮",
    contact_due=deadline(),
    handle_due=deadline(),
)
CORRECTED = TICKET.event(Corrected)
SAID = {"unit": "甲", "outcome": "solved", "satisfaction": "satisfied", "area": "", "phone": ""}


def report(result: str) -> Event:
    return fact.TicketHandled(
        handled_at=NOW,
        facts="true",
        result=result,
        reply_way="phone",
        reply=personal("好"),
        callback_due=deadline(),
    )


def left(*events: Event) -> set[str]:
    """Give the fields that disagree after all of `SAID` did and this happened: of row and state."""
    told = (fact.SheetDisagreed(field=field, said=said, held="乙") for field, said in SAID.items())
    past = tuple(happened(event) for event in (RECEIVED, *told, *events))
    row, state = row_after(cases, *past), STREAM.fold(past)
    assert row["disagreed"] == state.disagreements
    return set(row["disagreed"])


@pytest.mark.parametrize(
    ("event", "ended"),
    [
        (fact.TicketDispatched(unit="甲"), {"unit"}),
        (fact.TicketDispatched(unit="丙"), set()),
        (fact.TicketDispatched(unit="丙", dispatched_at=NOW), {"unit"}),
        (report("solved"), {"outcome"}),
        (report("explained"), set()),
        (
            fact.CallerCalledBack(called_back_at=NOW, reached=True, satisfaction="satisfied"),
            {"satisfaction"},
        ),
        (fact.CallerCalledBack(called_back_at=NOW, reached=True, satisfaction="fairly"), set()),
        (
            fact.CallerCalledBack(
                called_back_at=NOW, reached=True, satisfaction="fairly", batch="b2"
            ),
            {"satisfaction"},
        ),
        (fact.CallerCalledBack(called_back_at=NOW, reached=False, batch="b2"), set()),
        (fact.TicketClosed(closed_at=NOW), set()),
        (fact.TicketClosed(closed_at=NOW, outcome="solved"), {"outcome"}),
        (
            fact.TicketClosed(closed_at=NOW, outcome="other", satisfaction="fairly", batch="b2"),
            {"outcome", "satisfaction"},
        ),
        (CORRECTED(field="area", old="乙", new="", reason="看错"), {"area"}),
        (CORRECTED(field="area", old="乙", new="丙", reason="看错"), set()),
        (CORRECTED(field="area", old="乙", new="丙", reason=fact.SHEET), {"area"}),
        (CORRECTED(field="title", old="乙", new="甲", reason="看错"), set()),
        (fact.SealedFactCorrected(field="phone", old=None, new=None, reason="看错"), {"phone"}),
        (fact.DisagreementSettled(field="unit", taken=False, reason="核实"), {"unit"}),
    ],
)
def test_what_ends_a_disagreement_ends_it_in_the_row(event: Event, ended: set[str]) -> None:
    assert left() == set(SAID)
    assert left(event) == set(SAID) - ended


def test_the_blank_of_all_rows_is_not_written_to() -> None:
    assert left()
    assert row_after(cases, happened(RECEIVED))["disagreed"] == {}
