"""计划走访: choose doors, say when, who, what for; and take a plan back."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from governance.kernel.errors import Refused
from governance.visits.commands import CallOffRevisit, CancelPlan, PlanVisit
from governance.visits.due import DOORS
from governance.visits.stream import visit_id
from projections.places.doors import doors
from projections.places.queries import place as place_row
from projections.visits.queries import Visit, VisitFilter, visit_list
from projections.visits.queries import visit as visit_row
from web.frame import current
from web.frame.access import page
from web.frame.days import day
from web.frame.form_page import Answer, answer
from web.frame.forms import day_text
from web.frame.receipts import See, acknowledged, anew, stored
from web.frame.refusals import sentence
from web.places.choosing import rooms_called
from web.places.due import DueDoor, asked_for
from web.visits import due
from web.visits.forms import CallOffForm, CancelForm, PlanForm
from web.visits.presenters import day_of

OFFERED = 30


def register(bp: Blueprint) -> None:
    """Add the pages to the blueprint of visits."""
    bp.add_url_rule("/visits/plan", "plan", plan, methods=["GET", "POST"])
    bp.add_url_rule("/visits/<uuid:key>/cancel", "cancel", cancel, methods=["GET", "POST"])
    bp.add_url_rule("/visits/<uuid:key>/call-off", "call_off", call_off, methods=["GET", "POST"])


@page("visits")
def plan() -> Answer:
    """Choose doors with `?chosen=`, as many as one likes; then plan a visit to each."""
    if not current.may(PlanVisit):
        abort(403)
    chosen = _chosen()
    if request.method == "GET":
        if not chosen or ("q" in request.args and "next" not in request.args):
            return _picker(chosen)
        return _form(chosen, _initial(chosen), {}, uuid4())
    values, errors = PlanForm().read()
    key = current.command_id()
    asked = [_command(key, door, values) for door in chosen] if not errors else []
    errors |= _faults(asked, chosen)
    if not errors and asked:
        try:
            current.act(*asked)
        except Refused as no:
            errors[str(no.facts.get("field", ""))] = [sentence(no)]
            if there := stored(no):
                return _form(chosen, request.form, errors, UUID(anew(no, str(key))), there), 422
        else:
            flash(acknowledged(f"已计划{day(values['planned_for'])}走访{len(asked)}户。"), "ok")
            if len(asked) == 1:
                return redirect(url_for(".show", key=asked[0].stream), 303)
            return redirect(url_for(".index", outcome="planned"), 303)
    other = next((row for command in asked for row in _others(command)), None)
    see = See("查看原计划", url_for(".show", key=other.key)) if other else None
    return _form(chosen, request.form, errors, key, see), 422


@page("visits")
def cancel(key: UUID) -> Answer:
    """取消走访计划, with the reason."""
    row = visit_row(current.live(), key)
    if row is None or not current.may(CancelPlan, grid=row.grid):
        abort(404)

    def do(facts: dict[str, Any]) -> str:
        current.act(CancelPlan(command_id=current.command_id(), stream=key, reason=facts["reason"]))
        return "已取消这次走访计划。"

    return answer(
        CancelForm(),
        do,
        title="取消走访计划",
        button="取消这次计划",
        back=url_for(".show", key=key),
        words=f"{row.place_name or ''}，原定{day(day_of(row.planned_for))}走访。",
    )


@page("visits")
def call_off(key: UUID) -> Answer:
    """取消约定: the day agreed for the next visit does not stand, with the reason."""
    row = visit_row(current.live(), key)
    if row is None or not current.may(CallOffRevisit, grid=row.grid):
        abort(404 if row is None else 403)

    def do(facts: dict[str, Any]) -> str:
        command = CallOffRevisit(
            command_id=current.command_id(), stream=key, reason=facts["reason"]
        )
        current.act(command)
        return "已取消约定的走访。"

    return answer(
        CallOffForm(),
        do,
        title="取消约定的走访",
        button="取消约定",
        back=url_for("register.show", key=row.place),
        words=f"{row.place_name or ''}，约定{day(day_of(row.revisit_on))}再访。",
    )


def plans_at(place: UUID) -> list[Visit]:
    """Give the plans that still wait at a door, the next first."""
    wanted = VisitFilter(outcome="planned", place=place)
    return list(visit_list(current.live(), wanted, current.sight("visits")).rows)


def _chosen() -> list[DueDoor]:
    """Give the doors asked for, each once; only those whose visits the person may plan."""
    found: dict[UUID, DueDoor] = {}
    for key in request.values.getlist("chosen", type=UUID):
        door = place_row(current.live(), key)
        if door and door.kind in DOORS and not door.retired:
            if not current.may(PlanVisit, grid=door.grid):
                abort(403)
            found[key] = asked_for(door)
    return list(found.values())


def _picker(chosen: list[DueDoor]) -> str:
    """Offer what is due, or what the words find; what was ticked before stays ticked."""
    q = request.args.get("q", "").strip()
    if q:
        found = doors(current.live(), q, current.sight("visits"), most=OFFERED, room=rooms_called)
        offered, total = [asked_for(door) for door in found], len(found)
    else:
        offered, total = due.due(OFFERED)
    held = {door.place.key for door in chosen}
    return render_template(
        "visits/choose.html",
        q=q,
        doors=chosen + [door for door in offered if door.place.key not in held],
        held=held,
        total=total,
        most=OFFERED,
        forgotten="next" in request.args and not chosen,
    )


def _initial(chosen: list[DueDoor]) -> dict[str, Any]:
    rules = {door.rule for door in chosen}
    return {
        "planned_for": day_text(current.book().calendar.local(current.now()).date()),
        "visitor": current.me().login if due.WALKS in current.me().roles else "",
        "rule": rules.pop() if len(rules) == 1 else "",
    }


def _command(key: UUID, door: DueDoor, values: dict[str, Any]) -> PlanVisit:
    """Give the plan of one door: from one form, however often sent, always the same."""
    place = door.place
    known = current.book().options.has("visitee_kinds", place.kind)
    return PlanVisit(
        command_id=uuid5(key, str(place.key)),
        stream=visit_id(f"{key}:{place.key}"),
        place=place.key,
        visitee=place.kind if known else "household",
        grid=place.grid,
        area=place.area,
        **values | {"rule": values["rule"] or door.rule},
    )


def _faults(asked: list[PlanVisit], chosen: list[DueDoor]) -> dict[str, list[str]]:
    """Give what is wrong beyond the single fields: nowhere to go, nobody to go, gone twice."""
    if not chosen:
        return {"": ["请先选择要走访的门户。"]}
    faults: dict[str, list[str]] = {}
    walkers = {row.login: row.grids for row in due.walkers(current.live())}
    for command, door in zip(asked, chosen, strict=False):
        if command.visitor and command.grid not in walkers.get(command.visitor, ()):
            faults["visitor"] = [
                f"这位网格员不负责“{door.place.name}”所在的网格，请另选一位，或不选。"
            ]
        if other := _others(command):
            words = f"“{door.place.name}”已计划{day(day_of(other[0].planned_for))}走访"
            faults[""] = [*faults.get("", []), f"{words}，请从本次计划中去掉，或先取消原计划。"]
    return faults


def _others(command: PlanVisit) -> list[Visit]:
    """Give the plans that wait at a door already, but for this one sent again."""
    return [row for row in plans_at(command.place) if row.key != command.stream]


def _form(
    chosen: list[DueDoor], values: Any, errors: dict[str, Any], key: UUID, see: See | None = None
) -> str:
    form, grids = PlanForm(), {door.place.grid for door in chosen}
    held = due.walkers(current.live())
    walkers = [(row.login, row.name) for row in held if grids & set(row.grids)]
    return render_template(
        "visits/plan.html",
        doors=chosen,
        errors=errors,
        see=see,
        labels=form.labels(),
        fields=form.bound(current.book(), values, errors, {"visitor": walkers}),
        command=key,
    )
