"""工单 as a kind of case: which clocks run at which stage, and what comes next there."""

from governance.casework.kind import Step, Wait, declare
from governance.hotline import commands as ask

STAGES = ("received", "dispatched", "handled")

TICKET = declare(
    "ticket",
    stream="hotline",
    noun="Ticket",
    stages=STAGES,
    returned_to="received",
    clocks=(
        Wait("contact", STAGES, until=("contacted_at", "contact_over")),
        Wait("handle", ("received", "dispatched")),
        Wait("callback", ("handled",), until=("callback_over",)),
    ),
    steps=(
        Step("contact", STAGES, until=("contacted_at",), command=ask.ContactCaller),
        Step("dispatch", ("received",), until=("return_asked",), command=ask.DispatchTicket),
        Step("handle", ("dispatched",), command=ask.HandleTicket),
        Step("call-back", ("handled",), until=("callback_over",), command=ask.CallBack),
        Step("close", ("handled",), once=("callback_over",), command=ask.CloseTicket),
    ),
    correctable=("kind", "title", "place", "grid", "area", "category", "urgency"),
    ending=("outcome", "satisfaction"),
    listings={
        "kind": "hotline_kinds",
        "urgency": "urgency",
        "outcome": "outcomes",
        "satisfaction": "satisfaction",
    },
)
