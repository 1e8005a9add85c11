"""What may be done with a place: register, move, tag, correct, retire, restore."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.places import commands as ask
from governance.places.stream import place_id
from projections.place_queries import place as place_row
from web.access import page
from web.forms import Form
from web.here import act, book, command_id, live, may
from web.messages import sentence
from web.register import importing, pages
from web.register.forms import (
    CODE,
    FIELDS,
    CorrectForm,
    MoveForm,
    PlaceForm,
    ReasonForm,
    TagForm,
    is_code,
)

bp = Blueprint("register", __name__)
pages.register(bp)
importing.register(bp)

# act: (title, form, command, what the button says, what is said afterwards)
ACTS: dict[str, tuple[str, type[Form], type[ask.PlaceCommand], str, str]] = {
    "tag": ("走访间隔与标签", TagForm, ask.TagPlace, "保存间隔和标签", "已保存走访间隔和标签。"),
    "move": ("划转", MoveForm, ask.MovePlace, "划转", "已划转，以前的记录仍留在原网格。"),
    "correct": ("更正", CorrectForm, ask.CorrectPlace, "更正", "已更正。"),
    "retire": ("销档", ReasonForm, ask.RetirePlace, "销档", "已销档，以前的记录仍可查看。"),
    "restore": ("恢复建档", ReasonForm, ask.RestorePlace, "恢复建档", "已恢复建档。"),
}


@bp.route("/register/new", methods=["GET", "POST"])
@page("register")
def new() -> Response | str | tuple[str, int]:
    """建档."""
    if not may(ask.RegisterPlace):
        abort(403)
    if request.method == "GET":
        return _form("建档", PlaceForm(), {"kind": request.args.get("kind", "household")}, {})
    values, errors = PlaceForm().read()
    if not errors and not is_code(values["code"]):
        errors["code"] = [CODE]
    if not errors:
        key = place_id(values["kind"], values["code"])
        if place_row(live(), key):
            errors["code"] = ["这个编号已经登记，请换一个编号，或到登记册里更正。"]
        else:
            grid = values["grid"] or (values["code"] if values["kind"] == "grid" else "")
            asked = ask.RegisterPlace(
                command_id=command_id(),
                stream=key,
                parent=_parent(grid, values["area"], key),
                **values | {"grid": grid},
            )
            if _done(asked, errors):
                flash("已建档。", "ok")
                return redirect(url_for(".show", key=key), 303)
    return _form("建档", PlaceForm(), request.form, errors), 422


@bp.route("/register/<uuid:key>/<act_name>", methods=["GET", "POST"])
@page("register")
def change(key: UUID, act_name: str) -> Response | str | tuple[str, int]:
    """One act upon a place."""
    row = place_row(live(), key)
    if row is None or act_name not in ACTS or not pages.sees(row):
        abort(404)
    title, form, command, _, said = ACTS[act_name]
    if not may(command, grid=row["grid"]):
        abort(403)
    if request.method == "GET":
        held = {"grid": row["grid"], "area": row["area"], "interval": row["interval"]}
        return _form(title, form(), held, {}, row=row, act_name=act_name)
    values, errors = form().read()
    if not errors:
        told: dict[str, Any] = {
            name: tuple(v) if isinstance(v, list) else v for name, v in values.items()
        }
        if act_name == "move":
            told["parent"] = _parent(told["grid"], told["area"], key)
        if _done(command(command_id=command_id(), stream=key, **told), errors):
            flash(said, "ok")
            return redirect(url_for(".show", key=key), 303)
    typed = {name: request.form.getlist(name) for name in ("tags",)} | request.form.to_dict()
    return _form(title, form(), typed, errors, row=row, act_name=act_name), 422


def _done(command: Command, errors: dict[str, Any]) -> bool:
    """Send a command; a refusal is put among the errors."""
    try:
        act(command)
    except Refused as no:
        errors[str(no.facts.get("field", ""))] = [sentence(no)]
        return False
    return True


def _parent(grid: str, area: str, key: UUID) -> UUID | None:
    """Give what a place stands under: its area, else its grid."""
    parent = place_id("area", area) if area else place_id("grid", grid) if grid else None
    return None if parent == key else parent


def _form(
    title: str,
    form: Form,
    values: Any,
    errors: dict[str, Any],
    *,
    row: dict[str, Any] | None = None,
    act_name: str = "",
) -> str:
    choices = pages.choices() | {"field": list(FIELDS.items())}
    return render_template(
        "register/form.html",
        title=title,
        row=row,
        action=url_for(".change", key=row["key"], act_name=act_name) if row else url_for(".new"),
        button=ACTS[act_name][3] if row else "建档",
        danger=act_name == "retire",
        fields=form.shown(book(), values, errors, choices),
        errors=errors,
        labels=form.labels(),
        command=request.form.get("command_id") or uuid4(),
    )
