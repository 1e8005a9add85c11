"""上报: an issue from a patrol or a person at the counter."""

from typing import Any
from uuid import uuid5

from flask import Blueprint

from governance.issues.commands import ReportIssue
from governance.issues.serial import serial_of
from governance.issues.stream import issue_id
from governance.kernel.stream import NAMESPACE
from web.casework.entry import entered, entry_page, number
from web.frame import current
from web.frame.access import page
from web.frame.form_page import Answer, Done
from web.issues.forms import Issue
from web.text.addresses import public_place

bp = Blueprint("issues", __name__)


@bp.route("/issues/new", methods=["GET", "POST"])
@page("issues")
def new() -> Answer:
    """Report an issue."""
    command_id = current.command_id()
    serial = serial_of(uuid5(NAMESPACE, str(command_id)))

    def report(values: dict[str, Any]) -> Done:
        values["phone"] = number(values["phone"])
        command = ReportIssue(
            command_id=command_id,
            stream=issue_id(serial),
            serial=serial,
            reported_at=current.first_told(issue_id(serial)),
            place=public_place(values.pop("address")),
            **values,
        )
        return entered(command, "问题已上报")

    start = {"source": "patrol", "grid": next(iter(current.me().grids), "")}
    return entry_page(
        Issue(),
        report,
        "上报问题",
        button="上报",
        tree="grid",
        start=start,
        proofs_of=issue_id(serial),
    )
