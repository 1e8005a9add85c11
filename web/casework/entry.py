"""登记: a ticket by hand, an issue from a patrol or a person at the counter."""

from typing import Any
from uuid import uuid5

import msgspec
from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.hotline.commands import ReceiveTicket
from governance.hotline.stream import ticket_id
from governance.issues.commands import ReportIssue
from governance.issues.serial import serial_of
from governance.issues.stream import issue_id
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.kernel.stream import NAMESPACE
from projections.casework.queries import case, visible
from web.frame import current
from web.frame.access import page
from web.frame.form_page import See
from web.frame.forms import Choice, Form, Moment, Text, local_text
from web.frame.refusals import sentence
from web.text.addresses import public_place

bp = Blueprint("entry", __name__)

Faults = dict[str, list[str]]


class TicketForm(Form):
    """接单登记."""

    serial = Text("工单编号", longest=60, required=True)
    source = Choice("来源", "hotline_sources", load_default="12345")
    received_at = Moment("接单时间", required=True)
    kind = Choice("诉求类别", "hotline_kinds", look="radios", required=True)
    title = Text("标题", longest=200, required=True)
    content = Text("诉求内容", longest=8000, area=True)
    caller = Text("来电人", longest=60)
    phone = Text("电话", longest=40)
    address = Text("详细地址", longest=200)
    grid = Choice("网格")
    area = Choice("居民区")
    category = Choice("类别")
    urgency = Choice("紧急程度", "urgency", look="radios", load_default="normal")


class IssueForm(Form):
    """上报网格问题."""

    title = Text("问题", longest=200, required=True)
    source = Choice("来源", "issue_sources", look="radios", load_default="patrol")
    grid = Choice("网格", required=True)
    area = Choice("居民区")
    address = Text("地点", longest=200)
    category = Choice("问题小类")
    description = Text("情况", longest=2000, area=True)
    reporter = Text("反映人", longest=60)
    phone = Text("电话", longest=40)


class Entry(msgspec.Struct, frozen=True):
    """One form of this module: its words, where it is sent, its schema, its category tree."""

    title: str
    button: str
    action: str
    form: type[Form]
    tree: str


TICKET = Entry("接单登记", "登记工单", "entry.receive", TicketForm, "hotline")
ISSUE = Entry("上报问题", "上报", "entry.report", IssueForm, "grid")
ENTRIES: tuple[tuple[str, str, type[Command]], ...] = (
    ("接单登记", "new_ticket", ReceiveTicket),
    ("上报问题", "new_issue", ReportIssue),
)


@bp.get("/tickets/new")
@page("tickets")
def new_ticket() -> str:
    """Show an empty ticket."""
    start = {"received_at": local_text(current.now()), "source": "12345", "urgency": "normal"}
    return _form(TICKET, start, {})


@bp.post("/tickets/new")
@page("tickets")
def receive() -> Response | tuple[str, int]:
    """Take over a ticket."""
    (values, errors), see = TicketForm().read(), None
    if not errors:
        key = ticket_id(values["source"], values["serial"])
        command = ReceiveTicket(
            command_id=current.command_id(),
            stream=key,
            **values,
            place=public_place(values["address"]),
        )
        try:
            return _done(command, "工单已登记")
        except Refused as no:
            errors, see = _wrong(command, no)
    return _form(TICKET, request.form, errors, see), 422


@bp.get("/issues/new")
@page("issues")
def new_issue() -> str:
    """Show an empty issue."""
    start = {"source": "patrol", "grid": next(iter(current.me().grids), "")}
    return _form(ISSUE, start, {})


@bp.post("/issues/new")
@page("issues")
def report() -> Response | tuple[str, int]:
    """Report an issue."""
    values, errors = IssueForm().read()
    if not errors:
        serial = serial_of(uuid5(NAMESPACE, str(current.command_id())))
        address = values.pop("address")
        command = ReportIssue(
            command_id=current.command_id(),
            stream=issue_id(serial),
            serial=serial,
            reported_at=current.now(),
            place=public_place(address),
            **values,
        )
        try:
            return _done(command, "问题已上报")
        except Refused as no:
            errors = _faults(no)
    return _form(ISSUE, request.form, errors), 422


def _done(command: Command, words: str) -> Response:
    current.act(command)
    flash(words, "ok")
    return redirect(url_for("cases.show", key=command.stream), 303)


def _faults(no: Refused) -> Faults:
    return {str(no.facts.get("field", "")): [sentence(no)]}


def _wrong(command: ReceiveTicket, no: Refused) -> tuple[Faults, See | None]:
    """Give what is wrong and, when the number is another ticket's, where that one stands.

    Who may take tickets over is told that there is one, whoever sees it.
    """
    beyond = no.code == "kernel.not_permitted" and current.may(ReceiveTicket, command.grid)
    if no.code != "hotline.serial_taken" and not beyond:
        return _faults(no), None
    row = case(current.runtime().live(), command.stream)
    if row is None:
        return _faults(no), None
    taken = Refused("hotline.serial_taken", serial=command.serial)
    faults = {"serial": [sentence(taken)]}
    if visible(row, current.sight("cases")):
        address = url_for("cases.show", key=command.stream)
        return faults, See(f"查看已有的工单：{row['title']}", address)
    return faults, See("这件工单不在您的查看范围内，请向热线专员询问。")


def _form(entry: Entry, values: Any, errors: Faults, see: See | None = None) -> str:
    categories, form = current.book().categories, entry.form()
    choices = {
        "grid": list(current.grid_names().items()),
        "area": list(current.area_names().items()),
        "category": [
            (leaf.code, categories.name(leaf.code)) for leaf in categories.leaves(entry.tree)
        ],
    }
    return render_template(
        "casework/entry.html",
        entry=entry,
        errors=errors,
        see=see,
        labels=form.labels(),
        fields=form.shown(current.book(), values, errors, choices),
    )
