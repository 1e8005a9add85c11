"""接单: a ticket entered by hand."""

from typing import Any

from flask import Blueprint, url_for

from governance.casework.kind import ENDS, PAST
from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.kernel.errors import Refused
from projections.casework.queries import case, visible
from web.casework.entry import entered, entry_page, number
from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Done
from web.frame.forms import local_text
from web.frame.receipts import See
from web.hotline.forms import Ticket
from web.hotline.known import known
from web.text.addresses import public_place

bp = Blueprint("hotline", __name__)


@bp.route("/tickets/new", methods=["GET", "POST"])
@page("tickets")
def new() -> Answer:
    """Take over a ticket."""
    there: dict[str, See] = {}

    def receive(values: dict[str, Any]) -> Done:
        values["phone"] = number(values["phone"])
        command = ReceiveTicket(
            command_id=current.command_id(),
            stream=ticket_id(values["source"], values["serial"]),
            **values,
            place=public_place(values["address"]),
        )
        (command,) = known(current.live(), [command]).commands
        try:
            return entered(command, "工单已登记")
        except Refused as no:
            if taken := _taken(command, no):
                there["hotline.serial_taken"] = taken
                serial = command.serial
                raise Refused("hotline.serial_taken", field="serial", serial=serial) from no
            raise

    start = {"received_at": local_text(current.now()), "source": "12345", "urgency": "normal"}
    return entry_page(
        Ticket(), receive, "接单登记", button="登记工单", tree="hotline", start=start, see=there
    )


def _taken(command: ReceiveTicket, no: Refused) -> See | None:
    """Give where the ticket stands that has the number already, None when none has.

    Who may take tickets over learns that there is one, whoever sees it.
    """
    beyond = no.code == "kernel.not_permitted" and current.may(ReceiveTicket, command.grid)
    if no.code != "hotline.serial_taken" and not beyond:
        return None
    row = case(current.runtime().live(), command.stream)
    if row is None:
        return None
    if visible(row, current.sight("cases")):
        if row.stage == PAST:
            address = url_for("cases.show", key=command.stream, act="take-up")
            return See(f"已有的工单是历史资料，要接着办的，在它上面转入办理：{row.title}", address)
        over = row.stage in ENDS
        address = url_for("cases.show", key=command.stream, act="reopen" if over else None)
        words = "已有的工单已结案，来电人再次反映的，在它上面重新办理" if over else "查看已有的工单"
        return See(f"{words}：{row.title}", address)
    return See("这件工单不在您的查看范围内，请向热线专员询问。")
