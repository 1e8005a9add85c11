"""登记走访: the form at the door, and what is done later about its findings."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.errors import Refused
from governance.processes.visiting import finding_serial
from governance.visits.commands import EscalateFinding, LogVisit, SolveFinding
from governance.visits.stream import STREAM
from projections.places.queries import Place
from projections.places.queries import place as place_row
from projections.visits.queries import Visit
from projections.visits.queries import visit as visit_row
from web.attachments import keeping
from web.attachments.proofs import Kept, taken
from web.frame.access import page
from web.frame.current import act, book, command_id, live, may, sight, state
from web.frame.form_page import press
from web.frame.receipts import acknowledged, anew
from web.frame.refusals import sentence
from web.places.choosing import choose
from web.visits import amending, entry, pages, planning, presenters
from web.visits.entry_page import entry_page, fill_as_before
from web.visits.forms import (
    SolvedForm,
)

bp = Blueprint("visits", __name__, template_folder="templates")
pages.register(bp)
planning.register(bp)
amending.register(bp)


@bp.get("/visits/new")
@page("visit_form")
def new() -> str:
    """Choose a door; with `?place=` or `?plan=`, tell the visit to it."""
    place, plan = _wanted(request.args)
    if place is None:
        offered = choose(sight("visit_form"), _door_url, lambda at: url_for(".new", at=at))
        return render_template("visits/pick.html", offered=offered, door_url=_door_url)
    facts = entry.blank(place, uuid4(), visit_row(live(), plan) if plan else None)
    if request.args.get("same"):
        fill_as_before(facts)
    return entry_page(facts, plan)


@bp.post("/visits/new")
@page("visit_form")
def log() -> Response | str | tuple[str, int]:
    """Keep the visit and what it escalates, all or nothing, once however often sent."""
    place, plan = _wanted(request.form)
    facts, command = entry.read(place, plan)
    if request.form.get("more"):
        facts.errors = {}
        return entry_page(facts, plan, extra=True)
    if request.form.get("same"):
        facts.errors = {}
        fill_as_before(facts)
        return entry_page(facts, plan)
    if command is None:
        return entry_page(facts, plan), 422
    try:
        act(command)
    except Refused as no:
        entry.refused(facts, no)
        return entry_page(facts, plan), 422
    entry.copy_proofs(facts, command)
    flash(acknowledged(f"走访已送达，回执 {presenters.receipt(command.stream)}。"), "ok")
    return redirect(url_for(".show", key=command.stream), 303)


@bp.route("/visits/<uuid:key>/findings/<int:number>/solve", methods=["GET", "POST"])
@page("visits")
def solve(key: UUID, number: int) -> Response | str | tuple[str, int]:
    """登记已解决: a finding that stayed open is settled, with a photograph."""
    row = _row(key, SolveFinding)
    if request.method == "GET":
        return _solving(row, number, {}, {}, uuid4())
    values, errors = SolvedForm().read()
    pictures, faults = taken(key, "photos")
    if faults:
        errors["photos"] = faults
    if not errors:
        proof = tuple(picture.digest for picture in pictures)
        asked = SolveFinding(
            command_id=command_id(), stream=key, number=number, proof=proof, **values
        )
        try:
            act(asked)
        except Refused as no:
            field = "photos" if no.code == "visits.hazard_needs_proof" else ""
            errors[field] = [sentence(no)]
            key_of_form = UUID(anew(no, str(asked.command_id)))
            return _solving(row, number, request.form, errors, key_of_form, kept=pictures), 422
        else:
            flash(acknowledged("已登记解决。"), "ok")
            return redirect(url_for(".show", key=key), 303)
    return _solving(row, number, request.form, errors, command_id(), kept=pictures), 422


@bp.post("/visits/<uuid:key>/findings/<int:number>/escalate")
@page("visits")
def escalate(key: UUID, number: int) -> Response:
    """转为网格问题: a finding that stayed open becomes an issue."""
    _row(key, EscalateFinding)
    if number not in state(STREAM, key).findings:
        abort(404)
    serial = finding_serial(key, number)
    asked = EscalateFinding(command_id=command_id(), stream=key, number=number, issue=serial)

    def do() -> str:
        act(asked)
        return f"已转为网格问题 {serial}。"

    return press(do, url_for(".show", key=key))


def _door_url(key: UUID) -> str:
    return url_for(".new", place=key)


def _wanted(given: Any) -> tuple[Place | None, UUID | None]:
    """Give (place, plan) as asked for; only doors and plans somebody may visit."""
    place, plan = _uuid(given.get("place")), _uuid(given.get("plan"))
    planned = visit_row(live(), plan) if plan else None
    if planned:
        place = planned.place
    row = place_row(live(), place) if place else None
    if row and not may(LogVisit, grid=row.grid):
        abort(403)
    return row, (plan if planned else None)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _row(key: UUID, command: type[SolveFinding | EscalateFinding]) -> Visit:
    row = visit_row(live(), key)
    if row is None or not pages.sees(row):
        abort(404)
    if not may(command, grid=row.grid):
        abort(403)
    return row


def _solving(
    row: Visit,
    number: int,
    values: Any,
    errors: dict[str, Any],
    key: UUID,
    *,
    kept: Sequence[Kept] = (),
) -> str:
    finding = next(
        (each for each in presenters.findings(row.key) if each["number"] == number), None
    )
    if finding is None:
        abort(404)
    return render_template(
        "visits/solve.html",
        row=row,
        finding=finding,
        fields=SolvedForm().bound(book(), values, errors),
        errors=errors,
        labels=SolvedForm().labels() | {"photos": "解决后的照片"},
        command=key,
        kept=kept,
        keep=keeping.address(row.key),
    )
