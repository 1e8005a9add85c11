"""What may be done with a place: register, move, tag, correct, retire, restore."""

from typing import Any
from uuid import UUID, uuid4

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from governance.disclosures.commands import Reveal
from governance.disclosures.stream import disclosure_id
from governance.kernel.command import Command
from governance.kernel.errors import Refused
from governance.places import commands as ask
from governance.places.stream import STREAM, place_id
from projections.places.queries import place as place_row
from web.disclosures.looks import why_not
from web.frame.access import page
from web.frame.current import act, book, command_id, live, may, opens, reveal, runtime, state
from web.frame.form_page import See
from web.frame.forms import Form
from web.frame.refusals import sentence
from web.frame.words import GONE
from web.places import importing, pages
from web.places.forms import (
    CODE,
    FIELDS,
    CorrectForm,
    MoveForm,
    PlaceForm,
    PurposeForm,
    ReasonForm,
    TagForm,
    is_code,
)
from web.visits.due import USUAL

bp = Blueprint("register", __name__, template_folder="templates")
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

BUTTONS = {"": "建档", "look": "查看现有标签"} | {name: act[3] for name, act in ACTS.items()}


@bp.route("/register/new", methods=["GET", "POST"])
@page("register")
def new() -> Response | str | tuple[str, int]:
    """建档."""
    if not may(ask.RegisterPlace):
        abort(403)
    if request.method == "GET":
        return _form("建档", PlaceForm(), {"kind": request.args.get("kind", "household")}, {})
    (values, errors), see = PlaceForm().read(), None
    if not errors and not is_code(values["code"]):
        errors["code"] = [CODE]
    if not errors:
        key = place_id(values["kind"], values["code"])
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
        see = _known(key)
    return _form("建档", PlaceForm(), request.form, errors, see=see), 422


def _known(key: UUID) -> See | None:
    """Say where a place stands that is registered already; None when there is none."""
    row = place_row(runtime().live(), key)
    if row is None:
        return None
    if pages.sees(row):
        return See(f"查看已登记的“{row['name'] or row['code']}”", url_for(".show", key=key))
    return See("这个编号登记在其他网格，请向网格办询问。")


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
        if act_name == "tag" and state(STREAM, key).tags is not None and _may_reveal(row):
            return _form(title, PurposeForm(), {}, {}, row=row, act_name="look")
        return _form(title, form(), _held(row), {}, row=row, act_name=act_name)
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


@bp.post("/register/<uuid:key>/look")
@page("register")
def look(key: UUID) -> str | tuple[str, int]:
    """Record the look at the tags a household has, then show them to be changed; else ask again."""
    row = place_row(live(), key)
    if row is None or not pages.sees(row):
        abort(404)
    if not (may(ask.TagPlace, grid=row["grid"]) and _may_reveal(row)):
        abort(403)
    title, form = ACTS["tag"][:2]
    values, errors = PurposeForm().read()
    asked = Reveal(
        command_id=command_id(),
        stream=disclosure_id(key),
        subject=key,
        fields=("tags",),
        purpose=values.get("purpose", ""),
        page="place",
        grid=row["grid"],
    )
    if not errors and (fault := why_not(asked)):
        errors[""] = [fault]
    if errors:
        asked_again = PurposeForm(), request.form, errors
        return _form(title, *asked_again, row=row, act_name="look", fresh=True), 422
    text = reveal(state(STREAM, key).tags, key, "tags")
    if text in GONE.values():
        errors["tags"] = [f"原来的标签{text}，请按现在的情况重新勾选。"]
    told = _held(row) | {"tags": [] if errors else text.split()}
    return _form(title, form(), told, errors, row=row, act_name="tag", fresh=True)


def _held(row: dict[str, Any]) -> dict[str, Any]:
    """Give what a fresh form starts with."""
    return {name: row[name] for name in ("grid", "area")} | {"interval": row["interval"] or USUAL}


def _may_reveal(row: dict[str, Any]) -> bool:
    return opens("reveal") and may(Reveal, grid=row["grid"])


def _done(command: Command, errors: dict[str, Any]) -> bool:
    """Send a command; a refusal is put among the errors."""
    try:
        act(command)
    except Refused as no:
        field = "code" if no.code == "places.code_taken" else str(no.facts.get("field", ""))
        errors[field] = [sentence(no)]
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
    fresh: bool = False,
    see: See | None = None,
) -> str:
    """Show a form; a `fresh` one is another than that which was sent, and asks for itself."""
    choices = pages.choices() | {"field": list(FIELDS.items())}
    return render_template(
        "places/form.html",
        title=title,
        row=row,
        action=_action(row, act_name),
        button=BUTTONS[act_name],
        danger=act_name == "retire",
        fields=form.shown(book(), values, errors, choices),
        errors=errors,
        see=see,
        labels=form.labels(),
        command=(not fresh and request.form.get("command_id")) or uuid4(),
    )


def _action(row: dict[str, Any] | None, act_name: str) -> str:
    if row is None:
        return url_for(".new")
    if act_name == "look":
        return url_for(".look", key=row["key"])
    return url_for(".change", key=row["key"], act_name=act_name)
