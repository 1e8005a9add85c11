"""What may be done with a ticket, in words."""

from typing import Any

from governance.hotline import commands as ask
from governance.hotline.kind import TICKET
from governance.kernel.errors import Refused
from web.casework.acts import as_flag, shared, units
from web.casework.forms import Dispatch
from web.casework.listing import seen_by
from web.frame import current
from web.frame.acts import Act, Values
from web.frame.form_page import Choices
from web.frame.forms import local_text
from web.hotline import disagreements, forms


def _ways(_: Any) -> Choices:
    """Give the ways to reach a caller that people choose: a sheet chooses its own."""
    ways = current.book().options.choices("contact_ways")
    return {"way": [(way.code, way.label) for way in ways if way.code != "sheet"]}


REACHED = "reached"


def _contact(values: Values) -> Values:
    """Give the command's values of a form in which somebody chose whether the caller was reached.

    Refused when the choice and the reason do not go together.
    """
    reached = values.pop("result") == REACHED
    if reached and values["not_reached"]:
        raise Refused("hotline.contact_both", field="not_reached")
    if not reached and not values["not_reached"]:
        raise Refused("hotline.contact_without_reason", field="not_reached")
    return values


def _contacted(state: Any) -> str:
    """Say what came of a first call, and whether another is asked for."""
    if state.contacted_at:
        return f"初电已登记{seen_by(state.grid)}"
    rule = current.book().conduct.contact
    if state.contact_over or rule is None:
        return "未联已登记，按规定不再要求另打"
    counted = rule.counted(state.contact_tries)
    return f"未联已登记，请换个时间再打：不同时段须打满{rule.attempts}次，已打{counted}次"


def _called(_: Any) -> Choices:
    """Give what may come of a call back: somebody answered, or one of the ways nobody did."""
    return {"reached": [("yes", "已接通"), *current.book().options.offered("not_called_reasons")]}


def _call_back(values: Values) -> Values:
    """Give the command's values: who was not reached was so in one of the ways, if it was told."""
    reached = values["reached"]
    way = "" if reached in {"yes", "no"} else reached
    return as_flag(values, "reached") | {"not_reached": way}


ACTS = (
    Act(
        name="contact",
        label="登记初电",
        done="初电已登记",
        command=ask.ContactCaller,
        purpose="contact",
        form=forms.Contact,
        build=_contact,
        receipt=_contacted,
        choices=_ways,
        start=lambda _: {"contacted_at": local_text(current.now()), "way": "phone"},
    ),
    Act(
        name="dispatch",
        label="派遣",
        done="工单已派遣",
        command=ask.DispatchTicket,
        purpose="handle",
        form=Dispatch,
        choices=units,
        receipt=lambda state: f"工单已派遣给{state.unit}{seen_by(state.grid)}",
        fits=lambda state: state.stage != "dispatched",
    ),
    Act(
        name="redispatch",
        label="改派",
        done="工单已改派",
        command=ask.DispatchTicket,
        purpose="handle",
        form=Dispatch,
        choices=units,
        receipt=lambda state: f"工单已改派给{state.unit}",
        fits=lambda state: state.stage == "dispatched",
    ),
    Act(
        name="handle",
        label="提交办结报告",
        done="办结报告已提交，等待回访",
        command=ask.HandleTicket,
        purpose="handle",
        form=forms.Handle,
    ),
    Act(
        name="call-back",
        label="登记回访",
        done="回访已登记",
        command=ask.CallBack,
        purpose="contact",
        form=forms.CallBack,
        build=_call_back,
        choices=_called,
        start=lambda _: {"called_back_at": local_text(current.now())},
    ),
    Act(name="close", label="结案", done="工单已结案", command=ask.CloseTicket),
    *disagreements.ACTS,
    *shared(TICKET),
)
