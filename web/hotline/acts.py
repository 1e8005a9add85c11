"""What may be done with a ticket, in words."""

from typing import Any

from governance.hotline import commands as ask
from governance.hotline.kind import TICKET
from web.casework.acts import as_flag, shared, units
from web.casework.forms import Dispatch
from web.frame import current
from web.frame.acts import Act
from web.frame.form_page import Choices
from web.frame.forms import local_text
from web.hotline import forms


def _ways(_: Any) -> Choices:
    """Give the ways to reach a caller that people choose: a sheet chooses its own."""
    ways = current.book().options.choices("contact_ways")
    return {"way": [(way.code, way.label) for way in ways if way.code != "sheet"]}


ACTS = (
    Act(
        name="contact",
        label="登记初电",
        done="初电已登记，网格同步可见",
        command=ask.ContactCaller,
        form=forms.Contact,
        choices=_ways,
        start=lambda _: {"contacted_at": local_text(current.now()), "way": "phone"},
    ),
    Act(
        name="dispatch",
        label="派遣",
        done="工单已派遣",
        command=ask.DispatchTicket,
        form=Dispatch,
        choices=units,
    ),
    Act(
        name="handle",
        label="提交办结报告",
        done="办结报告已提交，等待回访",
        command=ask.HandleTicket,
        form=forms.Handle,
    ),
    Act(
        name="call-back",
        label="登记回访",
        done="回访已登记",
        command=ask.CallBack,
        form=forms.CallBack,
        build=lambda values: as_flag(values, "reached"),
        choices=lambda _: {"reached": [("yes", "已接通"), ("no", "未接通")]},
        start=lambda _: {"called_back_at": local_text(current.now())},
    ),
    Act(name="close", label="结案", done="工单已结案", command=ask.CloseTicket),
    *shared(TICKET),
)
